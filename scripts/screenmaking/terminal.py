"""The program in a tmux that nobody else sees."""
import os, re, shutil, subprocess, tempfile, time


class Terminal:
    def __init__(self, program, arguments, columns, rows, *, term="tmux-direct", home, environment=()):
        self.columns, self.rows = columns, rows
        self.folder = tempfile.mkdtemp(prefix="screens-")
        self.socket = os.path.join(self.folder, "tmux")
        configuration = os.path.join(self.folder, "tmux.conf")
        with open(configuration, "w") as file:
            file.write(f"set -g status off\nset -g default-terminal {term}\nset -g escape-time 0\nset -g remain-on-exit on\n")
        variables = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": home, "XDG_STATE_HOME": self.folder,
            "XDG_CACHE_HOME": os.path.join(home, "cache"), **dict(environment),
        }
        command = ["env", "-i", *(f"{k}={v}" for k, v in variables.items()), f"TERM={term}", program, *arguments]
        self.tmux("-f", configuration, "new-session", "-d", "-s", "s", "-x", str(columns), "-y", str(rows), *command)

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-S", self.socket, *arguments], check=True, capture_output=True, text=True).stdout

    def type(self, keys):
        """tmux's names of keys; "'..." is text as it is; "..." waits until the screen rests, "...text" until that
        pattern is on it."""
        for key in keys:
            if key == "...":
                self.rest()
            elif key.startswith("..."):
                self.wait(key[3:], limit=300.0)
            elif key.startswith("'"):
                self.tmux("send-keys", "-t", "s", "-l", key[1:])
            else:
                self.tmux("send-keys", "-t", "s", key)
            time.sleep(0.05)

    def wait(self, pattern, limit=60.0):
        begin = time.monotonic()
        while not re.search(pattern, self.tmux("capture-pane", "-p", "-t", "s")):
            if time.monotonic() - begin > limit:
                raise SystemExit(f"screens: waited for {pattern}, and saw\n{self.capture()}")
            time.sleep(0.1)

    def rest(self, quiet=1.0, limit=60.0):
        """Returns when nothing has changed for a while."""
        shown, since, begin = None, time.monotonic(), time.monotonic()
        while time.monotonic() - since < quiet:
            if time.monotonic() - begin > limit:
                raise SystemExit(f"screens: the screen does not come to rest\n{shown}")
            time.sleep(0.1)
            now = self.capture()
            if now != shown:
                shown, since = now, time.monotonic()

    def capture(self):
        """With colours, and the blanks at the ends of lines."""
        return self.tmux("capture-pane", "-p", "-e", "-N", "-t", "s")

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True)
        shutil.rmtree(self.folder, ignore_errors=True)
