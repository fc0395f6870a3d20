"""A reading in the shape that scripts rely on."""

from symptomcheck.core.answers import Presence, Temperature, write_value
from symptomcheck.core.levels import Level
from symptomcheck.core.reading.meaning import AnswerGiven, Reading


def as_json(reading: Reading, level: Level) -> dict[str, object]:
    """`reading` as plain data; `level` is what the rules say about this one text."""
    symptoms = {key.value: mention.value for key, mention in reading.symptoms.items()}
    if reading.health_words:
        symptoms["other"] = Presence.YES.value
    return {
        "text": reading.text,
        "language": reading.language,
        "asked": reading.asked.value if reading.asked is not None else None,
        "answers": {question.value: _written(value) for question, value in reading.answers.items()},
        "symptoms": symptoms,
        "temperatures": [
            {"value": str(read.temperature.value), "unit": read.temperature.unit.value, "sure": read.sure}
            for read in reading.temperatures
        ],
        "keyword": reading.keyword.value if reading.keyword is not None else None,
        "level": level.value,
        "unclear": reading.unclear,
        "trace": [
            {
                "kind": step.kind,
                "phrase": step.phrase_id,
                "words": step.words,
                "scope": step.scope,
                "counted": step.counted,
                "why": step.why,
            }
            for step in reading.trace
        ],
    }


def _written(value: AnswerGiven) -> str | None:
    match value:
        case None:
            return None
        case Temperature():
            return write_value(value)
        case _:
            return value.value
