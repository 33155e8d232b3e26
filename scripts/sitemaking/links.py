"""Relative links and the anchors that they name, looked up in the repository as it is."""

import re
import urllib.parse

import markdown
from markdown.extensions.toc import TocExtension

LINK = re.compile(r"(?<!`)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")


def slug(title, separator="-"):
    """The anchor that GitHub gives a heading; the site's are the same, so that a link works in both."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", separator)


def anchors(page):
    """Ids of a page's headings, and those that it sets itself."""
    text = page.read_text(encoding="utf-8")
    reader = markdown.Markdown(extensions=["tables", "fenced_code", TocExtension(slugify=slug)])
    html = reader.convert(text)
    return set(re.findall(r"\b(?:id|name)=\"([^\"]+)\"", html))


def links(page):
    """Each link with its line. What stands in code is none."""
    fenced = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if fenced:
            continue
        for match in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
            yield number, match[1]


def broken(root, pages):
    """One line for each link that leads nowhere."""
    known = {}
    for name in pages:
        page = root / name
        for number, link in links(page):
            if re.match(r"[a-z][a-z+.-]*:", link):
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / urllib.parse.unquote(path)).resolve() if path else page
            if not target.exists():
                yield f"{name}:{number}: {link}: there is no such file"
            elif target.is_dir():
                yield f"{name}:{number}: {link}: is a folder, which a site cannot show; name a file in it"
            elif not target.is_relative_to(root):
                yield f"{name}:{number}: {link}: leads out of the repository"
            elif anchor and target.suffix == ".md":
                if target not in known:
                    known[target] = anchors(target)
                if urllib.parse.unquote(anchor) not in known[target]:
                    yield f"{name}:{number}: {link}: {target.relative_to(root)} has no such heading"
