"""Moments as a screen writes them: in the clinic's zone, with a 24-hour clock, in the reader's language.

>>> from datetime import UTC, datetime
>>> date_and_time(datetime(2026, 11, 23, 15, 2, tzinfo=UTC), "America/New_York")
'23 Nov 2026, 10:02'
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from symptomcheck.web.language import current_language, gettext, ngettext


def date_and_time(moment: datetime, zone: str) -> str:
    """A moment in full."""
    return format_datetime(moment, "d MMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=current_language())


def clock_time(moment: datetime, zone: str) -> str:
    """The time of day alone, where the date stands beside it."""
    return format_datetime(moment, "HH:mm", tzinfo=ZoneInfo(zone), locale=current_language())


def near_time(moment: datetime, now: datetime, zone: str) -> str:
    """The time alone when it is today, else with its date: a time alone must never mean yesterday's.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> [near_time(noon - timedelta(hours=gone), noon, "UTC") for gone in (1, 13)]
    ['11:00', '22 Nov, 23:00']
    """
    place = ZoneInfo(zone)
    there, today = moment.astimezone(place).date(), now.astimezone(place).date()
    if there == today:
        return clock_time(moment, zone)
    if there.year != today.year:
        return date_and_time(moment, zone)
    return format_datetime(moment, "d MMM, HH:mm", tzinfo=place, locale=current_language())


def day(when: date) -> str:
    """A date.

    >>> day(date(2026, 11, 23))
    '23 Nov 2026'
    """
    return format_date(when, "d MMM y", locale=current_language())


def since(moment: datetime, now: datetime) -> str:
    """How long ago something was, as roughly as a glance needs.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> [since(noon, noon + timedelta(minutes=gone)) for gone in (0, 4, 130, 60 * 50)]
    ['less than 1 min', '4 min', '2 h 10 min', '2 days']
    """
    minutes = int((now - moment) / timedelta(minutes=1))
    if minutes < 1:
        return gettext("less than 1 min")
    if minutes < 60:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    if minutes < 48 * 60:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    days = minutes // (24 * 60)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
