"""The kinds of value a setting may have: what TOML holds, what the program gets, and what is wrong with it.

A kind is a function of (what the file says, the file's folder). It returns the value or raises `Wrong` with
the problem and the remedy; where it stands is added by `config`.
"""

import re
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

Kind: TypeAlias = Callable[[Any, Path], Any]

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
_PRINTED_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]*")
_SHORTEST_OF_A_CLINIC = 7  # 911, 112, 988, 116 117 and every other number for all have fewer digits
_HOURS = re.compile(r"([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class Wrong(ValueError):
    """A value that cannot stand: the problem and the remedy, without the place."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}. {remedy}")


def _typed(raw: Any, wanted: type, called: str) -> None:
    # bool is an int to Python; `port = true` is still a mistake.
    if not isinstance(raw, wanted) or (isinstance(raw, bool) and wanted is not bool):
        raise Wrong(f"is {raw!r}, which is no {called}", f"Write a {called}")


def words(*, most: int) -> Kind:
    """Some words, at most `most` characters."""

    def read(raw: Any, _: Path) -> str:
        _typed(raw, str, "text in quotes")
        if not raw.strip():
            raise Wrong("is empty", f"Write 1 to {most} characters")
        if len(raw) > most:
            raise Wrong(
                f"has {len(raw)} characters", f"Write at most {most}, or texts no longer fit into one SMS"
            )
        return str(raw.strip())

    return read


def optional(kind: Kind) -> Kind:
    """That kind, or "" for none."""

    def read(raw: Any, folder: Path) -> Any:
        return None if raw == "" else kind(raw, folder)

    return read


def plain(raw: Any, _: Path) -> str:
    """Text as it stands."""
    _typed(raw, str, "text in quotes")
    return str(raw)


def printed_number(raw: Any, _: Path) -> str:
    """A number as people read and dial it: at most 16 characters, or texts no longer fit into one SMS."""
    _typed(raw, str, "number in quotes")
    if not _PRINTED_NUMBER.fullmatch(raw) or len(re.sub(r"\D", "", raw)) < 3:
        raise Wrong(
            f"is {raw!r}, which nobody can dial", 'Write digits, spaces and hyphens, like "555-010-0199"'
        )
    if len(raw) > 16:
        raise Wrong(f"has {len(raw)} characters", "Write at most 16, or texts no longer fit into one SMS")
    return str(raw)


def clinic_number(raw: Any, folder: Path) -> str:
    """The number the team itself answers, as people read and dial it: "call us" must never mean 911."""
    printed = printed_number(raw, folder)
    if len(re.sub(r"\D", "", printed)) < _SHORTEST_OF_A_CLINIC:
        raise Wrong(
            f"is {raw!r}, an emergency or short number",
            'Write the number your own team answers day and night, with its area code, like "555-010-0199"',
        )
    return printed


def phone(raw: Any, _: Path) -> str:
    """A number as providers want it: +15550100199."""
    _typed(raw, str, "number in quotes")
    if not _E164.fullmatch(raw):
        raise Wrong(
            f"is {raw!r}, not an international number", 'Write + and digits only, like "+15550100199"'
        )
    return str(raw)


def sender_number(raw: Any, _: Path) -> str:
    """A number texts are sent from: international, or a short code."""
    _typed(raw, str, "number in quotes")
    if not (_E164.fullmatch(raw) or _SHORT_CODE.fullmatch(raw)):
        raise Wrong(
            f"is {raw!r}, which people could not answer", 'Write a number like "+15550100100" or a short code'
        )
    return str(raw)


def mail_address(raw: Any, _: Path) -> str:
    """One e-mail address."""
    _typed(raw, str, "address in quotes")
    if not _MAIL.fullmatch(raw):
        raise Wrong(f"is {raw!r}, not an e-mail address", 'Write one like "oncall@clinic.example"')
    return str(raw)


def web_address(raw: Any, _: Path) -> str:
    """An http or https address, without a slash at its end."""
    _typed(raw, str, "address in quotes")
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise Wrong(f"is {raw!r}, not a web address", 'Write one like "https://checkin.clinic.example"')
    return str(raw).rstrip("/")


def database_address(raw: Any, folder: Path) -> str:
    """sqlite:///file (beside the configuration unless absolute) or postgresql://..."""
    _typed(raw, str, "address in quotes")
    scheme, found, place = raw.partition("://")
    if scheme == "sqlite" and found and place.startswith("/") and len(place) > 1:
        return f"sqlite:///{folder / place[1:]}"
    if scheme in {"postgresql", "postgres"} and found and place:
        return f"postgresql://{place}"
    raise Wrong(
        "is no database this tool knows",
        'Write "sqlite:///symptomcheck.sqlite" or "postgresql://host/database"',
    )


def without_password(raw: Any, folder: Path) -> str:
    """A database address that may stand in the file: one with a password may not."""
    address = database_address(raw, folder)
    if urlsplit(address).password is not None:
        raise Wrong("holds a password", "Set the whole address as SYMPTOMCHECK_DATABASE_URL instead")
    return address


def zone(raw: Any, _: Path) -> str:
    """A time zone by its IANA name."""
    _typed(raw, str, "zone in quotes")
    try:
        ZoneInfo(raw)
    except (ValueError, OSError, LookupError):
        raise Wrong(
            f"is {raw!r}, not a time zone", 'Write an IANA name like "America/New_York" or "Europe/Madrid"'
        ) from None
    return str(raw)


def hours(raw: Any, _: Path) -> tuple[time, time]:
    """When the team works, as "08:00-17:00"."""
    _typed(raw, str, "span in quotes")
    found = _HOURS.fullmatch(raw)
    try:
        opens, closes = (
            (time(int(found[n]), int(found[n + 1])) for n in (1, 3)) if found else (time(), time())
        )
    except ValueError:
        opens = closes = time()
    if not opens < closes:
        raise Wrong(f"is {raw!r}, not a span of one day", 'Write it like "08:00-17:00"')
    return opens, closes


def one_of(*allowed: str) -> Kind:
    """One of a few words."""

    def read(raw: Any, _: Path) -> str:
        if raw not in allowed:
            raise Wrong(f"is {raw!r}", "Write " + " or ".join(f'"{word}"' for word in allowed))
        return str(raw)

    return read


def whole(*, least: int, most: int) -> Kind:
    """A whole number within bounds."""

    def read(raw: Any, _: Path) -> int:
        _typed(raw, int, "whole number")
        if not least <= raw <= most:
            raise Wrong(f"is {raw}", f"Write a number from {least} to {most}")
        return int(raw)

    return read


def number(*, above: float, most: float) -> Kind:
    """A number within bounds, whole or not."""

    def read(raw: Any, _: Path) -> float:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not above < raw <= most:
            raise Wrong(f"is {raw!r}", f"Write a number above {above:g} and at most {most:g}")
        return float(raw)

    return read


def flag(raw: Any, _: Path) -> bool:
    """true or false."""
    if not isinstance(raw, bool):
        raise Wrong(f"is {raw!r}", "Write true or false, without quotes")
    return raw


def path(raw: Any, folder: Path) -> Path:
    """A file or folder, beside the configuration unless absolute."""
    _typed(raw, str, "path in quotes")
    return folder / Path(raw).expanduser()


def names(raw: Any, _: Path) -> tuple[str, ...]:
    """A list of names."""
    if not isinstance(raw, list) or not all(isinstance(name, str) and name for name in raw):
        raise Wrong(f"is {raw!r}, not a list of names", 'Write it like ["car-t-manufacturers"]')
    return tuple(raw)
