"""The roads Twilio calls: a text came in, a text went further. Those of a call are in twilio_voice.py.

Nothing is believed before its signature is checked against the public address, and nothing unsigned is
stored. A text that could not be kept is answered 500: the provider shows the failure, and the worker fetches
the text from the provider's list.
"""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from symptomcheck.actions.checkins.receive_reply import receive_reply
from symptomcheck.actions.delivery.record_delivery import record_delivery
from symptomcheck.channels.sender import InboundText
from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, valid
from symptomcheck.web import twilio_voice
from symptomcheck.web.metrics import Counters
from symptomcheck.wiring import House


def twilio_roads(house: House, counters: Counters) -> Blueprint:
    """The blueprint of `/twilio/…` for one house."""
    roads = Blueprint("twilio", __name__, url_prefix="/twilio")
    token = house.settings.twilio.auth_token
    secret = token.reveal() if token is not None else ""
    public_url = house.settings.site.public_url

    def signed(form: MultiDict[str, str]) -> bool:
        url = public_url + request.path
        if query := request.query_string.decode("latin-1"):
            url = f"{url}?{query}"
        if valid(secret, request.headers.get(SIGNATURE_HEADER), url, form):
            return True
        counters.refused.inc()
        return False

    twilio_voice.add_to(roads, house, lambda: signed(request.form))

    @roads.post("/sms")
    def sms() -> Response:
        """A person's text."""
        now = house.clock.now()
        form = request.form
        if not signed(form):
            return Response(status=403)
        provider_id = form.get("MessageSid") or form.get("SmsSid")
        if not provider_id or "From" not in form:
            return Response(status=400)
        text = InboundText(
            provider_id=provider_id,
            from_address=form["From"],
            to_address=form.get("To", ""),
            body=form.get("Body", ""),
            received_at=now,
            pictures=form.get("NumMedia", 0, type=int),
        )
        # With advanced opt-out Twilio answers STOP, START and HELP itself, and says so.
        answered = bool(form.get("OptOutType"))
        receipt = receive_reply(house.clinic, text, now=now, answered_by_provider=answered)
        counters.received.labels(receipt.made).inc()
        return _nothing_to_say()

    @roads.post("/status")
    def status() -> Response:
        """How far a text of ours came."""
        form = request.form
        if not signed(form):
            return Response(status=403)
        provider_id = form.get("MessageSid") or form.get("SmsSid")
        said = form.get("MessageStatus") or form.get("SmsStatus")
        if not provider_id or not said:
            return Response(status=400)
        record_delivery(house.clinic, provider_id, said, form.get("ErrorCode"), now=house.clock.now())
        return _nothing_to_say()

    return roads


def _nothing_to_say() -> Response:
    # Every answer to a person leaves through the outbox, never in the answer to the webhook.
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response
