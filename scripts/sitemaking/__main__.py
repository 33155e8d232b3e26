import argparse
import pathlib
import shutil
import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config

from sitemaking.links import broken, links, slug
from sitemaking.navigation import NAVIGATION, PAGES


def staged(root, folder):
    """Copies the pages, and the files that they link to, into a folder of their own, each at its place in the repository."""
    shutil.rmtree(folder, ignore_errors=True)
    wanted = set(PAGES)
    for name in PAGES:
        for _, link in links(root / name):
            target = (root / name).parent / link.partition("#")[0]
            if target.is_file() and ":" not in link:
                wanted.add(str(target.resolve().relative_to(root)))
    for name in wanted:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, folder / name)


def main():
    parser = argparse.ArgumentParser(prog="site")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--check", action="store_true", help="look at the links alone")
    options = parser.parse_args()
    root = options.root.resolve()
    forgotten = [str(path.relative_to(root)) for path in sorted(root.glob("docs/**/*.md"))]
    problems = [f"{name}: is not in scripts/sitemaking/navigation.py" for name in forgotten if name not in PAGES]
    problems += [f"{name}: is in the navigation, but there is no such file" for name in PAGES if not (root / name).is_file()]
    if not problems:
        problems = list(broken(root, PAGES))
    if problems:
        sys.exit("\n".join(problems))
    print(f"site: the links of {len(PAGES)} pages lead somewhere", file=sys.stderr)
    if options.check:
        return
    pages, site = root / ".build" / "site-pages", root / ".build" / "site"
    staged(root, pages)
    configuration = pages.parent / "site.yml"
    configuration.write_text("site_name: clipscope\n")
    config = load_config(
        str(configuration), docs_dir=str(pages), site_dir=str(site), theme={"name": "mkdocs"}, use_directory_urls=False,
        nav=[{title: list(names)} for title, names in NAVIGATION.items()],
        markdown_extensions=["tables", "fenced_code", {"toc": {"slugify": slug, "permalink": False}}],
    )
    build(config)
    print(site)


main()
