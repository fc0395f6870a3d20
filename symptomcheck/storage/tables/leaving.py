"""What leaves."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from symptomcheck.storage.columns import Id, Secret, Utc
from symptomcheck.storage.tables.schema import metadata, ref

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(12), nullable=False, comment="urgent, page, answer, reminder, prompt"),
    Column("priority", SmallInteger, nullable=False, comment="0 urgent .. 4 prompt; the highest goes first"),
    Column("channel", String(8), nullable=False, comment="sms, email, voice, post"),
    Column("contact_id", Id, ref("contact_methods.id"), nullable=False),
    Column("person_id", Id, ref("people.id")),
    Column("patient_id", Id, ref("patients.id"), index=True),
    Column("checkin_id", Id, ref("checkins.id"), index=True),
    Column("alert_id", Id, ref("alerts.id")),
    Column("page_step", SmallInteger),
    Column("text_id", String(40), nullable=False),
    Column("body", Secret, nullable=False),
    Column("body_index", LargeBinary(32), nullable=False, comment="HMAC of the words: finds identical texts"),
    Column("subject", Secret),
    Column("state", String(12), nullable=False, comment="queued, sending, sent, delivered, failed, ..."),
    Column("queued_at", Utc, nullable=False),
    Column("not_before", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("owner", String(40)),
    Column("lease_until", Utc),
    Column("attempts", SmallInteger, nullable=False),
    Column("unsure", Boolean, nullable=False, comment="it may have gone: ask the provider before any retry"),
    Column("provider_id", String(64), unique=True),
    Column("sent_at", Utc),
    Column("ended_at", Utc),
    Column("cause", String(24), comment="why it failed or was cancelled"),
    UniqueConstraint("alert_id", "page_step", "contact_id", name="uq_outbox_nobody_paged_twice_for_a_step"),
    comment="A text exactly as the person gets it, and how far it came.",
)
Index(
    "ix_outbox_waiting",
    outbox.c.priority,
    outbox.c.not_before,
    sqlite_where=outbox.c.state == "queued",
    postgresql_where=outbox.c.state == "queued",
)
Index(
    "ix_outbox_urgent_waiting",
    outbox.c.not_before,
    sqlite_where=text("state = 'queued' AND priority <= 1"),
    postgresql_where=text("state = 'queued' AND priority <= 1"),
)
Index(
    "ix_outbox_sending",
    outbox.c.lease_until,
    sqlite_where=outbox.c.state == "sending",
    postgresql_where=outbox.c.state == "sending",
)
Index("ix_outbox_contact_queued", outbox.c.contact_id, outbox.c.queued_at)

senders = Table(
    "senders",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("next_send_at", Utc, nullable=False),
    comment="When each sending number may send next; the claim itself moves it.",
)
