"""The schema: every table, with the one sentence that says what a row is.

Append-only: inbound_texts, answers, judgements, flags, alert_events, audit. Columns of type `Secret` are
encrypted and bound to table, column and row id. Times are UTC. Ids are made by the application (UUIDv7).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from symptomcheck.storage.columns import Id, Json, Secret, Utc

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _ref(target: str) -> ForeignKey:
    return ForeignKey(target)


# --- people and how they are reached ---------------------------------------------------------------------

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Secret, nullable=False),
    Column("tag", Secret, nullable=False, comment="the short name put before texts on a shared phone"),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("created_at", Utc, nullable=False),
    comment="A human: patient, caregiver or staff, as said by the rows that point at them.",
)

name_tokens = Table(
    "name_tokens",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("person_id", Id, _ref("people.id"), primary_key=True),
    comment="HMACs of a surname and of its first three letters: search over encrypted names.",
    sqlite_with_rowid=False,
)

contact_methods = Table(
    "contact_methods",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(8), nullable=False, comment="sms, email, voice, post"),
    Column("address", Secret, nullable=False),
    Column("address_index", LargeBinary(32), nullable=False, comment="HMAC of the address"),
    Column("state", String(16), nullable=False, comment="ok, stopped, wrong, undeliverable"),
    Column("state_at", Utc, nullable=False),
    Column("told_unknown_at", Utc, comment="last time an unknown sender was given the call line"),
    UniqueConstraint("kind", "address_index"),
    comment="A phone number or e-mail address, once, whoever shares it; also numbers nobody here owns.",
)

reaches = Table(
    "reaches",
    metadata,
    Column("person_id", Id, _ref("people.id"), primary_key=True),
    Column("contact_id", Id, _ref("contact_methods.id"), primary_key=True, index=True),
    Column("rank", SmallInteger, nullable=False, comment="lower is tried first"),
    Column("confirmed_at", Utc),
    comment="This contact method reaches this person.",
)

patients = Table(
    "patients",
    metadata,
    Column("id", Id, _ref("people.id"), primary_key=True),
    Column("infused_on", Date, nullable=False),
    Column("state", String(16), nullable=False, comment="active, unconfirmed, paused, ended"),
    Column("state_at", Utc, nullable=False),
    Column("paused_until", Utc),
    Column("state_reason", String(40), comment="a code: in_hospital, asked, finished, ..."),
    Column("messages", String(8), nullable=False, comment="words, or link only"),
    comment="A person who had an infusion and is enrolled.",
)

cares_for = Table(
    "cares_for",
    metadata,
    Column("caregiver_id", Id, _ref("people.id"), primary_key=True),
    Column("patient_id", Id, _ref("patients.id"), primary_key=True, index=True),
    Column("may_be_told", Boolean, nullable=False, comment="recorded permission for the fallback text"),
    Column("since", Utc, nullable=False),
    Column("ended_at", Utc),
    comment="This caregiver looks after this patient.",
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, _ref("people.id"), nullable=False, index=True),
    Column("patient_id", Id, _ref("patients.id"), nullable=False),
    Column("wording_version", String(64), nullable=False),
    Column("texts_counted", Integer, nullable=False, comment="how many texts the plan was said to send"),
    Column("given_at", Utc, nullable=False),
    Column("recorded_by", String(80), nullable=False),
    Column("how", String(40), nullable=False),
    comment="Consent of one person to be texted, and who wrote it down.",
)

staff = Table(
    "staff",
    metadata,
    Column("id", Id, _ref("people.id"), primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False, comment="admin, clinician, viewer"),
    Column("state", String(16), nullable=False, comment="active, disabled"),
    Column("password_hash", String(256)),
    Column("totp_secret", Secret),
    Column("created_at", Utc, nullable=False),
    comment="A member of the care team. Pages print the person's name: staff agree to that.",
)

shifts = Table(
    "shifts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff_id", Id, _ref("staff.id"), nullable=False),
    Column("rung", String(8), nullable=False, comment="first, backup, lead"),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, index=True, comment="none: until changed"),
    Column("rotation_id", Id, comment="the rotation that wrote it; none: somebody by hand"),
    comment="Who is on call, from when to when.",
)

rotations = Table(
    "rotations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("rung", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("handover", String(5), nullable=False, comment="when a turn ends, as 08:00"),
    Column("days", SmallInteger, nullable=False, comment="how many days a turn lasts"),
    Column("starts_on", Date, nullable=False),
    Column("staff_ids", Json, nullable=False, comment="whose turn it is, in order, again and again"),
    Column("filled_until", Utc, nullable=False, comment="its shifts are written up to here"),
    Column("ended_at", Utc),
    comment="People who take turns on one rung; the turns themselves are written as shifts.",
)

policies = Table(
    "policies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("by", String(80), nullable=False),
    Column("numbers", Json, nullable=False),
    comment="How soon whom is paged, as the clinic edited it. The newest row stands; none: as shipped.",
)

# --- the conversation ------------------------------------------------------------------------------------

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact_id", Id, _ref("contact_methods.id"), nullable=False),
    Column("patient_id", Id, _ref("patients.id"), nullable=False, index=True),
    Column("person_id", Id, _ref("people.id"), nullable=False, index=True),
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
    Column("conversation_id", Id, _ref("conversations.id"), nullable=False),
    Column("contact_id", Id, _ref("contact_methods.id"), nullable=False),
    Column("patient_id", Id, _ref("patients.id"), nullable=False, index=True),
    Column("person_id", Id, _ref("people.id"), nullable=False),
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
    Column("contact_id", Id, _ref("contact_methods.id"), nullable=False),
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
    Column("patient_id", Id, _ref("patients.id"), nullable=False),
    Column("person_id", Id, _ref("people.id"), nullable=False),
    Column("reporter", String(16), nullable=False),
    Column("checkin_id", Id, _ref("checkins.id")),
    Column("inbound_id", Id, _ref("inbound_texts.id")),
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
    Column("fingerprint", String(64), _ref("rulebooks.fingerprint"), nullable=False),
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
    Column("patient_id", Id, _ref("patients.id"), nullable=False),
    Column("person_id", Id, _ref("people.id"), nullable=False),
    Column("checkin_id", Id, _ref("checkins.id")),
    Column("inbound_id", Id, _ref("inbound_texts.id")),
    Column("fingerprint", String(64), _ref("rulebooks.fingerprint"), nullable=False),
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
    Column("judgement_id", Id, _ref("judgements.id"), nullable=False),
    Column("alert_id", Id, _ref("alerts.id"), nullable=False, index=True),
    Column("rule_id", String(64), nullable=False),
    Column("level", String(8), nullable=False),
    Column("key", String(16), nullable=False),
    Column("value", String(24), nullable=False),
    Column("reporter", String(16), nullable=False),
    Column("raised_at", Utc, nullable=False),
    comment="A verdict that fired, on exactly one alert.",
)

# --- what the team handles -------------------------------------------------------------------------------

alert_numbers = Sequence("alert_numbers", metadata=metadata)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    # The sequence exists on PostgreSQL alone; on SQLite the write lock makes "highest plus one" safe.
    Column("number", Integer, alert_numbers, nullable=False, unique=True, comment="short enough to type"),
    Column("patient_id", Id, _ref("patients.id"), index=True),
    Column("contact_id", Id, _ref("contact_methods.id"), comment="a phone that is no patient's"),
    Column("kind", String(8), nullable=False, comment="notice, silence, today, urgent: only ever raised"),
    Column("state", String(12), nullable=False, comment="open, acknowledged, closed"),
    Column("opened_at", Utc, nullable=False),
    Column("raised_at", Utc, nullable=False),
    Column("rules", Json, nullable=False, comment="rule ids that fired while it was open"),
    Column("reasons", Json, nullable=False, comment="notice and silence reasons while it was open"),
    Column("highest_temperature", String(12)),
    Column("step", SmallInteger, nullable=False, comment="the escalation step to take next"),
    Column("next_step_at", Utc),
    Column("pagings", SmallInteger, nullable=False, comment="how many times it paged: numbers its pages"),
    Column("last_paged_at", Utc),
    Column("acknowledged_by", Id, _ref("staff.id")),
    Column("acknowledged_at", Utc),
    Column("contacted_at", Utc),
    Column("closed_at", Utc),
    Column("closed_by", Id, _ref("staff.id")),
    Column("outcome", String(20)),
    comment="What the team handles until it is closed by name.",
)
Index(
    "uq_alerts_one_open_per_patient",
    alerts.c.patient_id,
    unique=True,
    sqlite_where=alerts.c.state != "closed",
    postgresql_where=alerts.c.state != "closed",
)
Index(
    "uq_alerts_one_open_per_unknown_phone",
    alerts.c.contact_id,
    unique=True,
    sqlite_where=alerts.c.state != "closed",
    postgresql_where=alerts.c.state != "closed",
)

Index(
    "ix_alerts_next_step",
    alerts.c.next_step_at,
    sqlite_where=alerts.c.state != "closed",
    postgresql_where=alerts.c.state != "closed",
)

alert_events = Table(
    "alert_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("alert_id", Id, _ref("alerts.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("kind", String(20), nullable=False, comment="opened, raised, paged, acknowledged, closed, ..."),
    Column("staff_id", Id, _ref("staff.id")),
    Column("inbound_id", Id, _ref("inbound_texts.id")),
    Column("facts", Json, nullable=False, comment="ids, codes and numbers; never words"),
    Column("note", Secret),
    comment="The timeline of an alert.",
)

# --- what leaves -----------------------------------------------------------------------------------------

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(12), nullable=False, comment="urgent, page, answer, reminder, prompt"),
    Column("priority", SmallInteger, nullable=False, comment="0 urgent .. 4 prompt; the highest goes first"),
    Column("channel", String(8), nullable=False, comment="sms, email, voice, post"),
    Column("contact_id", Id, _ref("contact_methods.id"), nullable=False),
    Column("person_id", Id, _ref("people.id")),
    Column("patient_id", Id, _ref("patients.id"), index=True),
    Column("checkin_id", Id, _ref("checkins.id"), index=True),
    Column("alert_id", Id, _ref("alerts.id")),
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

# --- the house keeping -----------------------------------------------------------------------------------

patient_summaries = Table(
    "patient_summaries",
    metadata,
    Column("patient_id", Id, _ref("patients.id"), primary_key=True),
    Column("current", Json, nullable=False, comment="latest answers, as storage.answers writes them"),
    Column("last_heard_at", Utc),
    Column("last_level", String(8), nullable=False),
    Column("open_alert_id", Id),
    Column("last_asked_at", Utc),
    Column("missed_in_a_row", Integer, nullable=False),
    comment="What the lists show of a patient, kept in the same transaction as what changes it.",
)

form_keys = Table(
    "form_keys",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("used_at", Utc, nullable=False),
    Column("told", String(200), comment="codes of what a person was told, for when the form comes again"),
    comment="One-time keys of form posts: the second post with a key changes nothing.",
)

# --- who may look ----------------------------------------------------------------------------------------

links = Table(
    "links",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "token_hash", LargeBinary(32), nullable=False, unique=True, comment="SHA-256; the token is sent only"
    ),
    Column("conversation_id", Id, _ref("conversations.id"), nullable=False, index=True),
    Column("checkin_id", Id, _ref("checkins.id")),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("revoked_at", Utc),
    comment="A link in a text: one person, about one patient. It can only submit.",
)

reading_codes = Table(
    "reading_codes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("link_id", Id, _ref("links.id"), nullable=False, index=True),
    Column("code_hash", LargeBinary(32), nullable=False),
    Column("sent_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("used_at", Utc),
    comment="A code texted to the person's own phone: with it the link may read, for one session.",
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True, comment="SHA-256 of the cookie"),
    Column("staff_id", Id, _ref("staff.id"), index=True, comment="signed in as"),
    Column("link_id", Id, _ref("links.id"), index=True, comment="or reading by this link"),
    Column("made_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False, comment="the absolute end; idleness ends it sooner"),
    Column("ended_at", Utc),
    comment="Somebody signed in; kept by us, so that it can be ended by us. Real clock, always.",
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("staff_id", Id, _ref("staff.id"), nullable=False, index=True),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    comment="A one-time link with which a member of the team chooses a password.",
)

attempts = Table(
    "attempts",
    metadata,
    Column("who", LargeBinary(32), primary_key=True, comment="HMAC of a login or an address"),
    Column("failed", SmallInteger, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("locked_until", Utc),
    comment="Failed sign-ins and codes: what the throttle counts.",
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), Identity(always=False), primary_key=True),
    Column("at", Utc, nullable=False),
    Column("actor", String(80), nullable=False, comment="staff id, 'system', 'command line'"),
    Column("verb", String(40), nullable=False),
    Column("subject", String(80), nullable=False, comment="kind:id"),
    Column("facts", Json, nullable=False),
    Column("seal_id", Id),
    comment="Who saw, changed or acknowledged what; never words of patients.",
)

seals = Table(
    "seals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
    Column("sealed_at", Utc, nullable=False),
    comment="An HMAC over a batch of audit rows and the seal before.",
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Json, nullable=False),
    comment="Small truths of the installation: watermarks, the last tick, the demo clock.",
)
