"""When something will next be due: the instant to which a clock that need not be waited for may jump."""

from datetime import datetime

from sqlalchemy import func, select

from symptomcheck.storage import claims
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import alerts, due

_TIMES = select(
    select(func.min(due.c.due_at)).scalar_subquery(),
    select(func.min(alerts.c.next_step_at)).where(alerts.c.state != "closed").scalar_subquery(),
)


def next_at(tx: Transaction) -> datetime | None:
    """The earliest time at which a tick or a dispatcher finds something to do; None when never."""
    waits = claims.waiting(tx)
    times = (*tx.execute(_TIMES).one(), *waits.by_priority.values(), waits.lease_ends_at)
    return min((at for at in times if at is not None), default=None)
