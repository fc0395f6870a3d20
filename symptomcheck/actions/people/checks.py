"""What is typed about a person, checked before anything is kept; every refusal says what to type instead."""

import re
import zoneinfo
from datetime import date, datetime

from symptomcheck.actions.refused import Refused
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import day_of

_LONGEST_NAME = 120
_LONGEST_BY = 80
_LONGEST_HOW = 40
_FURTHEST_AHEAD = 60


def checked_name(typed: str, whose: str) -> str:
    """A name without doubled spaces; `whose` ("The patient") starts the refusal."""
    name = " ".join(typed.split())
    if not any(sign.isalpha() for sign in name):
        raise Refused("%(whose)s has no name. Give first name and surname.", whose=whose)
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise Refused(
            "%(whose)s has a name longer than %(count)s letters or with signs no name has.",
            whose=whose,
            count=_LONGEST_NAME,
        )
    return name


def checked_by(typed: str) -> str:
    """Who does this, as it will stand in the records."""
    by = " ".join(typed.split())
    if not by or len(by) > _LONGEST_BY:
        raise Refused("Say who does this, in at most %(count)s letters.", count=_LONGEST_BY)
    return by


def checked_how(typed: str) -> str:
    """How somebody agreed to be texted."""
    how = " ".join(typed.split())
    if not how or len(how) > _LONGEST_HOW:
        raise Refused(
            "Say how they agreed, such as in person or on paper, in at most %(count)s letters.",
            count=_LONGEST_HOW,
        )
    return how


def checked_email(typed: str) -> str:
    """An e-mail address, as far as one can tell without writing to it."""
    address = typed.strip()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address) or not address.isascii():
        raise Refused("That is no e-mail address. Write it like ana@example.org.")
    return address


def checked_language(typed: str, book: RuleBook) -> str:
    """A language the rule book speaks."""
    if typed not in book.texts:
        spoken = ", ".join(sorted(book.texts))
        raise Refused(
            "The rule book does not speak the language %(typed)s. Choose one of: %(spoken)s.",
            typed=typed,
            spoken=spoken,
        )
    return typed


def checked_zone(typed: str) -> str:
    """A time zone by its IANA name."""
    if typed not in zoneinfo.available_timezones():
        raise Refused("There is no time zone %(typed)s. Use a name like America/New_York.", typed=typed)
    return typed


def checked_infusion(infused_on: date, *, book: RuleBook, zone: str, now: datetime) -> date:
    """A date for which the plan still asks something: a mistyped year would ask nothing, and say nothing."""
    day, last = day_of(infused_on, zone, now), book.plan.last_day
    if day > last:
        raise Refused(
            "The infusion was %(day)s days ago and the plan ends on day %(last)s. Check the date.",
            day=day,
            last=last,
        )
    if day < -_FURTHEST_AHEAD:
        raise Refused(
            "The infusion is more than %(count)s days ahead. Check the date, or enrol later.",
            count=_FURTHEST_AHEAD,
        )
    return infused_on
