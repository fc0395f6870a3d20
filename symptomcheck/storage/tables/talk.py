"""The conversation: what is asked and when, what was said, and what it meant."""

from sqlalchemy import Boolean, Column, Date, Index, SmallInteger, String, Table, Text, UniqueConstraint

from symptomcheck.storage.columns import Id, Json, Secret, Utc
from symptomcheck.storage.tables.schema import metadata, ref

# --- the conversation ------------------------------------------------------------------------------------

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact_id", Id, ref("contact_methods.id"), nullable=False),
    Column("patient_id", Id, ref("patients.id"), nullable=False, index=True),
    Column("person_id", Id, ref("people.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False, comment="patient, caregiver"),
    Column("awaiting", String(16), comment="the question a split message left hanging"),
    Column("awaiting_until", Utc),
    Column("ended_at", Utc),
    UniqueConstraint("contact_id", "patient_id", "person_id"),
    comment="One person talking about one patient on one phone.",
)

checkins = Table(
    "checkins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, ref("conversations.id"), nullable=False),
    Column("contact_id", Id, ref("contact_methods.id"), nullable=False),
    Column("patient_id", Id, ref("patients.id"), nullable=False, index=True),
    Column("person_id", Id, ref("people.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("slot", String(32), nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("closes_at", Utc, nullable=False),
    Column("state", String(16), nullable=False, comment="queued, asked, answered, partly, missed, cancelled"),
    Column("reason", String(40), comment="why: withheld, no_answer, opted_out, we_were_down, ..."),
    Column("questions", Json, nullable=False, comment="every question of this check-in, in order"),
    Column("remaining", Json, nullable=False, comment="still to ask; the open one first"),
    Column("question", String(16), comment="the one open now"),
    Column("question_at", Utc, comment="when it was asked"),
    Column("misfits", SmallInteger, nullable=False, comment="replies that did not fit the open question"),
    Column("skipped", Json, nullable=False, comment="questions given up after two misfits"),
    Column("today_due", Boolean, nullable=False, comment="a today rule fired: its text ends the check-in"),
    Column("ended_at", Utc),
    UniqueConstraint("person_id", "patient_id", "local_date", "slot"),
    comment="One planned or started round of questions to one person about one patient; ends in one state.",
)
Index(
    "uq_checkins_one_open_question_per_phone",
    checkins.c.contact_id,
    unique=True,
    sqlite_where=checkins.c.question.isnot(None),
    postgresql_where=checkins.c.question.isnot(None),
)

due = Table(
    "due",
    metadata,
    Column("due_at", Utc, primary_key=True),
    Column("kind", String(12), primary_key=True, comment="checkin, remind, carer, silence, close, resume"),
    Column("subject_id", Id, primary_key=True, comment="conversation, check-in or patient, by kind"),
    Index("ix_due_subject", "subject_id", "kind"),
    comment="What is due, clustered on when: a tick costs what is due, not what is enrolled.",
    sqlite_with_rowid=False,
)

# --- what was said and what it meant ---------------------------------------------------------------------

inbound_texts = Table(
    "inbound_texts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("provider_id", String(64), nullable=False, unique=True),
    Column("contact_id", Id, ref("contact_methods.id"), nullable=False),
    Column("body", Secret, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("outcome", String(20), nullable=False, comment="answered, reported, keyword, chatter, ..."),
    Column("trace", Secret, comment="how it was read, step by step"),
    Index("ix_inbound_texts_contact_received", "contact_id", "received_at"),
    comment="A text as it came, with what was made of it, in the same transaction.",
)

answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ref("patients.id"), nullable=False),
    Column("person_id", Id, ref("people.id"), nullable=False),
    Column("reporter", String(16), nullable=False),
    Column("checkin_id", Id, ref("checkins.id")),
    Column("inbound_id", Id, ref("inbound_texts.id")),
    Column("key", String(16), nullable=False),
    Column("value", String(24), nullable=False),
    Column("said_at", Utc, nullable=False),
    Index("ix_answers_patient_said", "patient_id", "said_at"),
    comment="One answer; a correction is a new row.",
)

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("files", Json, nullable=False),
    Column("first_seen_at", Utc, nullable=False),
    comment="A rule book as it was, file by file, kept for ever.",
)

adoptions = Table(
    "adoptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("fingerprint", String(64), ref("rulebooks.fingerprint"), nullable=False),
    Column("adopted_at", Utc, nullable=False),
    Column("adopted_by", String(80), nullable=False),
    Column("clinician", Boolean, nullable=False, comment="a named clinician, not the installation itself"),
    Column("reason", Text, nullable=False),
    comment="Who made which book current, when and why. The newest row says which book is current.",
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ref("patients.id"), nullable=False),
    Column("person_id", Id, ref("people.id"), nullable=False),
    Column("checkin_id", Id, ref("checkins.id")),
    Column("inbound_id", Id, ref("inbound_texts.id")),
    Column("fingerprint", String(64), ref("rulebooks.fingerprint"), nullable=False),
    Column("level", String(8), nullable=False),
    Column("inputs", Json, nullable=False, comment="the current answers that were judged"),
    Column("cannot_tell", Json, nullable=False, comment="ids of rules that could not tell"),
    Column("judged_at", Utc, nullable=False),
    Index("ix_judgements_patient_judged", "patient_id", "judged_at"),
    comment="The rules were run: on what, by which book, with which level. One row per reply.",
)

Index(
    "ix_judgements_urgent",
    judgements.c.id,
    sqlite_where=judgements.c.level == "urgent",
    postgresql_where=judgements.c.level == "urgent",
)

flags = Table(
    "flags",
    metadata,
    Column("id", Id, primary_key=True),
    Column("judgement_id", Id, ref("judgements.id"), nullable=False),
    Column("alert_id", Id, ref("alerts.id"), nullable=False, index=True),
    Column("rule_id", String(64), nullable=False),
    Column("level", String(8), nullable=False),
    Column("key", String(16), nullable=False),
    Column("value", String(24), nullable=False),
    Column("reporter", String(16), nullable=False),
    Column("raised_at", Utc, nullable=False),
    comment="A verdict that fired, on exactly one alert.",
)
