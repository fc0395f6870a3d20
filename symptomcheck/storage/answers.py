"""Answers as rows, and the current ones as the short document on the patient's summary."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from symptomcheck.core.answers import Answer, Key, Reporter, read_value, write_value
from symptomcheck.core.current import Held
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.prepared import Prepared
from symptomcheck.storage.tables import answers


def write_current(held: Iterable[Held]) -> list[list[str | None]]:
    """[key, value, reporter, person, said_at, check-in] per answer, ready for JSON."""
    return [
        [*written, str(each.checkin_id) if each.checkin_id else None]
        for each in held
        for written in write_answers([each.answer])
    ]


def read_current(rows: Sequence[Sequence[Any]]) -> tuple[Held, ...]:
    """What `write_current` wrote."""
    return tuple(Held(_answer(row), UUID(row[5]) if row[5] else None) for row in rows)


def write_answers(given: Iterable[Answer]) -> list[list[str]]:
    """[key, value, reporter, person, said_at] per answer: the inputs a judgement keeps to be judged again."""
    return [
        [a.key.value, write_value(a.value), a.reporter.value, str(a.person_id), a.said_at.isoformat()]
        for a in given
    ]


def read_answers(rows: Sequence[Sequence[Any]]) -> tuple[Answer, ...]:
    """What `write_answers` wrote."""
    return tuple(_answer(row) for row in rows)


def add(
    tx: Transaction, held: Sequence[Held], *, patient_id: UUID, inbound_id: UUID | None, now: datetime
) -> None:
    """Append answers of one patient, in one statement."""
    if held:
        _ADD.run(
            tx,
            [
                {
                    "id": tx.new_id(now),
                    "patient_id": patient_id,
                    "person_id": each.answer.person_id,
                    "reporter": each.answer.reporter.value,
                    "checkin_id": each.checkin_id,
                    "inbound_id": inbound_id,
                    "key": each.answer.key.value,
                    "value": write_value(each.answer.value),
                    "said_at": each.answer.said_at,
                }
                for each in held
            ],
        )


def _answer(row: Sequence[Any]) -> Answer:
    key = Key(row[0])
    return Answer(
        key=key,
        value=read_value(key, row[1]),
        reporter=Reporter(row[2]),
        person_id=UUID(row[3]),
        said_at=datetime.fromisoformat(row[4]),
    )


_ADD = Prepared(insert(answers))
