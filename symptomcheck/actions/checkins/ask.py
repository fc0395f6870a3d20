"""Questions put to people: the first text of a check-in, and its turn on a shared phone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from symptomcheck.actions.clinic import Clinic
from symptomcheck.actions.links.make_link import new_links
from symptomcheck.core.answers import Reporter
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.core.schedule import window_of
from symptomcheck.core.turn import Round, Say
from symptomcheck.storage import checkins, due, replies
from symptomcheck.storage.checkins import Asked
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.due import Due
from symptomcheck.storage.outbox import Kind, NewText

# So long "call now" stays the last thing on a phone that others share.
CALLS_FIRST = timedelta(minutes=10)


def prompt(
    clinic: Clinic,
    book: RuleBook,
    asked: Asked,
    round_: Round,
    checkin_id: UUID,
    *,
    closes_at: datetime,
    before: Sequence[str] = (),
    kind: Kind = "prompt",
    link: str | None = None,
) -> NewText:
    """The text that asks the open question, after those named in `before`; never sent after its window.

    With `link` the question is asked there, and the text has no symptom in it.
    """
    asks = by_link(round_.role) if link else round_.ask()
    if link and kind == "reminder":  # which says it all, and leads there
        asks = Say(before[-1])
    says = dict.fromkeys((*(Say(text_id) for text_id in before), asks))
    words = "\n".join(
        book.say(say.text_id, asked.language, **clinic.site.values(), **dict(say.values)) for say in says
    )
    words = f"{words}\n{link}" if link else words
    if asked.shared:
        words = book.say("tag", asked.language, **clinic.site.values(), tag=asked.tag) + words
    return NewText(
        kind=kind,
        contact_id=asked.contact_id,
        person_id=asked.person_id,
        patient_id=asked.patient_id,
        checkin_id=checkin_id,
        text_id=asks.text_id,
        body=words,
        expires_at=closes_at,
        is_question=True,
    )


def by_link(role: Reporter) -> Say:
    """The text beside a link: that a check-in is there, and no symptom."""
    return Say("link" if role is Reporter.PATIENT else "link.caregiver")


def link_for(tx: Transaction, clinic: Clinic, asked: Asked, checkin_id: UUID, *, now: datetime) -> str | None:
    """A link to the check-in for somebody who is texted no symptoms; None for everybody else."""
    if not asked.link_only:
        return None
    return new_links(tx, clinic, [(asked.conversation_id, checkin_id)], now=now)[0]


def ask_queued(
    tx: Transaction,
    clinic: Clinic,
    book: RuleBook,
    contact_id: UUID,
    *,
    told_to_call: bool = False,
    now: datetime,
) -> tuple[NewText, ...]:
    """Give the check-in that has waited longest for this phone its turn; its first question, if any.

    `told_to_call`: somebody on this phone was told to call just now, and no question may stand below that. It
    is looked at again some minutes later. One about a patient with an urgent alert waits until it is closed.
    """
    for waiting in checkins.queued_on(tx, contact_id):
        if waiting.asked.busy:
            return ()
        if now >= waiting.closes_at:
            continue
        if told_to_call or waiting.urgent_open:
            due.put(tx, [Due(min(now + CALLS_FIRST, waiting.closes_at), "remind", waiting.id)])
            continue
        link = link_for(tx, clinic, waiting.asked, waiting.id, now=now)
        round_ = replace(waiting.round, asked_at=now, texted=link is None)
        replies.start_round(tx, waiting.id, round_)
        remind_at = window_of(book.plan, now).remind_at
        due.put(tx, [Due(min(remind_at, waiting.closes_at), "remind", waiting.id)])
        asks = prompt(clinic, book, waiting.asked, round_, waiting.id, closes_at=waiting.closes_at, link=link)
        return (asks,)
    return ()
