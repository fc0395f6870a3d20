"""One text and its provider: send it, or ask whether it went. Never holds a database connection."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import structlog

from symptomcheck.actions.delivery.claim_texts import Lines
from symptomcheck.actions.delivery.record_failed import Failure
from symptomcheck.actions.delivery.record_unsure import Doubt
from symptomcheck.channels.sender import OutboundMessage, OutcomeUnknown, Sender, SendFailed
from symptomcheck.storage.claims import Claimed
from symptomcheck.storage.outcomes import Taken

_log = structlog.get_logger(__name__)

Outcome = Taken | Failure | Doubt


@dataclass(frozen=True, slots=True)
class Outlets:
    """The senders by channel ("sms", "email"), and the numbers texts leave from."""

    senders: Mapping[str, Sender]
    lines: Lines

    async def send(self, text: Claimed) -> Outcome:
        """Hand one text to its provider."""
        sender = self.senders.get(text.channel)
        if sender is None:
            return Failure(text, "no_channel", permanent=True)
        try:
            sent = await sender.send(self._message(text))
        except SendFailed as failure:
            return Failure(text, failure.cause, failure.permanent)
        except OutcomeUnknown as doubt:
            return Doubt(text, doubt.cause)
        except Exception:
            # A fault of ours, before or after the provider took it: who knows.
            _log.exception("sender_broke", channel=text.channel)
            return Doubt(text, "sender_broke")
        return Taken(text.id, sent.provider_id)

    async def ask(self, texts: Iterable[Claimed], known: frozenset[str]) -> list[Outcome]:
        """Ask the providers about texts that may have gone; `known` are ids of other texts."""
        by_phone = defaultdict(list)
        for text in texts:
            by_phone[text.contact_id].append(text)
        answers = await asyncio.gather(*(self._ask_phone(same, known) for same in by_phone.values()))
        return [outcome for outcomes in answers for outcome in outcomes]

    async def _ask_phone(self, texts: list[Claimed], known: frozenset[str]) -> list[Outcome]:
        """One phone's texts one after the other: two with the same words must not find the same message."""
        outcomes: list[Outcome] = []
        for text in texts:
            outcome = await self._ask_one(text, known)
            if isinstance(outcome, Taken):
                known |= {outcome.provider_id}
            outcomes.append(outcome)
        return outcomes

    async def _ask_one(self, text: Claimed, known: frozenset[str]) -> Outcome:
        sender = self.senders.get(text.channel)
        if sender is None:
            return Doubt(text, "no_channel", asked=True)
        try:
            sent = await sender.find(self._message(text), text.queued_at, not_these=known)
        except SendFailed as failure:
            return Failure(text, failure.cause, failure.permanent)
        except OutcomeUnknown as doubt:
            return Doubt(text, doubt.cause, asked=True)
        except Exception:
            _log.exception("sender_broke", channel=text.channel)
            return Doubt(text, "sender_broke", asked=True)
        return (
            Failure(text, "never_taken", permanent=False)
            if sent is None
            else Taken(text.id, sent.provider_id)
        )

    def _message(self, text: Claimed) -> OutboundMessage:
        number = self.lines.of(text.priority).number
        return OutboundMessage(
            id=text.id,
            address=text.address,
            text=text.body,
            subject=text.subject,
            sender=number if text.channel == "sms" and number != self.lines.usual.number else None,
        )
