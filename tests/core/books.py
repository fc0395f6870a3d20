"""Rule books for the tests: the shipped files, with one thing changed.

Most tests here are not about vocabularies, so theirs are empty; `shipped(words=True)` has the real ones.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from symptomcheck.core.book_entry import Entry, parse
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


def with_data(files: dict[str, str], name: str, data: Mapping[str, Any]) -> RuleBook:
    """The book of `files` with one of them as already parsed data: what a test changed, and nothing else.

    The other files are parsed once for all books.
    """

    def parsed(file: str, text: str) -> Entry:
        return Entry(data if file == f"rules/{name}" else _parsed(file, text), file, "")

    return load(files, parsed=parsed)


@lru_cache(maxsize=32)
def _parsed(file: str, text: str) -> Mapping[str, object]:
    return parse(file, text).data
