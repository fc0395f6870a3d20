"""What was judged before, to be explained and judged again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from symptomcheck.core.answers import Key, Reporter, read_value
from symptomcheck.core.findings import Flag
from symptomcheck.core.levels import Level
from symptomcheck.core.rejudge import Kept
from symptomcheck.storage.answers import read_answers
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.queue import Said, opened_text
from symptomcheck.storage.tables import alerts, flags, inbound_texts, judgements


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFlag:
    """A flag with the judgement it came from and the text behind it; None when it came from a form."""

    id: UUID
    alert_number: int
    key: Key
    flag: Flag
    raised_at: datetime
    judged: Kept
    said: Said | None


def flag_of(tx: Transaction, flag_id: UUID) -> KeptFlag | None:
    """One flag with everything it came from; None when there is no such flag."""
    found = (
        select(
            flags,
            alerts.c.number,
            judgements.c.inbound_id,
            judgements.c.fingerprint,
            judgements.c.level.label("judged_level"),
            judgements.c.inputs,
            judgements.c.cannot_tell,
        )
        .join(alerts, alerts.c.id == flags.c.alert_id)
        .join(judgements, judgements.c.id == flags.c.judgement_id)
        .where(flags.c.id == flag_id)
    )
    row = tx.execute(found).one_or_none()
    if row is None:
        return None
    text = tx.execute(select(inbound_texts).where(inbound_texts.c.id == row.inbound_id)).one_or_none()
    beside = tx.execute(select(flags).where(flags.c.judgement_id == row.judgement_id).order_by(flags.c.id))
    return KeptFlag(
        id=row.id,
        alert_number=row.number,
        key=Key(row.key),
        flag=_flag(row.rule_id, row.level, row.reporter, row.key, row.value),
        raised_at=row.raised_at,
        judged=Kept(
            fingerprint=row.fingerprint,
            inputs=read_answers(row.inputs),
            level=Level(row.judged_level),
            flags=tuple(
                _flag(each.rule_id, each.level, each.reporter, each.key, each.value) for each in beside
            ),
            cannot_tell=tuple(row.cannot_tell),
        ),
        said=opened_text(tx, text) if text is not None else None,
    )


def flags_on(tx: Transaction, alert_number: int) -> tuple[UUID, ...]:
    """The flags of an alert, the oldest first."""
    found = select(flags.c.id).join(alerts, alerts.c.id == flags.c.alert_id)
    return tuple(
        tx.execute(
            found.where(alerts.c.number == alert_number).order_by(flags.c.raised_at, flags.c.id)
        ).scalars()
    )


def _flag(rule_id: str, level: str, reporter: str, key: str, value: str) -> Flag:
    return Flag(
        rule_id=rule_id,
        level=Level(level),
        reporter=Reporter(reporter),
        value=read_value(Key(key), value),
    )
