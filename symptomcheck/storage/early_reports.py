"""Reports that came before we had recorded the text they are about.

A provider may say "undelivered" while the answer to our POST is still on its way into the database. Such a
report is kept among the facts until the text is recorded; one about a text that is not ours is swept away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from symptomcheck.storage import facts
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import facts as table

_NAME = "early "
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider said of a text."""

    provider_id: str
    status: str
    code: str | None


def keep(tx: Transaction, report: Report, *, now: datetime) -> None:
    """Until its text is recorded."""
    value = {"status": report.status, "code": report.code, "at": now.isoformat()}
    facts.put(tx, _name(report.provider_id), value)


def among(tx: Transaction, provider_ids: Sequence[str]) -> tuple[Report, ...]:
    """Those that came early for these texts."""
    ids = {_name(provider_id): provider_id for provider_id in provider_ids}
    rows = tx.execute(select(table.c.name, table.c.value).where(table.c.name.in_(ids)))
    return tuple(Report(ids[row.name], row.value["status"], row.value["code"]) for row in rows)


def forget(tx: Transaction, provider_id: str) -> None:
    """It has been heeded."""
    facts.forget(tx, _name(provider_id))


def unasked_for(tx: Transaction, *, before: datetime) -> tuple[str, ...]:
    """The ids of reports nobody asked for until now: other software may share the account."""
    kept = tx.execute(select(table.c.name, table.c.value).where(table.c.name.startswith(_NAME)))
    return tuple(
        row.name.removeprefix(_NAME) for row in kept if datetime.fromisoformat(row.value["at"]) < before
    )


def _name(provider_id: str) -> str:
    return f"{_NAME}{provider_id}"[:_LONGEST_NAME]
