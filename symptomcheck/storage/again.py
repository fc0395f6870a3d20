"""Two transactions that waited for each other: the database ended one, and it is simply done again.

Whatever it had written is gone with it, so nothing is counted twice. It waits a moment first: at once, it
could take back what the other was just about to get, and be ended once more.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

_log = structlog.get_logger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

# PostgreSQL's codes: serialization_failure, deadlock_detected. SQLite has one writer, and neither.
_ENDED_BY_THE_DATABASE = ("40001", "40P01")
_PAUSES_SECONDS = (0.05, 0.3)


def again_after_deadlock(action: Callable[P, R]) -> Callable[P, R]:
    """The action, whose writes are one transaction, done up to twice more when the database ended it."""

    @wraps(action)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        for pause_seconds in _PAUSES_SECONDS:
            try:
                return action(*args, **kwargs)
            except DBAPIError as fault:
                if getattr(fault.orig, "sqlstate", None) not in _ENDED_BY_THE_DATABASE:
                    raise
            _log.warning("transaction_done_again", verb=action.__name__)
            time.sleep(pause_seconds)
        return action(*args, **kwargs)

    return again
