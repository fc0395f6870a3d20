"""A form sent after its session had run out: kept across signing in, neither lost nor sent by itself.

It travels sealed through the sign-in page of the same browser. Whoever signs in sees what was typed and sends
it under their own name.
"""

from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

_HOLDS_S = 3600
# Our own marks on a form, which nobody typed.
_OURS = ("csrf_token", "key")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where a form was sent, and every field of it."""

    to: str
    fields: tuple[tuple[str, str], ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """What is worth showing again: sentences, names, numbers; not the codes of choices."""
        return tuple(value for name, value in self.fields if not name.endswith(_OURS) and value.strip())


def seal_this_form() -> str:
    """The form of this request, sealed; "" when it holds nothing that somebody typed or chose."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    form = KeptForm(request.path, tuple(fields))
    return str(_sealer().dumps([form.to, fields])) if form.typed else ""


def open_sealed(sealed: str) -> KeptForm | None:
    """The form that was sealed by us and not long ago."""
    try:
        to, fields = _sealer().loads(sealed, max_age=_HOLDS_S)
    except BadData:
        return None
    return KeptForm(to, tuple((name, value) for name, value in fields))


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="a kept form of the team")
