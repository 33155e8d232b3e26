"""One line of progress on stderr: how far, how fast, how long still."""
import sys
import time


class Progress:
    def __init__(self, title, total, unit, every=10.0, done=0):
        self.title, self.total, self.unit, self.every, self.first = title, total, unit, every, done
        self.done, self.start, self.shown = done, time.time(), 0.0

    def step(self, number=1, note=""):
        self.done += number
        now = time.time()
        if now - self.shown < self.every and self.done < self.total:
            return
        self.shown = now
        rate = (self.done - self.first) / max(1e-9, now - self.start)
        left = (self.total - self.done) / rate
        text = f"{self.title}: {self.done}/{self.total}, {rate:.1f} {self.unit}/s, {left:.0f} s left {note}"
        end = "\n" if self.done >= self.total or not sys.stderr.isatty() else "\r"
        print(f"{text:110s}", end=end, file=sys.stderr, flush=True)
