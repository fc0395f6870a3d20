"""Pages of one moment to one phone, told in one text: ten alerts due at 17:00 are not ten texts.

Only what does not press: an urgent alert always has a page of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage import alerts
from symptomcheck.storage.alerts import KeptAlert
from symptomcheck.storage.database import Transaction
from symptomcheck.storage.outbox import SEVERAL, NewText

# As many numbers as a text holds; the queue has the rest.
_MOST_NUMBERS = 4


@dataclass(slots=True)
class Together:
    """The pages of several alerts, until it is known which phone gets more than one."""

    _texts: dict[UUID, list[tuple[KeptAlert, NewText]]] = field(default_factory=dict)
    _others: list[NewText] = field(default_factory=list)

    def add(self, kept: KeptAlert, texts: Sequence[NewText]) -> None:
        """One alert's pages."""
        for text in texts:
            if text.channel == "sms":
                self._texts.setdefault(text.contact_id, []).append((kept, text))
            else:
                self._others.append(text)

    def bundled(self, tx: Transaction, book: RuleBook, now: datetime) -> tuple[NewText, ...]:
        """What is to be queued: a phone's only page as it is, or one text that names all of its alerts.

        The alerts whose page stands with another's get a line of their timeline instead of a row.
        """
        queued = list(self._others)
        for pages in self._texts.values():
            (first, text), *others = pages
            if others:
                numbers = [str(kept.number) for kept, _ in pages]
                shown = ", ".join(numbers[:_MOST_NUMBERS]) + (" ..." if numbers[_MOST_NUMBERS:] else "")
                text = replace(text, text_id=SEVERAL, body=book.say(SEVERAL, "en", numbers=shown))
                for kept, _ in others:
                    alerts.add_event(tx, kept.id, "paged_together", now=now, facts={"with": first.number})
            queued.append(text)
        return tuple(queued)
