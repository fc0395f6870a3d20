"""What the team's forms have in common."""

from secrets import token_hex

from flask import abort
from flask_wtf import FlaskForm
from wtforms import HiddenField


def _new_key() -> str:
    return token_hex(16)


class OnceForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form that does its work once, however often it is sent."""

    key = HiddenField(default=_new_key)

    @property
    def one_time(self) -> bytes:
        """The key of this very form."""
        try:
            key = bytes.fromhex(self.key.data or "")
        except ValueError:
            abort(400)
        if len(key) != 16:
            abort(400)
        return key
