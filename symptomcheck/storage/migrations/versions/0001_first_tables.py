"""The first tables: the schema as it was on the day of the first release, written out.

Later changes to `tables` do not change what this file makes. `Utc` and `Id` are imported because what they
store is a promise that may never change; constraint names come from the naming convention of tables.metadata.
What a table or a column means is said in `tables`, not here.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from symptomcheck.storage.columns import Id, Utc

revision = "0001"
down_revision = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Sealed = sa.LargeBinary


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _people()
    _conversation()
    _judgement()
    _sending()
    _house_keeping()


def _people() -> None:
    # people and how they are reached
    op.create_table(
        "people",
        sa.Column("id", Id, primary_key=True),
        sa.Column("name", Sealed, nullable=False),
        sa.Column("tag", Sealed, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
    )
    op.create_table(
        "name_tokens",
        sa.Column("token", sa.LargeBinary(32), primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contact_methods",
        sa.Column("id", Id, primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("address", Sealed, nullable=False),
        sa.Column("address_index", sa.LargeBinary(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("state_at", Utc, nullable=False),
        sa.Column("told_unknown_at", Utc),
        sa.UniqueConstraint("kind", "address_index"),
    )
    op.create_table(
        "reaches",
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("contact_id", Id, sa.ForeignKey("contact_methods.id"), primary_key=True),
        sa.Column("rank", sa.SmallInteger, nullable=False),
        sa.Column("confirmed_at", Utc),
    )
    op.create_index("ix_reaches_contact_id", "reaches", ["contact_id"])
    op.create_table(
        "patients",
        sa.Column("id", Id, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("infused_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("state_at", Utc, nullable=False),
        sa.Column("paused_until", Utc),
        sa.Column("state_reason", sa.String(40)),
        sa.Column("messages", sa.String(8), nullable=False),
    )
    op.create_table(
        "cares_for",
        sa.Column("caregiver_id", Id, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id"), primary_key=True),
        sa.Column("may_be_told", sa.Boolean, nullable=False),
        sa.Column("since", Utc, nullable=False),
        sa.Column("ended_at", Utc),
    )
    op.create_index("ix_cares_for_patient_id", "cares_for", ["patient_id"])
    op.create_table(
        "consents",
        sa.Column("id", Id, primary_key=True),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id"), nullable=False),
        sa.Column("wording_version", sa.String(64), nullable=False),
        sa.Column("texts_counted", sa.Integer, nullable=False),
        sa.Column("given_at", Utc, nullable=False),
        sa.Column("recorded_by", sa.String(80), nullable=False),
        sa.Column("how", sa.String(40), nullable=False),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])
    op.create_table(
        "staff",
        sa.Column("id", Id, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("login", sa.String(64), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(256)),
        sa.Column("totp_secret", Sealed),
        sa.Column("created_at", Utc, nullable=False),
    )
    op.create_table(
        "shifts",
        sa.Column("id", Id, primary_key=True),
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("rung", sa.String(8), nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc),
    )


def _conversation() -> None:
    # the conversation, what is due in it, and what was said
    op.create_table(
        "conversations",
        sa.Column("id", Id, primary_key=True),
        sa.Column("contact_id", Id, sa.ForeignKey("contact_methods.id"), nullable=False),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id"), nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("awaiting", sa.String(16)),
        sa.Column("awaiting_until", Utc),
        sa.Column("ended_at", Utc),
        sa.UniqueConstraint("contact_id", "patient_id", "person_id"),
    )
    op.create_index("ix_conversations_patient_id", "conversations", ["patient_id"])
    op.create_index("ix_conversations_person_id", "conversations", ["person_id"])
    op.create_table(
        "checkins",
        sa.Column("id", Id, primary_key=True),
        sa.Column("conversation_id", Id, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("contact_id", Id, sa.ForeignKey("contact_methods.id"), nullable=False),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id"), nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("slot", sa.String(32), nullable=False),
        sa.Column("asked_at", Utc, nullable=False),
        sa.Column("closes_at", Utc, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("questions", Json, nullable=False),
        sa.Column("remaining", Json, nullable=False),
        sa.Column("question", sa.String(16)),
        sa.Column("question_at", Utc),
        sa.Column("misfits", sa.SmallInteger, nullable=False),
        sa.Column("skipped", Json, nullable=False),
        sa.Column("today_due", sa.Boolean, nullable=False),
        sa.Column("ended_at", Utc),
        sa.UniqueConstraint("person_id", "patient_id", "local_date", "slot"),
    )
    op.create_index("ix_checkins_patient_id", "checkins", ["patient_id"])
    op.create_index(
        "uq_checkins_one_open_question_per_phone",
        "checkins",
        ["contact_id"],
        unique=True,
        **_where("question IS NOT NULL"),
    )
    op.create_table(
        "due",
        sa.Column("due_at", Utc, primary_key=True),
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("subject_id", Id, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_due_subject", "due", ["subject_id", "kind"])
    op.create_table(
        "inbound_texts",
        sa.Column("id", Id, primary_key=True),
        sa.Column("provider_id", sa.String(64), nullable=False, unique=True),
        sa.Column("contact_id", Id, sa.ForeignKey("contact_methods.id"), nullable=False),
        sa.Column("body", Sealed, nullable=False),
        sa.Column("received_at", Utc, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("trace", Sealed),
    )
    op.create_index("ix_inbound_texts_contact_received", "inbound_texts", ["contact_id", "received_at"])
    op.create_table(
        "answers",
        sa.Column("id", Id, primary_key=True),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id"), nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("reporter", sa.String(16), nullable=False),
        sa.Column("checkin_id", Id, sa.ForeignKey("checkins.id")),
        sa.Column("inbound_id", Id, sa.ForeignKey("inbound_texts.id")),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("value", sa.String(24), nullable=False),
        sa.Column("said_at", Utc, nullable=False),
    )
    op.create_index("ix_answers_patient_said", "answers", ["patient_id", "said_at"])


def _judgement() -> None:
    # rule books, what they said, and what the team handles
    op.create_table(
        "rulebooks",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("files", Json, nullable=False),
        sa.Column("first_seen_at", Utc, nullable=False),
    )
    op.create_table(
        "adoptions",
        sa.Column("id", Id, primary_key=True),
        sa.Column("fingerprint", sa.String(64), sa.ForeignKey("rulebooks.fingerprint"), nullable=False),
        sa.Column("adopted_at", Utc, nullable=False),
        sa.Column("adopted_by", sa.String(80), nullable=False),
        sa.Column("clinician", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "judgements",
        sa.Column("id", Id, primary_key=True),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id"), nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("checkin_id", Id, sa.ForeignKey("checkins.id")),
        sa.Column("inbound_id", Id, sa.ForeignKey("inbound_texts.id")),
        sa.Column("fingerprint", sa.String(64), sa.ForeignKey("rulebooks.fingerprint"), nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("inputs", Json, nullable=False),
        sa.Column("cannot_tell", Json, nullable=False),
        sa.Column("judged_at", Utc, nullable=False),
    )
    op.create_index("ix_judgements_patient_judged", "judgements", ["patient_id", "judged_at"])
    if op.get_context().dialect.supports_sequences:
        op.execute(sa.schema.CreateSequence(sa.Sequence("alert_numbers")))
    op.create_table(
        "alerts",
        sa.Column("id", Id, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id")),
        sa.Column("contact_id", Id, sa.ForeignKey("contact_methods.id")),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("opened_at", Utc, nullable=False),
        sa.Column("raised_at", Utc, nullable=False),
        sa.Column("rules", Json, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("highest_temperature", sa.String(12)),
        sa.Column("step", sa.SmallInteger, nullable=False),
        sa.Column("next_step_at", Utc),
        sa.Column("pagings", sa.SmallInteger, nullable=False),
        sa.Column("last_paged_at", Utc),
        sa.Column("acknowledged_by", Id, sa.ForeignKey("staff.id")),
        sa.Column("acknowledged_at", Utc),
        sa.Column("contacted_at", Utc),
        sa.Column("closed_at", Utc),
        sa.Column("closed_by", Id, sa.ForeignKey("staff.id")),
        sa.Column("outcome", sa.String(20)),
    )
    op.create_index("ix_alerts_next_step", "alerts", ["next_step_at"], **_where("state != 'closed'"))
    op.create_index(
        "uq_alerts_one_open_per_patient", "alerts", ["patient_id"], unique=True, **_where("state != 'closed'")
    )
    op.create_index(
        "uq_alerts_one_open_per_unknown_phone",
        "alerts",
        ["contact_id"],
        unique=True,
        **_where("state != 'closed'"),
    )
    op.create_table(
        "alert_events",
        sa.Column("id", Id, primary_key=True),
        sa.Column("alert_id", Id, sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("staff_id", Id, sa.ForeignKey("staff.id")),
        sa.Column("inbound_id", Id, sa.ForeignKey("inbound_texts.id")),
        sa.Column("facts", Json, nullable=False),
        sa.Column("note", Sealed),
    )
    op.create_index("ix_alert_events_alert_id", "alert_events", ["alert_id"])
    op.create_table(
        "flags",
        sa.Column("id", Id, primary_key=True),
        sa.Column("judgement_id", Id, sa.ForeignKey("judgements.id"), nullable=False),
        sa.Column("alert_id", Id, sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("rule_id", sa.String(64), nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("value", sa.String(24), nullable=False),
        sa.Column("reporter", sa.String(16), nullable=False),
        sa.Column("raised_at", Utc, nullable=False),
    )
    op.create_index("ix_flags_alert_id", "flags", ["alert_id"])


def _sending() -> None:
    # what leaves
    op.create_table(
        "outbox",
        sa.Column("id", Id, primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("priority", sa.SmallInteger, nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("contact_id", Id, sa.ForeignKey("contact_methods.id"), nullable=False),
        sa.Column("person_id", Id, sa.ForeignKey("people.id")),
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id")),
        sa.Column("checkin_id", Id, sa.ForeignKey("checkins.id")),
        sa.Column("alert_id", Id, sa.ForeignKey("alerts.id")),
        sa.Column("page_step", sa.SmallInteger),
        sa.Column("text_id", sa.String(40), nullable=False),
        sa.Column("body", Sealed, nullable=False),
        sa.Column("body_index", sa.LargeBinary(32), nullable=False),
        sa.Column("subject", Sealed),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("queued_at", Utc, nullable=False),
        sa.Column("not_before", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.Column("owner", sa.String(40)),
        sa.Column("lease_until", Utc),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False),
        sa.Column("provider_id", sa.String(64), unique=True),
        sa.Column("sent_at", Utc),
        sa.Column("ended_at", Utc),
        sa.Column("cause", sa.String(24)),
        sa.UniqueConstraint(
            "alert_id", "page_step", "contact_id", name="uq_outbox_nobody_paged_twice_for_a_step"
        ),
    )
    op.create_index("ix_outbox_checkin_id", "outbox", ["checkin_id"])
    op.create_index("ix_outbox_contact_queued", "outbox", ["contact_id", "queued_at"])
    op.create_index("ix_outbox_patient_id", "outbox", ["patient_id"])
    op.create_index("ix_outbox_sending", "outbox", ["lease_until"], **_where("state = 'sending'"))
    op.create_index(
        "ix_outbox_urgent_waiting", "outbox", ["not_before"], **_where("state = 'queued' AND priority <= 1")
    )
    op.create_index("ix_outbox_waiting", "outbox", ["priority", "not_before"], **_where("state = 'queued'"))
    op.create_table(
        "senders",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("next_send_at", Utc, nullable=False),
    )


def _house_keeping() -> None:
    # lists, form keys, audit, facts
    op.create_table(
        "patient_summaries",
        sa.Column("patient_id", Id, sa.ForeignKey("patients.id"), primary_key=True),
        sa.Column("current", Json, nullable=False),
        sa.Column("last_heard_at", Utc),
        sa.Column("last_level", sa.String(8), nullable=False),
        sa.Column("open_alert_id", Id),
        sa.Column("last_asked_at", Utc),
        sa.Column("missed_in_a_row", sa.Integer, nullable=False),
    )
    op.create_table(
        "form_keys",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("used_at", Utc, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            primary_key=True,
        ),
        sa.Column("at", Utc, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("seal_id", Id),
    )
    op.create_table(
        "seals",
        sa.Column("id", Id, primary_key=True),
        sa.Column("first_seq", sa.BigInteger, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed_at", Utc, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", Json, nullable=False),
    )
