"""What leaves us when a text is sent, and where it goes."""

from base64 import b64encode

import pytest

from symptomcheck.channels.sender import SendFailed
from symptomcheck.channels.twilio_sms import TwilioSms
from tests.channels.conftest import ANA, OURS, text


def test_a_text_goes_out_with_exactly_these_fields(twilio, provider, run):
    run(twilio(public_url="https://clinic.example/").send(text(body="Temp 38.0 C & more? ñ +1")))

    assert dict(provider.requests[-1].form) == {
        "To": ANA,
        "From": OURS,
        "Body": "Temp 38.0 C & more? ñ +1",
        "StatusCallback": "https://clinic.example/twilio/status",
    }
    assert provider.requests[-1].path == f"/2010-04-01/Accounts/{provider.account_sid}/Messages.json"


def test_without_a_public_address_no_callback_is_asked_for(sms, provider, run):
    run(sms.send(text()))

    assert provider.requests[-1].field("StatusCallback") is None


def test_the_account_is_named_by_basic_auth(sms, provider, run):
    run(sms.send(text()))

    expected = b64encode(f"{provider.account_sid}:secret".encode()).decode()
    assert provider.requests[-1].headers["authorization"] == f"Basic {expected}"


def test_the_providers_id_and_segments_come_back(sms, provider, run):
    sent = run(sms.send(text(body="a" * 161)))

    assert sent.provider_id == provider.texts_to(ANA)[0].sid
    assert sent.segments == 2


def test_a_messaging_service_is_named_instead_of_a_number(twilio, provider, run):
    service = "MG" + "a" * 32

    sent = run(twilio(from_number=None, messaging_service_sid=service).send(text()))

    assert provider.requests[-1].field("MessagingServiceSid") == service
    assert provider.requests[-1].field("From") is None
    assert sent.segments is None  # a service says "0" until it has chosen a number


def test_a_message_may_name_its_own_sender(sms, provider, run):
    run(sms.send(text(sender="+15550100911")))

    assert provider.requests[-1].field("From") == "+15550100911"


def test_many_texts_share_connections(sms, provider, run):
    async def send_twenty():
        for _ in range(20):
            await sms.send(text())
        return len(sms._http._session().connector._conns)

    assert run(send_twenty()) == 1


def test_every_call_goes_to_the_configured_address_whatever_the_environment_says(
    twilio, provider, run, monkeypatch
):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "f" * 32)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "stolen")
    sender = twilio()

    sent = run(sender.send(text()))

    assert sent.provider_id == provider.texts_to(ANA)[0].sid


def test_an_address_with_a_path_keeps_its_path(twilio, provider, run):
    with pytest.raises(SendFailed):
        run(twilio(api_base_url=f"{provider.api_base_url}/relay/").send(text()))

    assert provider.requests[-1].path.startswith("/relay/2010-04-01/Accounts/")


@pytest.mark.parametrize("address", ["api.twilio.com", "ftp://api.twilio.com", ""])
def test_a_wrong_base_address_is_refused_with_a_remedy(twilio, address):
    with pytest.raises(ValueError, match=r"is no web address\. Write"):
        twilio(api_base_url=address)


def test_a_sender_is_required():
    with pytest.raises(ValueError, match="Set from_number or messaging_service_sid"):
        TwilioSms(account_sid="AC1", auth_token="t")


def test_a_message_shows_neither_address_nor_text_when_printed():
    shown = repr(text(body="I feel odd"))

    assert ANA not in shown
    assert "odd" not in shown
