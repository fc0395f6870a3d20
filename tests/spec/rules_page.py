"""docs/rules.md, generated from the shipped book. Write it anew with `python -m tests.spec.rules_page`."""

from pathlib import Path

from symptomcheck.core.explain import as_markdown
from tests.core.books import the_book

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
HEAD = """# The rules

Generated from `rules/` by `python -m tests.spec.rules_page`; a test keeps it fresh. How to read, change, test and approve the rules: [rules/README.md](../rules/README.md).

"""  # noqa: E501


def rules_page() -> str:
    """The page as it should be."""
    return HEAD + as_markdown(the_book(), "en")


if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8")
