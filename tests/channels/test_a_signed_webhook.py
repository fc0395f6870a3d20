"""Only Twilio, or somebody who knows the token, can make a webhook count."""

import pytest
from werkzeug.datastructures import MultiDict

from symptomcheck.channels.twilio_signature import sign, valid

URL = "https://clinic.example/twilio/sms"
FORM = {"From": "+16175550123", "Body": "my temp is 101.3 ñ", "MessageSid": "SM1"}


def test_a_right_signature_is_valid():
    assert valid("token", sign("token", URL, FORM), URL, FORM)


def test_the_example_in_twilios_manual_is_valid():
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert valid("12345", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, form)


@pytest.mark.parametrize(
    "form",
    [
        FORM | {"Body": "I feel fine"},
        FORM | {"Extra": "1"},
        {name: value for name, value in FORM.items() if name != "Body"},
        {},
    ],
)
def test_changed_fields_are_refused(form):
    assert not valid("token", sign("token", URL, FORM), URL, form)


def test_another_address_is_refused():
    assert not valid("token", sign("token", URL, FORM), URL + "?x=1", FORM)


def test_another_token_is_refused():
    assert not valid("token", sign("other", URL, FORM), URL, FORM)


@pytest.mark.parametrize("signature", [None, "", "x", "é", "\x00", "=" * 28, "a" * 10_000])
def test_a_missing_or_senseless_signature_is_refused(signature):
    assert not valid("token", signature, URL, FORM)


def test_without_a_token_nothing_is_valid():
    assert not valid("", sign("", URL, FORM), URL, FORM)


@pytest.mark.parametrize("url", ["", "no address", "https://x:port/", "http://[", "https://x/\ud800"])
def test_a_senseless_address_is_refused_and_raises_nothing(url):
    assert not valid("token", "A" * 28, url, FORM)


def test_a_field_sent_twice_is_checked_with_both_values():
    form = MultiDict([("MediaUrl", "a"), ("MediaUrl", "b")])
    signature = sign("token", URL, {"MediaUrl": ["a", "b"]})

    assert valid("token", signature, URL, form)
    assert valid("token", signature, URL, {"MediaUrl": ["b", "a"]})
    assert not valid("token", signature, URL, {"MediaUrl": "a"})
