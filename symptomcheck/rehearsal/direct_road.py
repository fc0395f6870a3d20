"""The provider's webhooks without a web server: the same forms, handed to the same actions.

For rehearsing in a terminal. What a web server does besides (signatures, limits) is not walked here.
"""

from collections.abc import Mapping

from symptomcheck.actions.checkins.receive_reply import receive_reply
from symptomcheck.actions.delivery.record_delivery import record_delivery
from symptomcheck.channels.sender import InboundText
from symptomcheck.rehearsal.provider_calls import Ask
from symptomcheck.rehearsal.provider_webhooks import Post
from symptomcheck.wiring import House

NOTHING_TO_SAY = 204


def no_voice_road(_house: House) -> Ask:
    """Phones ring and nobody answers: a terminal has no voice."""
    return lambda _path, _form, _headers: (NOTHING_TO_SAY, "")


def direct_road(house: House) -> Post:
    """Where an in-process provider can post to."""

    def post(path: str, form: Mapping[str, str], _headers: Mapping[str, str]) -> int:
        now = house.clock.now()
        if path == "/twilio/status":
            record_delivery(
                house.clinic, form["MessageSid"], form["MessageStatus"], form.get("ErrorCode"), now=now
            )
        else:
            text = InboundText(
                provider_id=form["MessageSid"],
                from_address=form["From"],
                to_address=form["To"],
                body=form["Body"],
                received_at=now,
            )
            receive_reply(house.clinic, text, now=now)
        return NOTHING_TO_SAY

    return post
