"""python -m screenmaking ROOT [NAME...]: see scripts/screens."""
import os, subprocess, sys, tempfile
from dataclasses import dataclass

from PIL import Image

from .cells import lines
from .drawing import Artist, save
from .terminal import Terminal

MEDIUM, SMALL, LARGE = (120, 40), (80, 24), (200, 60)
TYPING = ["Tab", "Enter", "End", "Left", "' in a park"]


@dataclass
class Screen:
    name: str
    size: tuple
    keys: list
    theme: str = "dark"
    term: str = "tmux-direct"
    environment: tuple = ()


SCREENS = [
    Screen("typing", MEDIUM, ["w", "n", "n", *TYPING]),
    Screen("images-80x24", SMALL, ["n"]),
    Screen("images-200x60", LARGE, ["w", "n", "n"]),
    Screen("images-light", MEDIUM, ["w", "n", "n", *TYPING], theme="light"),
    Screen("prompts", MEDIUM, ["2"]),
    Screen("class-names", MEDIUM, ["2", "Tab"]),
    Screen("selection", MEDIUM, ["2", "F"]),
    Screen("classes", MEDIUM, ["3"]),
    Screen("confusion", MEDIUM, ["4"]),
    Screen("compare", MEDIUM, [*TYPING, "Enter", "5"]),
    Screen("prompt-sets", MEDIUM, ["p"]),
    Screen("help", MEDIUM, ["?"]),
    Screen("palette", MEDIUM, [":", "'conf"]),
    Screen("eight-colours", SMALL, ["n"], term="screen"),
    Screen("no-colour", SMALL, ["n"], environment=(("NO_COLOR", "1"),), theme="monochrome"),
]


def main():
    root, *names = sys.argv[1:]
    folder, program = os.path.join(root, "docs/screens"), os.environ["CLIPSCOPE_PROGRAM"]
    unknown = set(names) - {screen.name for screen in SCREENS} - {"themes"}
    if unknown:
        raise SystemExit(f"screens: there is no {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="screens-home-") as home:
        environment = {**os.environ, "CLIPSCOPE_HOME": root, "HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "XDG_STATE_HOME": f"{home}/state"}
        subprocess.run([program, "eval"], env=environment, check=True, capture_output=True)  # fills the cache

        def picture(screen):
            terminal = Terminal(program, ["--theme", screen.theme], *screen.size, term=screen.term, home=home,
                                environment=(("CLIPSCOPE_HOME", root), *screen.environment))
            try:
                terminal.type(["...", *screen.keys, "..."])
                return Artist().draw(lines(terminal.capture()), *screen.size)
            finally:
                terminal.close()

        for screen in SCREENS:
            if not names or screen.name in names:
                keep(picture(screen), folder, screen.name)
        if not names or "themes" in names:
            files = sorted(os.listdir(os.path.join(root, "themes")))
            themes = [name[:-5] for name in files if name.endswith(".toml")]
            keep(side_by_side([picture(Screen(theme, (80, 24), ["n"], theme)) for theme in themes]), folder, "themes")


def side_by_side(pictures):
    """Two a line, at two thirds of their size."""
    width, height = (length * 2 // 3 for length in pictures[0].size)
    sheet = Image.new("RGB", (2 * width, (len(pictures) + 1) // 2 * height), (128, 128, 128))
    for index, picture in enumerate(pictures):
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (index % 2 * width, index // 2 * height))
    return sheet


def keep(picture, folder, name):
    file = os.path.join(folder, f"{name}.png")
    save(picture, file)
    print(f"{file} {os.path.getsize(file) // 1024} kB")


main()
