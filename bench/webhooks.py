"""Signed webhooks as Twilio posts them: twenty fields, one text each, ready to be written to a socket."""

from collections.abc import Iterator
from urllib.parse import urlencode

from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, sign

TOKEN = "bench-token"  # noqa: S105  # invented, like the phones
PUBLIC_URL = "https://checkin.example.org"
OUR_NUMBER = "+16175550000"


def phone(number: int) -> str:
    """The invented phone of person `number`."""
    return f"+1617{2000000 + number:07d}"


def webhooks(
    texts: Iterator[tuple[int, str]] | list[tuple[int, str]], *, path: str, first_id: int
) -> list[bytes]:
    """One request per (person, text)."""
    return [
        _request(path, first_id + place, phone(person), text) for place, (person, text) in enumerate(texts)
    ]


def _request(path: str, number: int, from_: str, text: str) -> bytes:
    sid = f"SM{number:032x}"
    fields = {
        "ToCountry": "US", "ToState": "MA", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "BOSTON",
        "FromZip": "02139", "SmsSid": sid, "FromState": "MA", "SmsStatus": "received", "Body": text,
        "FromCity": "CAMBRIDGE", "FromCountry": "US", "To": OUR_NUMBER, "ToZip": "02115", "NumSegments": "1",
        "MessagingServiceSid": "MG" + "0" * 32, "MessageSid": sid, "AccountSid": "AC" + "0" * 32,
        "From": from_, "ApiVersion": "2010-04-01",
    }  # fmt: skip
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: checkin.example.org\r\nConnection: keep-alive\r\n"
        f"{SIGNATURE_HEADER}: {sign(TOKEN, PUBLIC_URL + path, fields)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
