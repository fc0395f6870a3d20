"""Builds everything once from the settings and hands it over: no globals, nothing found by name later.

`build` is what every door calls. It stops with one sentence when the house cannot work: no database, no
tables, no rule book.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

import structlog

from symptomcheck.actions.clinic import Clinic, Site
from symptomcheck.actions.rulebook.books import Books, NoRuleBook
from symptomcheck.actions.rulebook.install_rulebook import install_rulebook
from symptomcheck.channels.email import EmailSender, Security
from symptomcheck.channels.post import PostSender
from symptomcheck.channels.sender import Sender
from symptomcheck.channels.twilio_sms import TwilioSms
from symptomcheck.channels.twilio_voice import TwilioVoice
from symptomcheck.clock import Clock, DatabaseClock, RealClock
from symptomcheck.config import ConfigError, Settings
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.policy import Policy, WorkingHours
from symptomcheck.rule_files import on_disk, rule_files
from symptomcheck.storage.crypto import Cipher
from symptomcheck.storage.database import Database
from symptomcheck.storage.migrate import head_is_current, upgrade
from symptomcheck.storage.server_time import server_now, why_unreachable

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One clinic's installation, ready to work."""

    settings: Settings
    clinic: Clinic
    clock: Clock
    real_clock: Clock
    senders: Mapping[str, Sender]

    def close(self) -> None:
        """Let go of the database. Senders are closed by the event loop that used them."""
        self.clinic.db.close()


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    senders: Mapping[str, Sender] | None = None,
    books: Books | None = None,
    demo: bool = False,
) -> House:
    """The house these settings describe, with a current rule book in its database.

    ConfigError or RuleBookError, each one sentence with the remedy, when it cannot work. `clock`,
    `senders` and `books` are the stage's; `demo` lets people be enrolled under a book no clinician adopted.
    """
    db = open_database(settings)
    try:
        if not head_is_current(db):
            raise ConfigError(
                settings.file,
                "[database] url",
                "names a database without this release's tables",
                "Run symptomcheck migrate",
            )
        house = House(
            settings=settings,
            clinic=Clinic(
                db=db, books=books or Books(), site=site_of(settings, demo=demo), policy=policy_of(settings)
            ),
            clock=clock or (DatabaseClock(partial(server_now, db)) if db.postgresql else RealClock()),
            real_clock=RealClock(),
            senders=senders_of(settings) if senders is None else senders,
        )
        _need_a_rule_book(house)
    except BaseException:
        db.close()
        raise
    return house


def offer_rule_files(house: House) -> RuleBookError | None:
    """Keep the rule files on the disk as a candidate; a fault in them stops nothing and is returned."""
    try:
        files = _files(house.settings)
        installed = install_rulebook(house.clinic, files, now=house.clock.now())
    except RuleBookError as fault:  # files that cannot even be read
        refused: RuleBookError | None = fault
    else:
        refused = installed.refused
        if installed.candidate is not None:
            _log.info("rule_files_wait_to_be_adopted", fingerprint=installed.candidate[:12])
    if refused is not None:
        refused = on_disk(refused, house.settings.rules.folder)
        _log.warning("rule_files_refused", problem=PurePath(refused.file).name)
    return refused


def migrate(settings: Settings) -> None:
    """Bring the database of these settings to this release's tables."""
    open_database(settings).close()
    upgrade(settings.database.url)


def _files(settings: Settings) -> dict[str, str]:
    return rule_files(settings.rules.folder, settings.rules.overlays)


def _need_a_rule_book(house: House) -> None:
    with house.clinic.db.read() as tx:
        try:
            house.clinic.books.current(tx)
            return
        except NoRuleBook:
            pass
    try:
        install_rulebook(house.clinic, _files(house.settings), now=house.clock.now())
    except RuleBookError as fault:
        raise on_disk(fault, house.settings.rules.folder) from None


def open_database(settings: Settings) -> Database:
    """The database of these settings, reachable; its tables may still be missing."""
    place = "[database] url"
    keys = settings.security.data_keys
    cipher = Cipher(keys=keys.keys, index_key=keys.index_key)
    try:
        db = Database(settings.database.url, cipher)
    except OSError as problem:
        remedy = "Make that folder, or correct the address"
        raise ConfigError(settings.file, place, f"cannot be opened ({problem.strerror})", remedy) from None
    if why := why_unreachable(db):
        db.close()
        remedy = "Start the database, or correct the address"
        raise ConfigError(settings.file, place, f"cannot be reached ({why})", remedy)
    return db


def site_of(settings: Settings, *, demo: bool = False) -> Site:
    """The clinic as texts and schedules name it."""
    site = settings.site
    return Site(
        name=site.name,
        phone=site.phone_24h,
        emergency=site.emergency_number,
        zone=site.zone,
        language=site.language,
        public_url=site.public_url,
        our_number=settings.twilio.from_number,
        working_hours=site.working_hours,
        fallback_phone=settings.oncall.fallback_phone,
        fallback_email=settings.oncall.fallback_email,
        mails=bool(settings.mail.host),
        calls=bool(_calls_from(settings)),
        posts_to=settings.oncall.webhook_url if settings.oncall.webhook_secret else None,
        demo=demo,
    )


def policy_of(settings: Settings) -> Policy:
    """The shipped escalation, in this clinic's working hours."""
    starts, ends = settings.site.working_hours
    return Policy(working_hours=WorkingHours(zone=settings.site.zone, starts=starts, ends=ends))


def senders_of(settings: Settings) -> dict[str, Sender]:
    """The channels these settings have an account for, by name."""
    senders: dict[str, Sender] = {}
    twilio, mail = settings.twilio, settings.mail
    if twilio.account_sid and twilio.auth_token:
        senders["sms"] = TwilioSms(
            account_sid=twilio.account_sid,
            auth_token=twilio.auth_token.reveal(),
            from_number=twilio.from_number,
            messaging_service_sid=twilio.messaging_service_sid,
            more_numbers=[number for number in (twilio.urgent_from_number,) if number],
            public_url=settings.site.public_url,
            api_base_url=twilio.api_base_url,
        )
    if twilio.account_sid and twilio.auth_token and (number := _calls_from(settings)):
        senders["voice"] = TwilioVoice(
            account_sid=twilio.account_sid,
            auth_token=twilio.auth_token.reveal(),
            from_number=number,
            public_url=settings.site.public_url,
            api_base_url=twilio.api_base_url,
        )
    if settings.oncall.webhook_url and (secret := settings.oncall.webhook_secret):
        senders["post"] = PostSender(secret=secret.reveal(), clock=RealClock().now)
    if mail.host and mail.from_address:
        senders["email"] = EmailSender(
            host=mail.host,
            port=mail.port,
            from_address=mail.from_address,
            username=mail.username,
            password=mail.password.reveal() if mail.password else None,
            security=_mail_security(mail.starttls, mail.port),
        )
    return senders


def _calls_from(settings: Settings) -> str | None:
    """The number calls come from; a short code can text and cannot call."""
    twilio = settings.twilio
    if not twilio.account_sid:
        return None
    number = twilio.voice_from_number or twilio.urgent_from_number or twilio.from_number
    return number if number and number.startswith("+") else None


def _mail_security(starttls: bool, port: int) -> Security:
    # On 465 a mail server speaks TLS from the first byte; STARTTLS would wait there for ever.
    if port == 465:
        return Security.TLS
    return Security.STARTTLS if starttls else Security.NONE
