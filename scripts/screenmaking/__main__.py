"""python -m screenmaking ROOT [NAME...]: see scripts/screens."""
import os, subprocess, sys, tempfile
from dataclasses import dataclass

from PIL import Image

from .cells import lines
from .drawing import Artist, save, save_film
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
    Screen("typing", MEDIUM, ["w", "n", *TYPING]),
    Screen("images-80x24", SMALL, ["n"]),
    Screen("images-200x60", LARGE, ["w", "n"]),
    Screen("images-light", MEDIUM, ["w", "n", *TYPING], theme="light"),
    Screen("grid", MEDIUM, ["T"]),
    Screen("prompts", MEDIUM, ["2"]),
    Screen("class-names", MEDIUM, ["2", "Tab"]),
    Screen("selection", MEDIUM, ["p", "Down", "Down", "Enter", "...", "2", "F", "f"]),
    Screen("classes", MEDIUM, ["3"]),
    Screen("confusion", MEDIUM, ["4"]),
    Screen("compare", MEDIUM, [*TYPING, "Enter", "5"]),
    Screen("compare-prompts", MEDIUM, [*TYPING, "Enter", "5", "...", "v"]),
    Screen("compare-difference", MEDIUM, [*TYPING, "Enter", "5", "...", "d"]),
    Screen("calibration", MEDIUM, ["6"]),
    Screen("leaderboard", MEDIUM, ["7", "...", "...", "..."]),
    Screen("learn", MEDIUM, ["8", "...prompts are worth", "...prompts and cache +[0-9]", "..."]),
    Screen("why", MEDIUM, ["n", "W", "...", "..."]),
    Screen("prompt-sets", MEDIUM, ["p"]),
    Screen("search", MEDIUM, ["I", "'a yellow flower"]),
    Screen("label-errors", MEDIUM, ["E", "Down", "o", "'a gnu is an antelope", "Enter"]),
    Screen("help", MEDIUM, ["?"]),
    Screen("palette", MEDIUM, [":", "'conf"]),
    Screen("eight-colours", SMALL, ["n"], term="screen"),
    Screen("no-colour", SMALL, ["n"], environment=(("NO_COLOR", "1"),), theme="monochrome"),
]


# The film in README: keys, and how many seconds what they show stands. The letters of a template come one by one.
FILM_SIZE = (100, 30)
FILM = [([], 2.0), (["w"], 1.0), (["n"], 1.2), (["n"], 1.5), (["Tab"], 0.6), (["Enter"], 0.6), (["End", "Left"], 0.6),
        *((["'" + letter], 0.15) for letter in " in a park"), ([], 1.5), (["Escape"], 1.0), (["2", "..."], 3.0),
        (["3"], 2.5), (["4"], 3.0), (["7", "...", "..."], 3.5),
        (["8", "...prompts are worth", "..."], 4.0)]


def main():
    root, *names = sys.argv[1:]
    unknown = set(names) - {screen.name for screen in SCREENS} - {"themes", "film"}
    if unknown:
        raise SystemExit(f"screens: there is no {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="screens-home-") as home:
        studio = Studio(root, os.environ["CLIPSCOPE_PROGRAM"], home)
        for screen in SCREENS:
            if not names or screen.name in names:
                artist = Artist()
                studio.keep(studio.picture(screen, artist), artist, screen.name)
        if not names or "themes" in names:
            artist = Artist()
            studio.keep(studio.themes(artist), artist, "themes")
        if not names or "film" in names:
            studio.film(Artist())


class Studio:
    def __init__(self, root, program, home):
        self.root, self.program, self.home = root, program, home
        variables = {"CLIPSCOPE_HOME": root, "HOME": home, "XDG_CACHE_HOME": f"{home}/cache",
                     "XDG_STATE_HOME": f"{home}/state"}
        # Fills the cache of embeddings.
        subprocess.run([program, "eval"], env={**os.environ, **variables}, check=True, capture_output=True)

    def picture(self, screen, artist):
        environment = (("CLIPSCOPE_HOME", self.root), *screen.environment)
        terminal = Terminal(self.program, ["--theme", screen.theme], *screen.size, term=screen.term, home=self.home,
                            environment=environment)
        try:
            terminal.wait(r"top-1 +\d")
            terminal.type(["...", *screen.keys, "..."])
            return artist.draw(lines(terminal.capture()), *screen.size)
        finally:
            terminal.close()

    def film(self, artist):
        """The main job, as it is typed: docs/screens/film.gif."""
        terminal = Terminal(self.program, ["--theme", "dark", "--fresh"], *FILM_SIZE, home=self.home,
                            environment=(("CLIPSCOPE_HOME", self.root),))
        pictures = []
        try:
            terminal.wait(r"top-1 +\d")
            terminal.type(["..."])
            for keys, _ in FILM:
                terminal.type(keys)
                terminal.rest(quiet=0.3)
                pictures.append(artist.draw(lines(terminal.capture()), *FILM_SIZE))
        finally:
            terminal.close()
        file = os.path.join(self.root, "docs/screens/film.gif")
        save_film(pictures, [seconds for _, seconds in FILM], file)
        print(f"docs/screens/film.gif {os.path.getsize(file) // 1024} kB", flush=True)

    def themes(self, artist):
        """The least screen in every theme, two a line."""
        files = sorted(os.listdir(os.path.join(self.root, "themes")))
        screens = [Screen(file[:-5], (60, 15), ["n"], file[:-5]) for file in files if file.endswith(".toml")]
        pictures = [self.picture(screen, artist) for screen in screens]
        width, height = pictures[0].size
        sheet = Image.new("RGB", (2 * width, (len(pictures) + 1) // 2 * height), (128, 128, 128))
        for index, picture in enumerate(pictures):
            sheet.paste(picture, (index % 2 * width, index // 2 * height))
        return sheet

    def keep(self, picture, artist, name):
        file = os.path.join(self.root, "docs/screens", f"{name}.png")
        save(picture, file, artist.colours)
        print(f"docs/screens/{name}.png {os.path.getsize(file) // 1024} kB", flush=True)


main()
