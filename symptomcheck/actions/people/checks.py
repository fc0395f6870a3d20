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
        raise Refused(f"{whose} has no name. Give first name and surname.")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise Refused(f"{whose} has a name longer than {_LONGEST_NAME} letters or with signs no name has.")
    return name


def checked_by(typed: str) -> str:
    """Who does this, as it will stand in the records."""
    by = " ".join(typed.split())
    if not by or len(by) > _LONGEST_BY:
        raise Refused(f"Say who does this, in at most {_LONGEST_BY} letters.")
    return by


def checked_how(typed: str) -> str:
    """How somebody agreed to be texted."""
    how = " ".join(typed.split())
    if not how or len(how) > _LONGEST_HOW:
        raise Refused(
            f'Say how they agreed, like "in person" or "on paper", in at most {_LONGEST_HOW} letters.'
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
        raise Refused(f'The rule book does not speak the language "{typed}". Choose one of: {spoken}.')
    return typed


def checked_zone(typed: str) -> str:
    """A time zone by its IANA name."""
    if typed not in zoneinfo.available_timezones():
        raise Refused(f'There is no time zone "{typed}". Use a name like America/New_York.')
    return typed


def checked_infusion(infused_on: date, *, book: RuleBook, zone: str, now: datetime) -> date:
    """A date for which the plan still asks something: a mistyped year would ask nothing, and say nothing."""
    day, last = day_of(infused_on, zone, now), book.plan.last_day
    if day > last:
        raise Refused(f"The infusion was {day} days ago and the plan ends on day {last}. Check the date.")
    if day < -_FURTHEST_AHEAD:
        raise Refused(
            f"The infusion is more than {_FURTHEST_AHEAD} days ahead. Check the date, or enrol later."
        )
    return infused_on
