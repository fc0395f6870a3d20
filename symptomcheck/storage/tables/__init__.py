"""The schema: every table, with the one sentence that says what a row is.

Append-only: inbound_texts, answers, judgements, flags, alert_events, audit. Columns of type `Secret` are
encrypted and bound to table, column and row id. Times are UTC. Ids are made by the application (UUIDv7).
"""

from symptomcheck.storage.tables.leaving import outbox, senders
from symptomcheck.storage.tables.looking import (
    attempts,
    audit,
    facts,
    form_keys,
    invites,
    links,
    patient_summaries,
    reading_codes,
    seals,
    sessions,
)
from symptomcheck.storage.tables.people import (
    cares_for,
    consents,
    contact_methods,
    name_tokens,
    patients,
    people,
    policies,
    reaches,
    rotations,
    shifts,
    staff,
)
from symptomcheck.storage.tables.schema import metadata
from symptomcheck.storage.tables.talk import (
    adoptions,
    answers,
    checkins,
    conversations,
    due,
    flags,
    inbound_texts,
    judgements,
    rulebooks,
)
from symptomcheck.storage.tables.work import alert_events, alert_numbers, alerts

__all__ = [
    "adoptions",
    "alert_events",
    "alert_numbers",
    "alerts",
    "answers",
    "attempts",
    "audit",
    "cares_for",
    "checkins",
    "consents",
    "contact_methods",
    "conversations",
    "due",
    "facts",
    "flags",
    "form_keys",
    "inbound_texts",
    "invites",
    "judgements",
    "links",
    "metadata",
    "name_tokens",
    "outbox",
    "patient_summaries",
    "patients",
    "people",
    "policies",
    "reaches",
    "reading_codes",
    "rotations",
    "rulebooks",
    "seals",
    "senders",
    "sessions",
    "shifts",
    "staff",
]
