"""A member of the team looks at the queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import audit, queue
from symptomcheck.storage.queue import Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One page of the queue, how many alerts are open in all, and the books their rules stand in."""

    shown: tuple[Waiting, ...]
    count: int
    books: Mapping[str, RuleBook]


def view_queue(
    clinic: Clinic,
    *,
    first: int,
    limit: int,
    staff_id: UUID,
    known: frozenset[int] = frozenset(),
    now: datetime,
) -> Queue:
    """Alerts that are not closed, from the `first` on; an audit row in the same transaction says who looked.

    `known`: the alerts a page that refreshes itself shows already. It is written down again only when
    there is one more, or the record of one night would be a row every few seconds.
    """
    with clinic.db.write() as tx:
        shown = queue.page(tx, first=first, limit=limit)
        books = {
            each.fingerprint: clinic.books.get(tx, each.fingerprint) for row in shown for each in row.fired
        }
        numbers = [row.kept.number for row in shown]
        if not known or not known.issuperset(numbers):
            audit.write(tx, str(staff_id), "queue.viewed", "clinic:queue", {"numbers": numbers}, now)
        return Queue(shown=shown, count=queue.count(tx), books=books)
