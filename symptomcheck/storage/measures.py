"""What the clinic holds right now, in counts and ages: for metrics and the doctor. Names nobody.

Only open rows are counted, by their partial indexes: the cost does not grow with the years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, union_all

from symptomcheck.storage import facts
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import alerts, outbox

# One SELECT per state, because each has a partial index of its own.
_OUTBOX = union_all(
    *(
        select(
            outbox.c.state,
            outbox.c.kind,
            func.count().label("open"),
            func.min(outbox.c.not_before).label("first_at"),
        )
        .where(outbox.c.state == state)
        .group_by(outbox.c.state, outbox.c.kind)
        for state in ("queued", "sending")
    )
)
_ALERTS = (
    select(
        alerts.c.kind,
        alerts.c.state,
        func.count().label("open"),
        func.min(alerts.c.next_step_at).label("first_at"),
    )
    .where(alerts.c.state != "closed")
    .group_by(alerts.c.kind, alerts.c.state)
)

_LAST_TICK = "last_tick"
_LEDGER = "ledger"

Counts = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Counts by two labels each, and how many seconds the most overdue thing is late."""

    outbox: Counts  # (state, kind) -> texts that are queued or being sent
    alerts: Counts  # (kind, state) -> alerts that are not closed
    late_text_seconds: float
    late_step_seconds: float


def measure(tx: Transaction, now: datetime) -> Measures:
    """Count what is open; lateness is 0 when nothing is overdue."""
    texts, open_alerts = tx.execute(_OUTBOX).all(), tx.execute(_ALERTS).all()
    return Measures(
        outbox={(row.state, row.kind): row.open for row in texts},
        alerts={(row.kind, row.state): row.open for row in open_alerts},
        late_text_seconds=_late(now, [row.first_at for row in texts]),
        late_step_seconds=_late(now, [row.first_at for row in open_alerts]),
    )


def ticked(tx: Transaction, now: datetime) -> None:
    """The metronome finished a turn, by the clinic's clock."""
    facts.put(tx, _LAST_TICK, now.isoformat())


def last_tick(tx: Transaction) -> datetime | None:
    """When the metronome last finished a turn; None before the first."""
    kept = facts.get(tx, _LAST_TICK)
    return None if kept is None else datetime.fromisoformat(kept)


def ledger_counted(tx: Transaction, broken: Mapping[str, int]) -> None:
    """The worker looked at the ledger: how many items broke each promise."""
    facts.put(tx, _LEDGER, dict(broken))


def last_ledger(tx: Transaction) -> Mapping[str, int]:
    """What the worker found at its last look; nothing before the first.

    Read by every scrape, so that a look that takes a second with 100,000 patients is taken once a minute.
    """
    return facts.get(tx, _LEDGER) or {}


def _late(now: datetime, due: list[datetime | None]) -> float:
    first = min((at for at in due if at is not None), default=now)
    return max(0.0, (now - first).total_seconds())
