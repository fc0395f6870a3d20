"""One patient, one nurse and a clock, for rehearsing a check-in line by line; and the story test it makes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from symptomcheck.actions.people.enrol import enrol
from symptomcheck.actions.people.newcomers import NewPatient
from symptomcheck.actions.staff.add_staff import add_staff
from symptomcheck.core.answers import Reporter
from symptomcheck.core.schedule import day_of, next_after, utc, zone_named
from symptomcheck.rehearsal.phones import SimulatedPhone
from symptomcheck.rehearsal.settings import ZONE
from symptomcheck.rehearsal.stage import Stage

PATIENT, NURSE = "Ana", "Nora"
_BY = "the rehearsal"
_NUMBERS = {PATIENT: "+12125550101", NURSE: "+12125550131"}
# A Monday: every phase of the plan asks something on it.
_DATE = date(2026, 11, 23)
THINKS_FOR = timedelta(seconds=20)
_LONGEST_QUOTE = 48


@dataclass(frozen=True, slots=True)
class Line:
    """One text of the rehearsal: when, on whose phone, and which way."""

    at: datetime
    whose: str
    body: str
    ours: bool


class Rehearsal:
    """A rehearsal on a migrated, empty database, at the moment of the day's first question."""

    def __init__(self, database_url: str, *, day: int, language: str) -> None:
        """`day` counts from the infusion; LookupError when the plan asks nothing on it."""
        self._day, self._language = day, language
        self._stage = Stage(database_url, starts_at=utc(_DATE, time(6), ZONE))
        self._read = {PATIENT: 0, NURSE: 0}
        self._story: list[str] = []
        self._asked_at = self._first_question()
        self._phones = {name: self._stage.phone(number, name) for name, number in _NUMBERS.items()}
        self._enrol()
        self._stage.settle()
        for name, phone in self._phones.items():
            self._read[name] = len(phone.thread)
        self._stage.play_until(self._asked_at)

    @property
    def now(self) -> datetime:
        """The time on the stage, as the people there read it."""
        return self._stage.clock.now().astimezone(zone_named(ZONE))

    def new_lines(self) -> tuple[Line, ...]:
        """What came onto the phones since the last time, in the order it came, told in the story."""
        lines = [line for name, phone in self._phones.items() for line in self._unread(name, phone)]
        lines.sort(key=lambda line: line.at)
        for line in lines:
            self._tell(line)
        return tuple(lines)

    def says(self, body: str) -> None:
        """The patient answers, twenty seconds later."""
        self._stage.play_until(self._stage.clock.now() + THINKS_FOR)
        self._phones[PATIENT].texts(body)
        self._read[PATIENT] += 1
        self._reply("ana.phone", body)

    def nurse_says(self, body: str) -> None:
        """The nurse on call texts, twenty seconds later."""
        self._stage.play_until(self._stage.clock.now() + THINKS_FOR)
        self._phones[NURSE].texts(body)
        self._read[NURSE] += 1
        self._reply("clinic.on_call.nurse.phone", body)

    def later(self, minutes: int) -> None:
        """Nobody texts for a while."""
        self._stage.play_until(self._stage.clock.now() + timedelta(minutes=minutes))
        self._story.append(f"clinic.clock.moves_on(minutes={minutes})")

    def as_story(self) -> str:
        """The rehearsal as a test in the language of tests/clinic.py."""
        language = "" if self._language == "en" else f', language="{self._language}"'
        at = self._asked_at.astimezone(zone_named(ZONE))
        opening = [
            f'{PATIENT.casefold()} = clinic.patient("{PATIENT}", infused_days_ago={self._day}{language})',
            f'clinic.clock.goes_to("{at:%H:%M}")',
        ]
        lines = "\n".join(f"    {line}" for line in (*opening, *self._story))
        return f"def test_as_rehearsed(clinic):\n{lines}\n"

    def close(self) -> None:
        """The curtain falls."""
        self._stage.close()

    def _enrol(self) -> None:
        now, clinic = self._stage.clock.now(), self._stage.clinic
        add_staff(
            clinic,
            name=f"{NURSE} Lee",
            login="nora",
            role="clinician",
            phone=_NUMBERS[NURSE],
            email=None,
            by=_BY,
            now=now,
        )
        patient = NewPatient(
            name=f"{PATIENT} Ruiz",
            phone=_NUMBERS[PATIENT],
            infused_on=_DATE - timedelta(days=self._day),
            language=self._language,
        )
        enrol(clinic, patient, by=_BY, now=now)

    def _first_question(self) -> datetime:
        with self._stage.clinic.db.read() as tx:
            plan = self._stage.clinic.books.current(tx).plan
        infused_on = _DATE - timedelta(days=self._day)
        planned = next_after(
            plan, infused_on=infused_on, zone=ZONE, reporter=Reporter.PATIENT, after=self._stage.clock.now()
        )
        if planned is None or day_of(infused_on, ZONE, planned.due_at) != self._day:
            raise LookupError(f"The plan asks nothing on day {self._day}; it ends on day {plan.last_day}.")
        return planned.due_at.astimezone(UTC)

    def _unread(self, name: str, phone: SimulatedPhone) -> Iterator[Line]:
        new = phone.thread[self._read[name] :]
        self._read[name] = len(phone.thread)
        for bubble in new:
            yield Line(bubble.at, name, bubble.body, bubble.ours)

    def _tell(self, line: Line) -> None:
        if line.whose == NURSE and re.match(r"Alert #\d+ ", line.body):
            self._story.append("clinic.on_call.is_paged_about(ana)")
        else:
            phone = "ana.phone" if line.whose == PATIENT else "clinic.on_call.nurse.phone"
            self._story.append(f"{phone}.receives({_quoted(_recognisable(line.body))})")

    def _reply(self, phone: str, body: str) -> None:
        """An answer follows the text it answers; with anything else in between it stands alone."""
        last = self._story[-1] if self._story else ""
        answers = last.startswith(f"{phone}.receives(") or (
            "on_call" in phone and last.startswith("clinic.on_call.is_paged_about")
        )
        if answers and "then_replies" not in last:
            self._story[-1] = f"{last}.then_replies({_quoted(body)})"
        else:
            self._story.append("clinic.clock.moves_on(seconds=20)")
            self._story.append(f"{phone}.texts({_quoted(body)})")


def _recognisable(body: str) -> str:
    """The start of a text, cut at a word.

    >>> _recognisable("Call your care team now: 555-010-0199. Do not wait for us to call. In an emergency")
    'Call your care team now: 555-010-0199. Do not'
    """
    if len(body) <= _LONGEST_QUOTE:
        return body
    return body[: _LONGEST_QUOTE - 2].rpartition(" ")[0]


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
