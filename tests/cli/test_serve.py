"""The doors as real processes: they start, answer, and end cleanly when they are told to."""

import signal
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from symptomcheck.channels.twilio_signature import SIGNATURE_HEADER, sign
from tests.cli.conftest import ClinicFolder
from tests.cli.processes import ended, port_of, running, until_it_says

TOKEN = "the token of the provider"


@pytest.fixture
def served(open_clinic: ClinicFolder) -> ClinicFolder:
    """A clinic with an account at a provider nobody listens at, on any free port."""
    (open_clinic.folder / "secrets/twilio.token").write_text(TOKEN)
    open_clinic.change("twilio.account_sid", '"AC1"')
    open_clinic.change("twilio.auth_token_file", '"secrets/twilio.token"')
    open_clinic.change("twilio.from_number", '"+12125550100"')
    open_clinic.change("twilio.api_base_url", '"http://127.0.0.1:9"')
    open_clinic.change("web.port", "0")
    return open_clinic


def _texts(port: int, body: str) -> int:
    fields = {"MessageSid": "SM1", "From": "+12125550141", "To": "+12125550100", "Body": body}
    signature = sign(TOKEN, "http://127.0.0.1:8000/twilio/sms", fields)
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {SIGNATURE_HEADER: signature, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/twilio/sms", urlencode(fields), headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_run_answers_a_text_and_ends_cleanly(served: ClinicFolder, ana: str, by: signal.Signals):
    with running(served, "run") as process:
        port = port_of(process)
        assert _texts(port, "cant breathe") == 204
        assert ended(process, by) == 0
    (alert,) = served.tells("alert", "list")
    assert (alert["kind"], alert["patient"]) == ("urgent", ana)


def test_web_alone_answers_and_ends_cleanly(served: ClinicFolder):
    with running(served, "web") as process:
        port = port_of(process)
        assert _texts(port, "hello") == 204
        assert ended(process, signal.SIGTERM) == 0


def test_worker_alone_ticks_and_ends_cleanly(served: ClinicFolder):
    with running(served, "worker") as process:
        until_it_says(process, r"(The worker ticks)")
        assert ended(process, signal.SIGTERM) == 0


def test_a_port_that_is_taken_is_one_sentence(served: ClinicFolder):
    with running(served, "web") as process:
        port = port_of(process)
        served.change("web.port", str(port))
        assert f"[web] port {port}" in served.refuses("web")


def test_broken_rule_files_at_the_first_start_stop_it(clinic: ClinicFolder):
    folder = clinic.folder / "rules"
    folder.mkdir()
    (folder / "car-t.toml").write_text("[[rule]]\nid = 1\n")
    clinic.change("rules.folder", '"rules"')
    said = clinic.refuses("run")
    assert said.startswith(f"{folder}/") and ".toml" in said


def test_rule_files_that_break_later_are_refused_and_stop_nothing(served: ClinicFolder):
    folder = served.folder / "rules"
    folder.mkdir()
    (folder / "car-t.toml").write_text("[[rule]]\nid = 1\n")
    served.change("rules.folder", '"rules"')
    with running(served, "web") as process:
        assert until_it_says(process, r"(the current rule book stays)")
        port_of(process)
        assert ended(process, signal.SIGTERM) == 0


def test_a_clinic_without_an_account_is_told_that_no_text_can_leave(open_clinic: ClinicFolder):
    open_clinic.change("web.port", "0")
    with running(open_clinic, "run") as process:
        assert until_it_says(process, r"(No text can be sent: \[twilio\] account_sid is empty in )")
        port_of(process)
        assert ended(process, signal.SIGTERM) == 0
