"""The site's pages by what a reader wants to do. A page that is in no list is an error, so that none is forgotten."""

NAVIGATION = {
    "Start": ["README.md", "docs/tutorial.md", "docs/coming-from.md", "docs/screens/README.md"],
    "Find better prompts": ["docs/explorer.md", "docs/keys.md", "docs/pictures.md", "themes/README.md"],
    "Use your own images": ["docs/datasets.md", "docs/scale.md"],
    "Use your own model": ["docs/models.md", "docs/model-card.md", "docs/tokenizer.md", "docs/parity.md"],
    "Learn from labels": ["docs/learning.md", "docs/training.md"],
    "Look something up": ["docs/formats.md", "docs/statistics.md", "docs/benchmarks.md", "docs/robustness.md"],
    "Change clipscope": [
        "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/DECISIONS.md", "Examples/README.md", "CHANGELOG.md",
    ],
}
PAGES = [page for pages in NAVIGATION.values() for page in pages]
