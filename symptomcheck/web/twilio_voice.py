"""The roads Twilio calls while a phone rings about an alert: what to say, which key, how it ended.

Nothing is believed before its signature is checked. A mailbox that answers is hung up on: it acknowledges
nothing, hears nothing, and the call counts as not answered.
"""

from collections.abc import Callable
from uuid import UUID
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request

from symptomcheck.actions.alerts.answer_call import Spoken, press_key, what_to_say
from symptomcheck.actions.delivery.record_delivery import record_delivery
from symptomcheck.wiring import House

# What Twilio says of a call that has ended, in the words of a text's status callback.
_ENDED = {
    "completed": "delivered",
    "busy": "undelivered",
    "no-answer": "undelivered",
    "failed": "undelivered",
}
_ENDED |= {"canceled": "undelivered"}
# Twilio gives no error code for these: the ladder calls again at its next step, not before.
NOT_ANSWERED = "no-answer"
_NOT_A_PERSON = ("machine", "fax")
_WAITS_S = 10
_LANGUAGES = {"en": "en-US", "es": "es-US"}


def add_to(roads: Blueprint, house: House, signed: Callable[[], bool]) -> None:
    """`/twilio/voice/…`. `signed`: is this request Twilio's?"""

    @roads.post("/voice/page/<uuid:page_id>")
    def page(page_id: UUID) -> Response:
        """The phone was picked up."""
        if not signed():
            return Response(status=403)
        if _is_machine():
            return _twiml("<Hangup/>")
        return _spoken(what_to_say(house.clinic, page_id), page_id)

    @roads.post("/voice/key/<uuid:page_id>")
    def key(page_id: UUID) -> Response:
        """A key was pressed."""
        if not signed():
            return Response(status=403)
        if _is_machine():
            return _twiml("<Hangup/>")
        digits = request.form.get("Digits", "")
        return _spoken(press_key(house.clinic, page_id, digits, now=house.clock.now()), page_id)

    @roads.post("/voice/status")
    def call_status() -> Response:
        """The call has ended."""
        if not signed():
            return Response(status=403)
        provider_id, said = request.form.get("CallSid"), request.form.get("CallStatus")
        if not provider_id or not said:
            return Response(status=400)
        ended = "undelivered" if _is_machine() else _ENDED.get(said)
        if ended is not None:
            code = None if said == "failed" else NOT_ANSWERED
            record_delivery(house.clinic, provider_id, ended, code, now=house.clock.now())
        return Response(status=204)


def _is_machine() -> bool:
    return request.form.get("AnsweredBy", "").startswith(_NOT_A_PERSON)


def _spoken(spoken: Spoken | None, page_id: UUID) -> Response:
    if spoken is None:
        return _twiml("<Hangup/>")
    language = _LANGUAGES.get(spoken.language, "en-US")
    said = f'<Say language="{language}">{escape(spoken.words)}</Say>'
    if not spoken.waits_for_key:
        return _twiml(f"{said}<Hangup/>")
    # Twice: the first words are lost on somebody who was asleep a second ago.
    asked = (
        f'<Gather input="dtmf" numDigits="1" timeout="{_WAITS_S}" action="/twilio/voice/key/{page_id}">'
        f"{said}</Gather>"
    )
    return _twiml(f"{asked}{asked}<Hangup/>")


def _twiml(inside: str) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'
    return Response(body, content_type="text/xml; charset=utf-8")
