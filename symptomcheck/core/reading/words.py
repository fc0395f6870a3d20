"""From the parsed words.<language>.toml, and a clinic's overlays, to one compiled vocabulary.

Every fault is a RuleBookError that names file, entry and remedy. Every entry's own examples are read
before the vocabulary is handed out: a phrase that does not do what its neighbour promises never reaches a
person.
"""

from collections.abc import Mapping, Sequence

from symptomcheck.core.reading import mentions
from symptomcheck.core.reading.compiling import Compiler
from symptomcheck.core.reading.lexicon import Entry, Kind, Vocabulary
from symptomcheck.core.reading.meaning import Mention
from symptomcheck.core.reading.tokens import tokens
from symptomcheck.core.reading.wordfile import Written, word_file

__all__ = ["Vocabulary", "vocabulary"]


def vocabulary(language: str, files: Sequence[tuple[str, Mapping[str, object]]]) -> Vocabulary:
    """The vocabulary of `files` (file name, parsed TOML): the base first, then overlays that add to it."""
    checked = [word_file(language, file, data) for file, data in files]
    vocabulary = Compiler(language, checked).vocabulary()
    for file in checked:
        for written in file.entries:
            _read_examples(vocabulary, written)
    return vocabulary


def _read_examples(vocabulary: Vocabulary, written: Written) -> None:
    """`match` must be read as what the entry is about, `not_match` must not."""
    for examples, must in ((written.match, True), (written.not_match, False)):
        for example in examples:
            words = [vocabulary.look(token) for token in tokens(example).words]
            found = [
                weighed for weighed in mentions.all_of(words, vocabulary) if _is_same(weighed, written.entry)
            ]
            if any(_counts(weighed) for weighed in found) is not must:
                problem = f'"{example}" is {"not " if must else ""}read as {written.entry.id}'
                written.fault(problem, "Correct the phrase or the example.")


def _is_same(weighed: mentions.Weighed, entry: Entry) -> bool:
    """Is it the entry's own phrase, or another entry's about the same symptom?"""
    found = weighed.hit.entry
    return found.id == entry.id or (
        found.key is not None and found.key is entry.key and found.kind is entry.kind
    )


def _counts(weighed: mentions.Weighed) -> bool:
    match weighed.hit.entry.kind:
        case Kind.SYMPTOM | Kind.HEALTH_WORD:
            return weighed.verdict.mention in (Mention.YES, Mention.NOT_SURE)
        case Kind.DENIAL:
            return weighed.verdict.mention is Mention.NO
        case _:
            return True
