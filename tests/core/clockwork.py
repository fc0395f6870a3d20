"""People, times and shorthand for the tests of the clockwork."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from symptomcheck.core.alerts import Findings, Flag
from symptomcheck.core.answers import Presence, Reporter, Temperature, Value
from symptomcheck.core.levels import Level
from symptomcheck.core.oncall import OnCall, Rung, Shift
from symptomcheck.core.policy import Policy, WorkingHours

NEW_YORK = "America/New_York"
POLICY = Policy(working_hours=WorkingHours(zone=NEW_YORK))

NORA, BEN, LEA, OTTO = (UUID(int=number) for number in range(1, 5))
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def shift(who: UUID, rung: Rung, since: datetime = LONG_AGO, until: datetime | None = None) -> Shift:
    return Shift(staff_id=who, rung=rung, starts_at=since, ends_at=until)


ALL_ON_CALL = OnCall((shift(NORA, Rung.FIRST), shift(BEN, Rung.BACKUP), shift(LEA, Rung.LEAD)))
NOBODY = OnCall(())


def local(text: str) -> datetime:
    """A New York wall-clock time ("2026-03-06 18:00") as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def flag(
    rule_id: str = "confusion",
    level: Level = Level.URGENT,
    value: Value = Presence.YES,
    reporter: Reporter = Reporter.PATIENT,
) -> Flag:
    return Flag(rule_id=rule_id, level=level, reporter=reporter, value=value)


def fever(reading: str, unit: str = "C", reporter: Reporter = Reporter.PATIENT) -> Flag:
    return flag("fever-measured", value=Temperature(reading, unit), reporter=reporter)


def found(*flags: Flag) -> Findings:
    return Findings(flags=flags)
