"""Is this webhook really from Twilio? The one check in front of everything a phone can make us do.

The URL must be the public one Twilio was given, not the one a proxy shows us.
"""

import hmac
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlparse

from twilio.request_validator import RequestValidator, add_port, remove_port

SIGNATURE_HEADER = "X-Twilio-Signature"

Params = Mapping[str, list[str] | str]


class _Fields(dict[str, list[str]]):
    """Every value of every field, in the shape RequestValidator asks for."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def valid(auth_token: str, signature: str | None, url: str, params: Params) -> bool:
    """True only if `signature` was made with `auth_token` for exactly this URL and these form fields.

    A missing header, an empty token or anything malformed is False; nothing here raises.
    """
    if not auth_token or not signature:  # with an empty token anybody could sign
        return False
    try:
        fields = _fields(params)
        told = "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))
        key, given = auth_token.encode(), signature.encode()
        # Every text pays for this: RequestValidator would read the address and sign it twice, each time.
        return any(hmac.compare_digest(_signed(key, each + told), given) for each in _addresses(url))
    except Exception:  # whatever a stranger can send that we did not think of is not a signature
        return False


def sign(auth_token: str, url: str, params: Params) -> str:
    """The signature Twilio would send, for the stage and the tests."""
    return str(RequestValidator(auth_token).compute_signature(url, _fields(params)))


def _fields(params: Params) -> _Fields:
    # A framework's MultiDict shows only the first value of a doubled field unless asked for the list.
    every = getattr(params, "getlist", None)
    return _Fields({name: _listed(every(name) if every else params[name]) for name in params})


def _listed(values: Iterable[str] | str) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def _signed(key: bytes, told: str) -> bytes:
    return b64encode(hmac.digest(key, told.encode(), "sha1"))


@lru_cache(maxsize=64)
def _addresses(url: str) -> tuple[str, ...]:
    """The address as Twilio may have signed it: it is not consistent about ports."""
    parsed = urlparse(url)
    return remove_port(parsed), add_port(parsed)
