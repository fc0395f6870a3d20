"""Is the database there, and what time does it say? The one clock that several machines share."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from symptomcheck.storage.database import Database

_ANSWERS = select(1)
_ASK = select(func.clock_timestamp())


def server_now(db: Database) -> datetime:
    """The database server's time. SQLite has no server: its time is this machine's."""
    if not db.postgresql:
        return datetime.now(UTC)
    with db.read() as tx:
        at: datetime = tx.execute(_ASK).scalar_one()
        return at.astimezone(UTC)


def why_unreachable(db: Database) -> str | None:
    """The driver's reason on one line, or None when the database answers."""
    try:
        with db.read() as tx:
            tx.execute(_ANSWERS)
    except SQLAlchemyError as problem:
        cause = problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem
        return " ".join(str(cause).split()) or type(cause).__name__
    return None
