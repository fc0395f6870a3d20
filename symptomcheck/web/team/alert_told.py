"""What the page of an alert tells: each rule with its source, both reporters side by side, the timeline."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from symptomcheck.actions.alerts.view_alert import ViewedAlert
from symptomcheck.core.answers import Answer, Key, Reporter
from symptomcheck.core.current import Held
from symptomcheck.core.explain import change_sentence, key_phrase, value_phrase
from symptomcheck.core.rule import Source
from symptomcheck.core.rulebook import RuleBook
from symptomcheck.storage.alert_view import Event, Flagged, PageSent
from symptomcheck.web.language import current_language, gettext
from symptomcheck.web.team import words
from symptomcheck.web.team.told import answer_told, pressing, rules_told, title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInFull:
    """A rule that fired: what it is called, where it stands, what a site changed in it, what it fired on."""

    title: str
    level: str
    sources: tuple[Source, ...]
    changes: tuple[str, ...]
    fingerprint: str
    answers: tuple[tuple[str, Flagged], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The latest answers about one thing, whoever gave them."""

    about: str
    patient: tuple[str, datetime] | None
    caregiver: tuple[str, datetime] | None
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of the timeline."""

    at: datetime
    what: str
    note: str | None = None
    said: str | None = None
    details: tuple[str, ...] = field(default=())


def rules_in_full(seen: ViewedAlert) -> tuple[RuleInFull, ...]:
    """Every rule on the alert: urgent first, then the newest."""
    by_rule: dict[tuple[str, str], list[Flagged]] = {}
    flagged_by = {each.fired.id: each for each in seen.flags}
    for fired in pressing((each.fired for each in seen.flags), seen.books):
        each = flagged_by[fired.id]
        by_rule.setdefault((each.fired.fingerprint, each.fired.rule_id), []).append(each)
    told = []
    for (fingerprint, rule_id), flagged in by_rule.items():
        book = seen.books[fingerprint]
        rule = book.rule(rule_id)
        told.append(
            RuleInFull(
                title=title_of(book, rule_id),
                level=rule.level.value,
                sources=rule.sources,
                changes=tuple(change_sentence(book, each, current_language()) for each in rule.changes),
                fingerprint=fingerprint,
                answers=tuple((answer_told(book, each.fired), each) for each in flagged),
            )
        )
    return tuple(told)


def compared(book: RuleBook, held: Iterable[Held]) -> tuple[Compared, ...]:
    """The latest answer of patient and caregiver side by side; two that do not agree say so."""
    latest: dict[Key, dict[Reporter, Answer]] = {}
    for each in sorted(held, key=lambda one: one.answer.said_at):
        latest.setdefault(each.answer.key, {})[each.answer.reporter] = each.answer
    language = current_language()

    def told(answer: Answer | None) -> tuple[str, datetime] | None:
        return None if answer is None else (value_phrase(book, answer.value, language), answer.said_at)

    return tuple(
        Compared(
            about=key_phrase(book, key, language),
            patient=told(patient := by.get(Reporter.PATIENT)),
            caregiver=told(caregiver := by.get(Reporter.CAREGIVER)),
            # Two readings of a temperature are seldom the same: that is no disagreement.
            differs=bool(patient and caregiver)
            and key is not Key.TEMPERATURE
            and patient.value != caregiver.value,  # type: ignore[union-attr]
        )
        for key, by in sorted(latest.items(), key=lambda item: tuple(Key).index(item[0]))
    )


def timeline(seen: ViewedAlert) -> tuple[Happened, ...]:
    """Everything that happened, the newest first."""
    lines = [Happened(at=seen.ends.opened_at, what=gettext("Opened"))]
    for at, flagged in _by_moment(seen.flags):
        lines.append(_fired(at, flagged, seen))
    lines += [_event(event, seen) for event in seen.events]
    lines += [_page(page, seen) for page in seen.pages]
    # What happened at one moment stands in the order it happened, the last on top.
    return tuple(reversed(sorted(lines, key=lambda line: line.at)))


def _by_moment(flags: Iterable[Flagged]) -> Iterable[tuple[datetime, list[Flagged]]]:
    """Flags that one text raised are one thing that happened."""
    by: dict[datetime, list[Flagged]] = {}
    for each in flags:
        by.setdefault(each.fired.at, []).append(each)
    return by.items()


def _fired(at: datetime, flagged: list[Flagged], seen: ViewedAlert) -> Happened:
    told = rules_told([each.fired for each in flagged], seen.books)
    said = next((each.said.words for each in flagged if each.said), None)
    details = tuple(f"{' · '.join(rules.titles)}: {rules.answer}" for rules in told)
    return Happened(at=at, what=gettext("Rules fired"), said=said, details=details)


def _event(event: Event, seen: ViewedAlert) -> Happened:
    if event.kind == "notice":
        what = words.in_words(words.REASONS, event.facts.get("reason", ""))
    else:
        rungs = [words.in_words(words.RUNGS, rung) for rung in event.facts.get("rungs", ())]
        what = words.in_words(words.EVENTS, event.kind) % {
            "who": words.somebody(seen.names.get(event.staff_id) if event.staff_id else None),
            "rungs": ", ".join(rungs),
            "outcome": words.in_words(words.OUTCOMES, event.facts.get("outcome", "")),
        }
    said = event.said.words if event.said else None
    return Happened(at=event.at, what=what, note=event.note, said=said)


def _page(page: PageSent, seen: ViewedAlert) -> Happened:
    who = seen.names.get(page.staff_id) if page.staff_id else gettext("the fallback")
    what = gettext("Page %(number)s to %(who)s by %(channel)s: %(state)s") % {
        "number": page.number,
        "who": words.somebody(who),
        "channel": words.in_words(words.CHANNELS, page.channel),
        "state": words.in_words(words.DELIVERY, page.state),
    }
    return Happened(at=page.queued_at, what=what)
