"""Is this webhook really from Twilio? The one check in front of everything a phone can make us do.

The URL must be the public one Twilio was given, not the one a proxy shows us.
"""

from collections.abc import Iterable, Mapping

from twilio.request_validator import RequestValidator

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
        return bool(RequestValidator(auth_token).validate(url, _fields(params), signature))
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
