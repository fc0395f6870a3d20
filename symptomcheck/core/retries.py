"""When a text that did not go is tried again, and when a doubtful one is asked about.

Urgent texts and pages are tried again within seconds and never held back; the rest waits longer each time, so
that a provider in trouble is not knocked on by a whole morning's prompts at once.
"""

from datetime import datetime, timedelta

# After so many attempts an urgent text takes its other ways too (caregiver, e-mail, team); it is still tried.
FALL_BACK_AFTER = 3

_URGENT_FIRST, _URGENT_MOST = timedelta(seconds=2), timedelta(seconds=30)
_ROUTINE_FIRST, _ROUTINE_MOST = timedelta(seconds=10), timedelta(minutes=5)
# A send that timed out here may still be on its way into the provider's list.
_SETTLES = timedelta(seconds=30)
_ASK_AGAIN = timedelta(minutes=1)


def next_try(*, urgent: bool, attempts: int, expires_at: datetime, now: datetime) -> datetime | None:
    """When to try again after `attempts` tries; None when the text's time is over by then.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    >>> def waits(attempts, urgent): return str(next_try(
    ...     urgent=urgent, attempts=attempts, expires_at=nine + timedelta(hours=3), now=nine) - nine)
    >>> [waits(attempts, urgent=True) for attempts in (1, 2, 3, 9, 4000)]
    ['0:00:02', '0:00:04', '0:00:08', '0:00:30', '0:00:30']
    >>> [waits(attempts, urgent=False) for attempts in (1, 2, 9)]
    ['0:00:10', '0:00:20', '0:05:00']
    >>> next_try(urgent=False, attempts=1, expires_at=nine + timedelta(seconds=10), now=nine) is None
    True
    """
    first, most = (_URGENT_FIRST, _URGENT_MOST) if urgent else (_ROUTINE_FIRST, _ROUTINE_MOST)
    at = now + min(first * 2 ** min(attempts - 1, 10), most)
    return at if at < expires_at else None


def ask_first_at(*, urgent: bool, now: datetime) -> datetime:
    """When to ask the provider about a text that may have gone.

    At once for an urgent one: should the listing be too young to show it, a double is better than a loss.
    """
    return now if urgent else now + _SETTLES


def ask_again_at(*, expires_at: datetime, now: datetime) -> datetime | None:
    """When to ask again, the provider having given no answer; None once the text's time is over."""
    at = now + _ASK_AGAIN
    return at if at < expires_at else None
