"""One text in, its meaning out: the one entrance of reading."""

from collections.abc import Mapping

from symptomcheck.core.answers import Question
from symptomcheck.core.reading.meaning import Keyword, Mention, Reading, ReadTemperature, Step
from symptomcheck.core.reading.words import Vocabulary, vocabulary

__all__ = ["Keyword", "Mention", "ReadTemperature", "Reading", "Step", "Vocabulary", "read", "vocabulary"]


def read(
    text: str, *, language: str, asked: Question | None, vocabularies: Mapping[str, Vocabulary]
) -> Reading:
    """What `text` says, read in `language` while `asked` is the open question."""
    return Reading(
        text=text,
        language=language,
        asked=asked,
        answers={},
        symptoms={},
        tiredness=None,
        temperatures=(),
        keyword=None,
        health_words=(),
        chatter=False,
        unclear=asked is not None,
        same_or_worse=False,
        trace=(),
    )
