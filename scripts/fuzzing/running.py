"""Runs the program on a broken file, and tells what went wrong."""
import os
import resource
import shutil
import signal
import subprocess
import time


class Runner:
    def __init__(self, program, root, scratch, seconds, megabytes):
        self.program, self.root, self.scratch = program, root, scratch
        self.seconds, self.megabytes = seconds, megabytes
        self.most = 0

    def fault(self, form, files):
        """What reading these files ends with, where that is no answer; nil where it is one."""
        folder = self.scratch / "run"
        shutil.rmtree(folder, ignore_errors=True)
        form.prepare(folder)
        for index, data in enumerate(files):
            file = folder / form.file.replace("*", f"{index:03}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return self.run(self.command(form, folder), folder)

    def command(self, form, folder):
        return [str(self.program)] + [part.replace("FILE", str(folder / form.file)).replace("DIR", str(folder))
                                      for part in form.command]

    def run(self, command, folder):
        environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "CLIPSCOPE_HOME": str(self.root),
                       "SWIFT_BACKTRACE": "enable=no", "OPENBLAS_NUM_THREADS": "1"}
        with open(self.scratch / "messages", "w+b") as messages:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=messages, preexec_fn=limits)
            status, peak = self.ended(process)
            self.most = max(self.most, peak)
            messages.seek(0)
            text = messages.read().decode(errors="replace")
        if status is None:
            return f"no end within {self.seconds} s"
        if os.WIFSIGNALED(status):
            return f"signal {signal.Signals(os.WTERMSIG(status)).name}: {text[-300:]}"
        if os.WEXITSTATUS(status) not in (0, 1, 64):
            return f"exit status {os.WEXITSTATUS(status)}: {text[-300:]}"
        if os.WEXITSTATUS(status) and not text.strip():
            return "failed without a word"
        if peak > self.megabytes:
            return f"{peak} MB of memory, at most {self.megabytes} are expected"
        return None

    def ended(self, process):
        """Wait status and most memory in MB; no status where it had to be killed."""
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                process.returncode = status
                return status, usage.ru_maxrss // 1024
            time.sleep(0.005)
        process.kill()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        return None, usage.ru_maxrss // 1024


def limits():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
