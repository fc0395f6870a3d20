"""What the doctor looks at. Each check is a line: ok, or wrong and what to do."""

import asyncio
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from symptomcheck.clock import ALARM_ABOVE, DatabaseClock
from symptomcheck.config import Settings
from symptomcheck.config_keys import TWILIO_API
from symptomcheck.core.oncall import gaps

if TYPE_CHECKING:
    from symptomcheck.wiring import House

COVERED_FOR = timedelta(days=14)
_NEARBY = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    what: str
    ok: bool
    says: str


def examine_settings(settings: Settings) -> Iterator[Line]:
    """What can be seen without the database: the address, the secrets, an account to send with."""
    public = urlsplit(settings.site.public_url)
    real_provider = settings.twilio.account_sid and settings.twilio.api_base_url == TWILIO_API
    if real_provider and (public.hostname in _NEARBY or public.scheme != "https"):
        says = (
            f"[site] public_url is {settings.site.public_url}. Write the https address that Twilio reaches."
        )
        yield Line("configuration", False, says)
    else:
        yield Line("configuration", True, str(settings.file))
    yield _secrets(settings)
    if settings.twilio.account_sid:
        yield Line(
            "sending", True, f"an account at {settings.twilio.api_base_url}; --send-to NUMBER tries it"
        )
    else:
        yield Line("sending", False, "No text can be sent. Set [twilio] account_sid, its token and a number.")
    yield _fallback(settings)


def _secrets(settings: Settings) -> Line:
    security = settings.security
    for file in (security.secret_key_file, security.data_keys_file):
        try:
            mode = os.stat(file).st_mode
        except OSError:  # it came from a variable
            continue
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            return Line("secrets", False, f"{file} can be read by others. Run chmod 600 {file}.")
    return Line("secrets", True, "read by their owner only")


def _fallback(settings: Settings) -> Line:
    oncall = settings.oncall
    missing = [key for key in ("fallback_phone", "fallback_email") if getattr(oncall, key) is None]
    if missing:
        says = f"[oncall] {' and '.join(missing)} must be set. Name who is paged when the rota has a gap."
        return Line("fallback", False, says)
    return Line("fallback", True, "a phone and an e-mail for when nobody is on call")


def examine_house(house: "House") -> Iterator[Line]:
    """What only the running installation knows."""
    yield _clock(house)
    yield _keys(house)
    yield _rules(house)
    yield _cover(house)
    yield _metronome(house)


def _clock(house: "House") -> Line:
    clock = house.clock
    if not isinstance(clock, DatabaseClock):
        return Line("clock", True, f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, this machine's own")
    now = clock.now()
    if clock.offset is None or abs(clock.offset) > ALARM_ABOVE:
        off = "unknown" if clock.offset is None else f"{clock.offset.total_seconds():.1f} s"
        return Line("clock", False, f"the database's differs from this machine's by {off}. Set both by NTP.")
    return Line("clock", True, f"{now:%Y-%m-%d %H:%M:%S} UTC, the database's")


def _keys(house: "House") -> Line:
    from symptomcheck.storage import staff
    from symptomcheck.storage.crypto import CannotOpen

    try:
        with house.clinic.db.read() as tx:
            count = len(staff.everyone(tx))
    except CannotOpen:
        says = "the data keys do not open what is stored. Restore [security] data_keys_file from its backup."
        return Line("keys", False, says)
    return Line("keys", True, f"open what is stored ({count} names of staff tried)")


def _rules(house: "House") -> Line:
    from symptomcheck.storage import rulebooks

    with house.clinic.db.read() as tx:
        adoption = rulebooks.current(tx)
        house.clinic.books.current(tx)
    if adoption is None or not adoption.clinician:
        says = "no clinician has adopted the rule book. Run symptomcheck rules adopt --by NAME --reason WHY."
        return Line("rules", False, says)
    return Line("rules", True, f"{adoption.fingerprint[:12]}, adopted {adoption.adopted_at:%Y-%m-%d}")


def _cover(house: "House") -> Line:
    from symptomcheck.storage import shifts

    now = house.clock.now()
    with house.clinic.db.read() as tx:
        held = shifts.reachable(tx, since=now)
    if found := gaps(held, now, now + COVERED_FOR):
        first = found[0].starts_at
        says = (
            f"nobody with a confirmed phone is on call from {first:%Y-%m-%d %H:%M} UTC"
            " (in the next 14 days). Run symptomcheck staff add --on-call first, or add a shift."
        )
        return Line("cover", False, says)
    return Line("cover", True, "somebody can be paged at every minute of the next 14 days")


def _metronome(house: "House") -> Line:
    from symptomcheck.storage import measures

    with house.clinic.db.read() as tx:
        ticked = measures.last_tick(tx)
    if ticked is None:
        return Line("metronome", False, "has never ticked. Start symptomcheck run, or symptomcheck worker.")
    age = house.clock.now() - ticked
    if age > timedelta(seconds=max(60.0, 5 * house.settings.worker.tick_seconds)):
        says = f"ticked last {age.total_seconds():.0f} s ago. Start symptomcheck run, or symptomcheck worker."
        return Line("metronome", False, says)
    return Line("metronome", True, f"ticked {age.total_seconds():.0f} s ago")


def try_to_send(settings: Settings, number: str) -> Line:
    """Really send one text, and say what the provider said."""
    from symptomcheck.actions.people.phone import normalised, region_of
    from symptomcheck.channels.sender import OutboundMessage, OutcomeUnknown, SendFailed
    from symptomcheck.wiring import senders_of

    address = normalised(number, region=region_of(settings.twilio.from_number))
    sender = senders_of(settings).get("sms")
    if sender is None:
        return Line("a text", False, "cannot be sent without an account. Set [twilio] account_sid.")
    message = OutboundMessage(id=uuid4(), address=address, text=f"{settings.site.name}: this is a test text.")

    async def send() -> Line:
        try:
            sent = await sender.send(message)
        except SendFailed as failed:
            code = f" (code {failed.code})" if failed.code else ""
            return Line(
                "a text", False, f"was refused{code}: {failed.cause.reason} {failed.cause.what_to_do}"
            )
        except OutcomeUnknown as unknown:
            return Line("a text", False, f"may or may not have gone: {unknown.cause.reason} Try again.")
        finally:
            await sender.close()
        return Line("a text", True, f"was taken by the provider as {sent.provider_id}")

    return asyncio.run(send())
