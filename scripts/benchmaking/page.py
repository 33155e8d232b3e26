"""The tables of docs/benchmarks.md, one between two markers for each section."""
from .checkpoints import ROOT
from .turns import NAMES

PAGE = ROOT / "docs/benchmarks.md"
END = "<!-- end -->\n"


def tables(rows, machine):
    """{section: Markdown}"""
    makers = {"a": of_images, "b": of_texts, "c": of_edits, "d": of_memory, "e": of_starts, "g": of_growth}
    found = {}
    for section, make in makers.items():
        own = [row for row in rows if row["section"] == section]
        if own:
            found[section] = make(own) + f"\n{machine}\n"
    return found


def write(found):
    page = PAGE.read_text()
    for section, text in found.items():
        begin = f"<!-- scripts/bench {section} -->\n"
        before, marker, rest = page.partition(begin)
        if not marker:
            raise SystemExit(f"scripts/bench: {PAGE} has no line {begin.strip()}")
        page = before + begin + text + END + rest.partition(END)[2]
    PAGE.write_text(page)


def line(cells):
    return "| " + " | ".join(cells) + " |\n"


def table(head, lines):
    return line(head) + line(["---"] * len(head)) + "".join(map(line, lines))


def duration(seconds):
    if seconds is None:
        return ""
    if seconds >= 1:
        return f"{seconds:.2f} s" if seconds < 100 else f"{seconds:.0f} s"
    return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.1f} ms"


def rate(side):
    return side["count"] / side["seconds"]


def rates(row, name):
    side = row["sides"].get(name)
    return "" if side is None else f"{rate(side):.3g}" if rate(side) < 1000 else f"{rate(side):.0f}"


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}" if ours and theirs else ""


def faster(row, ours, *theirs):
    """How many times faster a side is than the fastest of others."""
    sides = row["sides"]
    known = [rate(sides[name]) for name in theirs if name in sides]
    return ratio(rate(sides[ours]), max(known)) if ours in sides and known else ""


def of_images(rows):
    engines = ["torch", "ort", "ort8", "clipscope", "clipscope8"]
    head = ["images a second", "threads", *(NAMES[name] for name in engines), "ratio", "int8 ratio"]
    return table(head, [[
        f"{row['model']}, from {row['what']}", str(row["threads"]), *(rates(row, name) for name in engines),
        faster(row, "clipscope", "torch", "ort"), faster(row, "clipscope8", "torch")] for row in rows])


def of_texts(rows):
    sides = ["open_clip", "transformers", "clipscope", "clipscope8"]
    head = ["classes x templates", *(NAMES[name] for name in sides), "ratio to open_clip", "to transformers"]

    def cell(row, name):
        side = row["sides"].get(name)
        return "" if side is None else f"{duration(side['seconds'])} ({rates(row, name)} prompts/s)"

    def title(row):
        part = row["classes_of_reference"]
        note = "" if part == row["classes"] else f", {part} classes for the reference"
        return f"{row['model']}, {row['what']}{note}"
    return table(head, [[
        title(row), *(cell(row, name) for name in sides), faster(row, "clipscope", "open_clip"),
        faster(row, "clipscope", "transformers")] for row in rows])


def of_edits(rows):
    head = ["", "to", "reference", "clipscope", "clipscope int8", "ratio"]
    lines = []
    for row in rows:
        for part in ("class weights", "accuracy", "screen"):
            seconds = {name: side["parts"].get(part) for name, side in row["sides"].items()}
            lines.append([
                f"{row['model']}, {row['what']}, ensemble of {row['templates']}, {row['place']}"
                if part == "class weights" else "", part,
                *(duration(seconds.get(name)) for name in ("reference", "clipscope", "clipscope8")),
                ratio(seconds.get("reference"), seconds.get("clipscope"))])
    return table(head, lines)


def of_memory(rows):
    head = ["evaluation of 48 photos", "", "reference", "clipscope", "clipscope int8", "ratio"]
    lines = []
    for row in rows:
        sides = row["sides"]
        for what, key, told in (("memory", "bytes", lambda n: f"{n / 1e6:.0f} MB"), ("the whole process", "seconds", duration)):
            cells = [told(sides[name][key]) if name in sides else "" for name in ("reference", "clipscope", "clipscope8")]
            lines.append([row["model"], what, *cells, ratio(sides["reference"][key], sides["clipscope"][key])])
    return table(head, lines)


def of_starts(rows):
    parts = [("start of the explorer to the first frame", "parts", "first frame"),
             ("to the complete screen", "parts", "complete screen"), ("`clipscope eval`, all of it", "parts", "clipscope eval")]
    steps = [(f"of a start: {name}", "steps", name) for name in rows[0]["steps"]]
    return table(["553 photos, warm cache", *(row["model"] for row in rows)], [
        [title, *(duration(row[group][name]) for row in rows)] for title, group, name in parts + steps])


def of_growth(rows):
    head = ["", "threads", "reference", "clipscope", "ratio"]
    lines = []
    for row in rows:
        sides = row["sides"]
        theirs = min((side["seconds"] for name, side in sides.items() if not name.startswith("clipscope")), default=None)
        ours = sides["clipscope"]["seconds"] if "screen" not in sides["clipscope"].get("parts", {}) else \
            sides["clipscope"]["parts"]["accuracy"]
        lines.append([row["what"], str(row["threads"]), duration(theirs), duration(ours), ratio(theirs, ours)])
    return table(head, lines)
