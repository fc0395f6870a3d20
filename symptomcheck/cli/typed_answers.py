"""Answers as people type them after `rules try`: `fever=no`, `caregiver:temperature=38.2C`."""

from datetime import UTC, datetime
from uuid import UUID

from symptomcheck.cli.wrong import Wrong
from symptomcheck.core.answers import Answer, Key, Reporter, Temperature, Value, read_value, write_value
from symptomcheck.core.rules import values_of

_AT = datetime(2026, 1, 1, tzinfo=UTC)  # rules do not read the time of an answer
_WHO = {Reporter.PATIENT: UUID(int=1), Reporter.CAREGIVER: UUID(int=2)}
_UNANSWERED = "unanswered"


def typed_answer(written: str) -> Answer | None:
    """`fever=no`, `caregiver:temperature=38.2C`; None for `fever=unanswered`."""
    name, equals, value = written.partition("=")
    reporter, colon, key_name = name.rpartition(":")
    if not equals or (colon and reporter not in tuple(Reporter)):
        raise Wrong(f"{written!r} is no answer. Write it like fever=no or caregiver:temperature=38.2C.")
    if key_name not in tuple(Key):
        raise Wrong(f"{key_name!r} is nothing rules read. Use one of {', '.join(Key)}.")
    if value == _UNANSWERED:
        return None
    who = Reporter(reporter) if colon else Reporter.PATIENT
    return Answer(
        key=Key(key_name), value=_value(Key(key_name), value), reporter=who, person_id=_WHO[who], said_at=_AT
    )


def _value(key: Key, written: str) -> Value:
    if key is Key.TEMPERATURE:
        try:
            value = read_value(key, written.replace(" ", "").replace(",", ".").upper())
        except (ValueError, ArithmeticError, IndexError):
            value = None
        if not isinstance(value, Temperature) or not value.value.is_finite():
            raise Wrong(f"temperature={written}: write a number and its unit, like 38.2C or 100.8F.")
        return value
    try:
        return read_value(key, written)
    except ValueError:
        allowed = ", ".join([*(write_value(each) for each in values_of(key)), _UNANSWERED])
        raise Wrong(f"{key.value}={written}: write one of {allowed}.") from None
