"""The vocabulary of one language, compiled once from its words.<language>.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """How people say it, in one language. Immutable; compiled once, used for every text."""

    language: str


def vocabulary(language: str, files: Sequence[tuple[str, Mapping[str, object]]]) -> Vocabulary:
    """The vocabulary of `files` (file name, parsed TOML): the base first, then overlays that add to it."""
    return Vocabulary(language)
