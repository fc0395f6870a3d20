"""What was chosen on a page, as a reading: nothing was read there, so nothing can be misread."""

from collections.abc import Iterable

from symptomcheck.core.answers import Key, Presence, Question, Temperature, Tiredness, Value
from symptomcheck.core.reading.meaning import Mention, Reading, ReadTemperature


def typed(values: Iterable[tuple[Key, Value]], *, language: str, nothing_for: Question | None) -> Reading:
    """The reading of answers given one by one; `nothing_for`: that question was answered with "no reading".

    >>> typed([(Key.FEVER, Presence.NO)], language="en", nothing_for=None).facts()
    ((<Key.FEVER: 'fever'>, <Presence.NO: 'no'>),)
    """
    given = dict(values)
    tiredness, temperature = given.get(Key.FATIGUE), given.get(Key.TEMPERATURE)
    sure = [ReadTemperature(temperature, True)] if isinstance(temperature, Temperature) else []
    return Reading(
        text="",
        language=language,
        asked=None,
        answers={} if nothing_for is None else {nothing_for: None},
        symptoms={key: Mention(value) for key, value in given.items() if isinstance(value, Presence)},
        tiredness=tiredness if isinstance(tiredness, Tiredness) else None,
        temperatures=tuple(sure),
        keyword=None,
        health_words=(),
        chatter=False,
        unclear=False,
        same_or_worse=False,
        trace=(),
    )
