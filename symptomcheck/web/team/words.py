"""Codes of the database in words, for the team. Nothing here says why a person feels unwell."""

from symptomcheck.web.language import gettext, lazy

RUNGS = {"first": lazy("on call"), "backup": lazy("backup"), "lead": lazy("lead")}
EVERYONE = lazy("everyone")

REASONS = {
    "unreadable": lazy("Two texts in a row that could not be read"),
    "gibberish": lazy("A text unlike the way this person writes"),
    "loop": lazy("Many texts that could not be read; answering has stopped"),
    "stop": lazy("Texted STOP: this phone gets no more texts"),
    "help": lazy("Texted HELP"),
    "wrong": lazy("Texted WRONG: says this phone is not theirs"),
    "undeliverable": lazy("Texts do not reach this phone"),
    "cannot_tell": lazy("A check-in ended with an urgent question open"),
    "health_words": lazy("Words about health that no rule covers"),
    "mention": lazy("Spoke of something as over, or as a what-if"),
    "unknown_sender": lazy("A symptom from a number on no list"),
    "silent": lazy("No answer, and none from a caregiver"),
    "silent_caregiver_answered": lazy("No answer from the patient; the caregiver has answered since"),
    "silent_later": lazy("No answer"),
    "staff_unreachable": lazy("Somebody on call cannot be reached"),
}

OUTCOMES = {
    "reached_by_phone": lazy("Reached by phone"),
    "sent_in": lazy("Sent in"),
    "advised": lazy("Advised"),
    "no_contact": lazy("No contact"),
    "not_a_concern": lazy("Not a concern"),
}

EVENTS = {
    "silence": lazy("No answer in time"),
    "nobody_on_rung": lazy("Nobody to page on this step: %(rungs)s"),
    "nobody_on_call": lazy("Nobody on call could be paged; the fallback was paged"),
    "ack_timed_out": lazy("%(who)s had it too long without closing it; paging goes on"),
    "acknowledged": lazy("%(who)s took it"),
    "passed_on": lazy("%(who)s passed it on"),
    "page_failed": lazy("A page did not arrive"),
    "paged_together": lazy("Paged in one text with other alerts"),
    "contacted": lazy("%(who)s spoke with the person"),
    "note": lazy("%(who)s wrote"),
    "closed": lazy("%(who)s closed it: %(outcome)s"),
}

STATES = {
    "active": lazy("Active"),
    "unconfirmed": lazy("Not confirmed"),
    "paused": lazy("Paused"),
    "ended": lazy("Ended"),
}

CHECKINS = {
    "queued": lazy("waits for the phone"),
    "asked": lazy("asked"),
    "answered": lazy("answered"),
    "partly": lazy("partly answered"),
    "missed": lazy("missed"),
    "cancelled": lazy("cancelled"),
}

DELIVERY = {
    "queued": lazy("waits to leave"),
    "sending": lazy("is leaving"),
    "sent": lazy("sent"),
    "delivered": lazy("delivered"),
    "failed": lazy("not delivered"),
    "cancelled": lazy("not sent"),
    "repeat": lazy("not sent: the same words minutes before"),
}

WHY = {
    "withheld": lazy("the rest was not asked after an urgent answer"),
    "no_answer": lazy("no answer"),
    "opted_out": lazy("texted STOP"),
    "wrong_number": lazy("says this phone is not theirs"),
    "undeliverable": lazy("texts do not reach this phone"),
    "paused": lazy("check-ins are paused"),
    "ended": lazy("check-ins have ended"),
    "we_were_down": lazy("this tool was not running"),
    "acknowledged": lazy("somebody had the alert"),
    "closed": lazy("the alert was closed"),
    "passed_on": lazy("somebody passed the alert on"),
    "not_answered": lazy("nobody answered the call"),
    "care_ended": lazy("the caregiver no longer looks after the patient"),
    "phone_was_busy": lazy("another check-in was open on this phone"),
    "expired": lazy("it was too late to send"),
    "never_known": lazy("the provider never said"),
}

# What a check-in came of: a slot of the plan, or the first word of how it began otherwise.
ROUNDS = {
    "morning": lazy("morning"),
    "evening": lazy("evening"),
    "weekly": lazy("weekly"),
    "caregiver-morning": lazy("morning"),
    "caregiver-afternoon": lazy("afternoon"),
    "caregiver-evening": lazy("evening"),
    "page": lazy("begun by themselves, on a page"),
    "asked": lazy("begun by the team"),
    "for": lazy("because the patient did not answer"),
}

REPORTERS = {"patient": lazy("Patient"), "caregiver": lazy("Caregiver")}
STATUSES = {"draft": lazy("draft"), "approved": lazy("in use"), "retired": lazy("retired")}
LANGUAGES = {"en": lazy("English"), "es": lazy("Spanish")}
CHANNELS = {
    "sms": lazy("text"),
    "voice": lazy("call"),
    "post": lazy("the clinic's own pager"),
    "email": lazy("e-mail"),
}


def in_words(words: dict[str, lazy], code: str) -> str:
    """A code in words; one that nobody gave words yet is shown as it is."""
    return str(words[code]) if code in words else code.replace("_", " ")


def round_told(slot: str) -> str:
    """Why a check-in was begun; a clinic's own slot by its own name."""
    return in_words(ROUNDS, slot.split()[0])


def shortened(words: str, longest: int = 140) -> str:
    """The beginning of what somebody said.

    >>> shortened("cant   breathe since\\nlunch", 12)
    'cant breathe…'
    """
    line = " ".join(words.split())
    return line if len(line) <= longest else line[:longest].rstrip() + "…"


def somebody(name: str | None) -> str:
    """A name, or that there is none."""
    return name or gettext("Somebody")
