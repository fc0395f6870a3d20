"""Rotations: who takes turns on a rung, and how far their shifts are written."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import insert, select, update

from symptomcheck.core.oncall import Rung
from symptomcheck.core.rota import Rotation
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import rotations


@dataclass(frozen=True, slots=True)
class KeptRotation:
    """A rotation as it is kept; its shifts are written up to `filled_until`."""

    id: UUID
    rotation: Rotation
    filled_until: datetime


def add(tx: Transaction, rotation: Rotation, *, filled_until: datetime, now: datetime) -> UUID:
    """Keep a rotation."""
    rotation_id = tx.new_id(now)
    tx.execute(
        insert(rotations),
        {
            "id": rotation_id,
            "rung": rotation.rung.value,
            "zone": rotation.zone,
            "handover": f"{rotation.handover:%H:%M}",
            "days": rotation.days,
            "starts_on": rotation.starts_on,
            "staff_ids": [str(each) for each in rotation.staff_ids],
            "filled_until": filled_until,
        },
    )
    return rotation_id


def running(tx: Transaction, *, hold: bool = False) -> tuple[KeptRotation, ...]:
    """Every rotation that has not been ended, the oldest first; `hold`: to the end of the transaction."""
    found = select(rotations).where(rotations.c.ended_at.is_(None)).order_by(rotations.c.id)
    rows = tx.execute(found.with_for_update() if hold else found)
    return tuple(
        KeptRotation(
            row.id,
            Rotation(
                rung=Rung(row.rung),
                zone=row.zone,
                handover=time.fromisoformat(row.handover),
                days=row.days,
                starts_on=row.starts_on,
                staff_ids=tuple(map(UUID, row.staff_ids)),
            ),
            row.filled_until,
        )
        for row in rows
    )


def filled(tx: Transaction, rotation_id: UUID, until: datetime) -> None:
    """Its shifts are written up to here now."""
    tx.execute(update(rotations).where(rotations.c.id == rotation_id).values(filled_until=until))


def end(tx: Transaction, rotation_id: UUID, *, now: datetime) -> bool:
    """No more turns; False when it had ended before."""
    ending = update(rotations).where(rotations.c.id == rotation_id, rotations.c.ended_at.is_(None))
    return tx.execute(ending.values(ended_at=now)).rowcount > 0
