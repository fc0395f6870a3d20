"""A shift hands over: open work, who has it, what is due, who is silent, who is on call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.oncall import EVERY_RUNG, Rung
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import alert_view, alerts, audit, queue, silent
from symptomcheck.storage.queue import Waiting
from symptomcheck.storage.silent import Silent

# Longer than anybody reads aloud; the queue has the rest.
_AT_MOST = 100
_SILENT_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What the next shift must know at this instant."""

    open: tuple[Waiting, ...]
    count: int
    silent: tuple[Silent, ...]
    on_call: Mapping[Rung, tuple[str, ...]]
    books: Mapping[str, RuleBook]


def hand_over(clinic: Clinic, *, staff_id: UUID, now: datetime) -> Handover:
    """Read what is open and who is silent, and keep in the same transaction who looked."""
    with clinic.db.write() as tx:
        shown = queue.page(tx, first=0, limit=_AT_MOST)
        cover = alerts.cover(tx, now)
        on_call = {rung: cover.on_call.people(rung, now) for rung in EVERY_RUNG}
        names = alert_view.names_of_staff(tx, frozenset().union(*on_call.values()))
        numbers = [row.kept.number for row in shown]
        audit.write(tx, str(staff_id), "handover.viewed", "clinic:queue", {"numbers": numbers}, now)
        return Handover(
            open=shown,
            count=queue.count(tx),
            silent=silent.silent(tx, asked_before=now - _SILENT_AFTER),
            on_call={rung: tuple(names[each] for each in ids) for rung, ids in on_call.items()},
            books={
                fired.fingerprint: clinic.books.get(tx, fired.fingerprint)
                for row in shown
                for fired in row.fired
            },
        )
