"""What the audience of a demonstration sees of a phone: its texts, what befell them, the answers to tap."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from symptomcheck.core.rulebook import RuleBook
from symptomcheck.rehearsal.cast import EVERYBODY, Actor, Part, PatientActor
from symptomcheck.rehearsal.phones import Bubble
from symptomcheck.rehearsal.provider_calls import Call
from symptomcheck.rehearsal.provider_messages import Message

_A_PAGE = re.compile(r"Alert #(\d+) ")
_FOUR_CHOICES = "4 = "
_A_CHOICE = "1 = "
_TEMPERATURES = {"en": ("98.6", "101.3", "NONE"), "es": ("36,8", "38,5", "NO TENGO")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Bubble):
    """A text on a phone's screen; `note` says what happened to it on its way."""

    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPhone:
    """One phone with its thread, and the answers its owner would tap first."""

    actor: Actor
    about: str
    thread: tuple[Shown, ...]
    quick: tuple[str, ...]
    landline: bool
    ringing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAlert:
    """An open alert: about whom, and who has it."""

    number: int
    kind: str
    about: str
    holder: str | None


class Threads:
    """Turns a provider's record into what each phone shows."""

    def __init__(self, book: RuleBook, site: Mapping[str, str]) -> None:
        self._urgent = tuple(book.say("urgent", language, **site) for language in book.languages)

    def of(
        self, messages: Iterable[Message], notes: Mapping[str, str], calls: Iterable[Call] = ()
    ) -> dict[str, tuple[Shown, ...]]:
        """Number -> its texts and calls, oldest first. `notes`: what befell a text on its way, by its sid."""
        threads: defaultdict[str, list[Shown]] = defaultdict(list)
        for message in messages:
            ours = message.direction == "inbound"
            note = notes.get(message.sid, "")
            if not ours and message.status == "undelivered":
                note = "not delivered: a landline"
            shown = Shown(
                at=message.created_at,
                body=message.body,
                ours=ours,
                note=note,
                urgent=not ours and self._is_urgent(message.body),
            )
            threads[message.from_ if ours else message.to].append(shown)
        for call in calls:
            body = " … ".join(call.heard) or "The phone rings."
            threads[call.to].append(
                Shown(at=call.created_at, body=body, ours=False, note="a call", urgent=True)
            )
            threads[call.to].sort(key=lambda shown: shown.at)
        return {actor.number: tuple(threads[actor.number]) for actor in EVERYBODY}

    def _is_urgent(self, body: str) -> bool:
        return _A_PAGE.match(body) is not None or any(words in body for words in self._urgent)


def about(actor: Actor, *, days_since_opening: int) -> str:
    """The line below a name: who they are, and a patient's day since infusion."""
    if not isinstance(actor, PatientActor):
        return actor.about
    day = f"day {actor.infused_days_ago + days_since_opening}"
    return f"{day}, {actor.about}" if actor.about else day


def answers_to_tap(actor: Actor, thread: tuple[Shown, ...]) -> tuple[str, ...]:
    """The answers the newest text asks for, else the usual ones."""
    said = next((shown.body for shown in reversed(thread) if not shown.ours), "")
    if actor.part is Part.STAFF:
        page = next((found for shown in reversed(thread) if (found := _A_PAGE.match(shown.body))), None)
        return (f"ACK {page[1]}",) if page else ("ACK",)
    if _FOUR_CHOICES in said:
        return ("1", "2", "3", "4")
    if _A_CHOICE not in said and ("98.6" in said or "37.0" in said):
        return _TEMPERATURES[actor.language]
    return ("1", "2", "3")
