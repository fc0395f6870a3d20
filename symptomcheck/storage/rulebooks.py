"""Rule books as they were, kept for ever, and which of them is current.

The newest adoption says which book is current; files on a disk are only candidates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import adoptions, rulebooks

_A_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Who made which book current, when and why; `clinician` is False for the installation itself."""

    fingerprint: str
    adopted_at: datetime
    adopted_by: str
    clinician: bool
    reason: str


def keep(tx: Transaction, fingerprint: str, files: Mapping[str, str], *, now: datetime) -> None:
    """Keep a book's files; one that is kept already stays as it is."""
    row = {"fingerprint": fingerprint, "files": dict(files), "first_seen_at": now}
    tx.execute(_KEEP_POSTGRESQL if tx.postgresql else _KEEP_SQLITE, row)


def files_of(tx: Transaction, fingerprint: str) -> dict[str, str]:
    """The files of a kept book; KeyError when there is no such book."""
    found = tx.execute(select(rulebooks.c.files).where(rulebooks.c.fingerprint == fingerprint))
    files: dict[str, str] | None = found.scalar_one_or_none()
    if files is None:
        raise KeyError(fingerprint)
    return files


def hold(tx: Transaction) -> None:
    """Until this transaction ends nobody else adopts: two servers that start at once install one book."""
    if tx.postgresql:
        tx.execute(text("LOCK TABLE adoptions IN SHARE ROW EXCLUSIVE MODE"))


def adopt(
    tx: Transaction, fingerprint: str, *, by: str, clinician: bool, reason: str, now: datetime
) -> Adoption:
    """Make a kept book current, under `hold`."""
    before = current(tx)
    # A clock that was set back must not leave the book before this one current.
    at = now if before is None else max(now, before.adopted_at + _A_MOMENT)
    row = {"fingerprint": fingerprint, "adopted_at": at, "adopted_by": by, "clinician": clinician}
    tx.execute(insert(adoptions), row | {"id": tx.new_id(at), "reason": reason})
    return Adoption(fingerprint=fingerprint, adopted_at=at, adopted_by=by, clinician=clinician, reason=reason)


def current(tx: Transaction) -> Adoption | None:
    """The adoption that says which book is current; None before the first start."""
    row = tx.execute(_newest_first().limit(1)).one_or_none()
    return None if row is None else Adoption(**row._mapping)


def history(tx: Transaction) -> tuple[Adoption, ...]:
    """Every adoption, the newest first."""
    return tuple(Adoption(**row._mapping) for row in tx.execute(_newest_first()))


def _newest_first() -> Select[Any]:
    told = (c for c in adoptions.c if c.name != "id")
    return select(*told).order_by(adoptions.c.adopted_at.desc(), adoptions.c.id.desc())


_KEEP_SQLITE: Any = sqlite.insert(rulebooks).on_conflict_do_nothing()
_KEEP_POSTGRESQL: Any = postgresql.insert(rulebooks).on_conflict_do_nothing()
