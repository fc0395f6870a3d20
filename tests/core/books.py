"""Rule books for the tests: the shipped files, with one thing changed.

Most tests here are not about vocabularies, so theirs are empty; `shipped(words=True)` has the real ones.
"""

from functools import cache
from pathlib import Path

from symptomcheck.core.rulebook import RuleBook, is_book_file, load

RULES = Path(__file__).parents[2] / "rules"


def shipped(*overlays: str, words: bool = False) -> dict[str, str]:
    """The shipped files by name, with the overlays named."""
    files = {path.name: path.read_text() for path in RULES.glob("*.toml") if is_book_file(path.name)}
    if not words:
        files |= {f"words.{language}.toml": f'language = "{language}"' for language in ("en", "es")}
    return files | {
        f"overlays/{name}.toml": (RULES / f"overlays/{name}.toml").read_text() for name in overlays
    }


def with_change(file: str, before: str, after: str, *, everywhere: bool = False) -> dict[str, str]:
    """The shipped files with a piece of one file replaced, which must be there."""
    files = shipped()
    assert before in files[file], f"{before!r} is not in {file}"
    files[file] = files[file].replace(before, after, -1 if everywhere else 1)
    return files


@cache
def the_book() -> RuleBook:
    """The shipped book, loaded once."""
    return load(shipped())
