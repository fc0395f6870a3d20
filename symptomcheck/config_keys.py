"""Every key of `config.toml`: its section, its kind, its default and the one sentence that explains it.

config.example.toml, the checks of `config` and the settings the program gets are all made from this page.
"""

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

from symptomcheck import config_kinds as kind
from symptomcheck.config_kinds import Kind
from symptomcheck.config_secrets import DataKeys, Secret

TWILIO_API = "https://api.twilio.com"
REQUIRED = object()


def _key(says: str, read: Kind, *, default: Any = REQUIRED, example: Any = None) -> dict[str, Any]:
    """One key: its sentence in config.example.toml, its kind, and its default as TOML holds it."""
    return {
        "says": says,
        "read": read,
        "default": default,
        "example": default if example is None else example,
    }


def _secret(file_key: str, variable: str) -> dict[str, Any]:
    """A value that comes from the file `file_key` names, or from `variable`."""
    return {"file_key": file_key, "variable": variable}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The clinic, as people know it."""

    name: str = field(
        metadata=_key(
            "How texts name the clinic; at most 20 characters.", kind.words(most=20), example="Riverside"
        )
    )
    phone_24h: str = field(
        metadata=_key(
            "The number your care team answers day and night, as people read it; at most 16 characters.",
            kind.clinic_number,
            example="555-010-0199",
        )
    )
    emergency_number: str = field(
        metadata=_key("The emergency number where your patients live.", kind.printed_number, default="911")
    )
    public_url: str = field(
        metadata=_key(
            "Where people and Twilio reach this server from outside; signatures are checked against it.",
            kind.web_address,
            example="https://checkin.clinic.example",
        )
    )
    zone: str = field(
        metadata=_key(
            "The clinic's time zone; each patient may have another.", kind.zone, example="America/New_York"
        )
    )
    language: str = field(
        metadata=_key(
            "The language of texts to people who chose none: en or es.", kind.one_of("en", "es"), default="en"
        )
    )
    working_hours: tuple[time, time] = field(
        metadata=_key(
            "When the team works: an untouched alert of level today pages at the end of it.",
            kind.hours,
            default="08:00-17:00",
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """Where everything is remembered."""

    url: str = field(
        metadata=_key(
            "SQLite for one process, PostgreSQL for several; with a password: SYMPTOMCHECK_DATABASE_URL.",
            kind.without_password,
            default="sqlite:///symptomcheck.sqlite",
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Twilio:
    """The account that carries texts and calls."""

    account_sid: str | None = field(
        metadata=_key(
            "Your account's SID; empty means no text can be sent.", kind.optional(kind.plain), default=""
        )
    )
    auth_token_file: Path | None = field(
        metadata=_key(
            "The file that holds the auth token; or set SYMPTOMCHECK_TWILIO_AUTH_TOKEN.",
            kind.optional(kind.path),
            default="",
        )
    )
    from_number: str | None = field(
        metadata=_key(
            "The number texts come from, as +15550100100; this or messaging_service_sid.",
            kind.optional(kind.sender_number),
            default="",
        )
    )
    messaging_service_sid: str | None = field(
        metadata=_key(
            "The Messaging Service texts come from; this or from_number.",
            kind.optional(kind.plain),
            default="",
        )
    )
    api_base_url: str = field(
        metadata=_key(
            "Where Twilio's API is; any other address is used for every call.",
            kind.web_address,
            default=TWILIO_API,
        )
    )
    messages_per_second: float = field(
        metadata=_key(
            "What your sender may send: a long code 1, toll-free 3, a short code 100.",
            kind.number(above=0, most=1000),
            default=1.0,
        )
    )
    urgent_from_number: str | None = field(
        metadata=_key(
            "A second number for urgent texts and pages, so that they never wait; empty means the same one.",
            kind.optional(kind.sender_number),
            default="",
        )
    )
    voice_from_number: str | None = field(
        metadata=_key(
            "The number calls to staff come from; empty means from_number.",
            kind.optional(kind.phone),
            default="",
        )
    )
    delete_bodies_after_minutes: int = field(
        metadata=_key(
            "Texts are deleted at Twilio this long after they are settled; 0 keeps them there.",
            kind.whole(least=0, most=525_600),
            default=1440,
        )
    )
    auth_token: Secret | None = field(metadata=_secret("auth_token_file", "SYMPTOMCHECK_TWILIO_AUTH_TOKEN"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The server that carries e-mail to staff, and to people who have no mobile."""

    host: str | None = field(
        metadata=_key(
            "The SMTP server; empty means no e-mail is sent.", kind.optional(kind.plain), default=""
        )
    )
    port: int = field(metadata=_key("Its port.", kind.whole(least=1, most=65_535), default=587))
    username: str | None = field(
        metadata=_key("Who logs in there; empty means nobody does.", kind.optional(kind.plain), default="")
    )
    password_file: Path | None = field(
        metadata=_key(
            "The file that holds the password; or set SYMPTOMCHECK_MAIL_PASSWORD.",
            kind.optional(kind.path),
            default="",
        )
    )
    from_address: str | None = field(
        metadata=_key("Whom e-mail comes from.", kind.optional(kind.mail_address), default="")
    )
    starttls: bool = field(
        metadata=_key("Whether the connection is encrypted before anything is said.", kind.flag, default=True)
    )
    password: Secret | None = field(metadata=_secret("password_file", "SYMPTOMCHECK_MAIL_PASSWORD"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Which rule book the first start adopts."""

    folder: Path | None = field(
        metadata=_key(
            "A folder with your own rule book; empty means the one this release ships.",
            kind.optional(kind.path),
            default="",
        )
    )
    overlays: tuple[str, ...] = field(
        metadata=_key(
            "The overlays of that folder that are on, by file name without .toml.", kind.names, default=[]
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """Keys and log-ins."""

    secret_key_file: Path = field(
        metadata=_key(
            "The file that signs links and sessions; or set SYMPTOMCHECK_SECRET_KEY.",
            kind.path,
            default="secrets/secret.key",
        )
    )
    data_keys_file: Path = field(
        metadata=_key(
            "The file that opens every stored name, number and text; or set SYMPTOMCHECK_DATA_KEYS.",
            kind.path,
            default="secrets/data.keys",
        )
    )
    session_minutes: int = field(
        metadata=_key(
            "Staff are logged out after this long without a click.",
            kind.whole(least=1, most=1440),
            default=30,
        )
    )
    require_totp: bool = field(
        metadata=_key("Whether staff also need a code from their authenticator.", kind.flag, default=True)
    )
    secret_key: Secret = field(metadata=_secret("secret_key_file", "SYMPTOMCHECK_SECRET_KEY"))
    data_keys: DataKeys = field(metadata=_secret("data_keys_file", "SYMPTOMCHECK_DATA_KEYS"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Where the web process listens."""

    host: str = field(
        metadata=_key(
            "The address it listens on; a proxy in front speaks HTTPS.", kind.plain, default="127.0.0.1"
        )
    )
    port: int = field(
        metadata=_key("The port it listens on.", kind.whole(least=0, most=65_535), default=8000)
    )
    trusted_proxies: int = field(
        metadata=_key(
            "How many proxies stand in front; their X-Forwarded headers are believed, no others.",
            kind.whole(least=0, most=5),
            default=0,
        )
    )
    metrics_token_file: Path | None = field(
        metadata=_key(
            "The file whose token opens /metrics; or set SYMPTOMCHECK_METRICS_TOKEN; empty keeps them shut.",
            kind.optional(kind.path),
            default="",
        )
    )
    metrics_token: Secret | None = field(metadata=_secret("metrics_token_file", "SYMPTOMCHECK_METRICS_TOKEN"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """The metronome."""

    tick_seconds: float = field(
        metadata=_key("How often it looks for what is due.", kind.number(above=0, most=60), default=5.0)
    )
    dead_man_url: str | None = field(
        metadata=_key(
            "Called while nothing is lost; whoever watches it tells you when the calls stop.",
            kind.optional(kind.web_address),
            default="",
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """Who is paged when the rota has a gap. Enrolment is refused without both."""

    fallback_phone: str | None = field(
        metadata=_key(
            "The phone that is paged when nobody is on call.", kind.optional(kind.phone), default=""
        )
    )
    fallback_email: str | None = field(
        metadata=_key(
            "The e-mail that is paged when nobody is on call.", kind.optional(kind.mail_address), default=""
        )
    )
    webhook_url: str | None = field(
        metadata=_key(
            "Where every page is also posted, signed, for a pager or siren of your own; empty means nowhere.",
            kind.optional(kind.web_address),
            default="",
        )
    )
    webhook_secret_file: Path | None = field(
        metadata=_key(
            "The file that holds the signing secret; or set SYMPTOMCHECK_WEBHOOK_SECRET.",
            kind.optional(kind.path),
            default="",
        )
    )
    webhook_secret: Secret | None = field(
        metadata=_secret("webhook_secret_file", "SYMPTOMCHECK_WEBHOOK_SECRET")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of one installation's decisions, checked."""

    file: Path
    site: Site
    database: DatabaseSettings
    twilio: Twilio
    mail: Mail
    rules: Rules
    security: Security
    web: Web
    worker: Worker
    oncall: OnCall


SECTIONS: dict[str, type] = {
    "site": Site,
    "database": DatabaseSettings,
    "twilio": Twilio,
    "mail": Mail,
    "rules": Rules,
    "security": Security,
    "web": Web,
    "worker": Worker,
    "oncall": OnCall,
}
