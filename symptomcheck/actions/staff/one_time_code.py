"""Codes of an authenticator app: six digits that change every half minute (RFC 6238, as every app does it).

Which codes were used is for sign_in to remember: the arithmetic alone would take one twice.
"""

import hmac
from base64 import b32decode, b32encode
from datetime import datetime
from struct import pack, unpack_from
from urllib.parse import quote, urlencode

_EVERY_S = 30


def secret_from(key: bytes) -> str:
    """Twenty bytes as the key that is typed into an app.

    >>> secret_from(b"12345678901234567890")
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    """
    return b32encode(key[:20]).decode()


def code_of(secret: str, step: int) -> str:
    """The code of one half minute, counted from 1970. The standard's own example:

    >>> code_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59 // 30)
    '287082'
    """
    digest = hmac.digest(b32decode(secret), pack(">Q", step), "sha1")
    (number,) = unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def step_at(now: datetime) -> int:
    """The half minute it is."""
    return int(now.timestamp()) // _EVERY_S


def step_of(secret: str, typed: str, *, now: datetime) -> int | None:
    """The half minute this code belongs to: now, just before (slow fingers) or next (a clock ahead).

    >>> from datetime import UTC
    >>> at = datetime.fromtimestamp(59, UTC)
    >>> step_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287 082", now=at)
    1
    >>> step_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287083", now=at) is None
    True
    """
    code = "".join(typed.split()).encode()
    near = (step_at(now) + off for off in (0, -1, 1))
    return next((step for step in near if hmac.compare_digest(code_of(secret, step).encode(), code)), None)


def address_for_apps(secret: str, *, login: str, site: str) -> str:
    """What an authenticator on this very device opens.

    >>> address_for_apps("GEZDGNBV", login="nora", site="River side")
    'otpauth://totp/River%20side:nora?secret=GEZDGNBV&issuer=River+side'
    """
    return f"otpauth://totp/{quote(site)}:{quote(login)}?{urlencode({'secret': secret, 'issuer': site})}"
