"""Whose browser is it? Asked before every page of the team."""

from datetime import datetime, timedelta

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.staff.tokens import hash_of
from symptomcheck.storage import sessions
from symptomcheck.storage.sessions import Session

# Written down at most once a minute: a write per page would cost every page a lock.
_TOUCH_EVERY = timedelta(minutes=1)


def recognise(clinic: Clinic, token: str, *, idle: timedelta, active: bool, now: datetime) -> Session | None:
    """The session of this token; None when there is none any more. `now` is the real time.

    `active`: a person clicked. A page that refreshes itself keeps nobody signed in.
    """
    token_hash = hash_of(token)
    with clinic.db.read() as tx:
        session = sessions.find(tx, token_hash, seen_since=now - idle, now=now)
    if session is not None and active and now - session.seen_at >= _TOUCH_EVERY:
        with clinic.db.write() as tx:
            sessions.touch(tx, token_hash, now=now)
    return session
