"""What was answered, judgement by judgement, to be judged again by another book.

One statement read in batches, patient by patient in the order of an index: nothing is held but the batch.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select

from symptomcheck.core.answers import Answer, Key, Reporter, read_value
from symptomcheck.core.book_cases import said
from symptomcheck.core.replay import Recorded
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.tables import judgements, people

_BATCH = 2_000


def recorded(tx: Transaction, *, since: datetime | None = None) -> Iterator[Recorded]:
    """Every judgement's answers, on the day it was in the patient's own zone."""
    found = (
        select(judgements.c.patient_id, judgements.c.judged_at, judgements.c.inputs, people.c.zone)
        .join(people, people.c.id == judgements.c.patient_id)
        .order_by(judgements.c.patient_id, judgements.c.judged_at)
        .execution_options(yield_per=_BATCH)
    )
    if since is not None:
        found = found.where(judgements.c.judged_at >= since)
    for row in tx.execute(found):
        answers = tuple([_answer(key, value, reporter) for key, value, reporter, _, _ in row.inputs])
        yield Recorded(row.patient_id, row.judged_at.astimezone(ZoneInfo(row.zone)).date(), answers)


@lru_cache(maxsize=20_000)
def _answer(key: str, value: str, reporter: str) -> Answer:
    # Rules read neither the person nor the time: the same words of anybody are one answer.
    return said(Key(key), read_value(Key(key), value), Reporter(reporter))
