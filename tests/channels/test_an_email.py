"""A page by e-mail, in a real conversation with a mail server; in the clear only where that is asked for."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from symptomcheck.channels.email import EmailSender, Security
from symptomcheck.channels.sender import Cause, OutcomeUnknown, SendFailed
from tests.channels.conftest import text
from tests.channels.smtp_server import MailServer, serving

NURSE = "nurse@clinic.example"


def mailer(server: MailServer, **settings) -> EmailSender:
    usual = {"security": Security.NONE, "from_address": "pages@clinic.example", "timeout_s": 0.2}
    return EmailSender(host="127.0.0.1", port=server.port, **(usual | settings))


def page(**more):
    return text(to=NURSE, body="Alert #12 urgent.\nÁbrela ahora.", subject="Alert #12", **more)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Iterator[str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "server.pem"
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    yield str(path)


def test_a_page_arrives_whole(run):
    with serving(MailServer()) as server:
        sent = run(mailer(server).send(page()))

    mail = message_from_string(server.mails[0], policy=policy.default)
    assert (mail["To"], mail["From"], mail["Subject"]) == (NURSE, "pages@clinic.example", "Alert #12")
    assert mail.get_content().strip().splitlines() == ["Alert #12 urgent.", "Ábrela ahora."]
    assert mail["Message-ID"] == sent.provider_id
    assert sent.segments is None


def test_the_same_message_has_the_same_message_id_every_time(run):
    with serving(MailServer()) as server:
        first = run(mailer(server).send(page()))
        second = run(mailer(server).send(page()))

    assert first == second
    assert first.provider_id == f"<{page().id}@clinic.example>"


def test_it_asks_not_to_be_answered_by_machines(run):
    with serving(MailServer()) as server:
        run(mailer(server).send(page()))

    assert "Auto-Submitted: auto-generated" in server.mails[0]


def test_the_password_travels_only_under_tls(run, certificate):
    of_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    of_server.load_cert_chain(certificate)
    ours = ssl.create_default_context(cafile=certificate)
    with serving(MailServer(tls=of_server)) as server:
        sender = EmailSender(
            host="localhost",
            port=server.port,
            from_address="pages@clinic.example",
            username="pages",
            password="secret",
            timeout_s=1,
            tls=ours,
        )
        run(sender.send(page()))

    commands = [line.split()[0].upper() for line in server.heard]
    assert commands.index("STARTTLS") < commands.index("AUTH") < commands.index("MAIL")
    assert len(server.mails) == 1


def test_a_certificate_nobody_vouches_for_is_refused(run, certificate):
    of_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    of_server.load_cert_chain(certificate)
    with serving(MailServer(tls=of_server)) as server, pytest.raises(SendFailed) as failed:
        run(mailer(server, security=Security.STARTTLS, timeout_s=1).send(page()))

    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert server.mails == []


def test_a_server_without_tls_gets_nothing(run):
    with serving(MailServer()) as server, pytest.raises(SendFailed) as failed:
        run(mailer(server, security=Security.STARTTLS).send(page()))

    assert failed.value.cause is Cause.BAD_CREDENTIALS
    assert server.mails == []


def test_a_password_without_tls_is_refused_with_a_remedy():
    with pytest.raises(ValueError, match='Set security = "starttls"'):
        mailer(MailServer(), username="pages", password="secret")


@pytest.mark.parametrize(
    ("command", "answer", "cause", "permanent"),
    [
        ("GREET", "554 go away", Cause.PROVIDER_DOWN, False),
        ("MAIL", "550 not you", Cause.UNREGISTERED, True),
        ("RCPT", "550 no such user", Cause.UNKNOWN_NUMBER, True),
        ("RCPT", "451 later", Cause.RATE_LIMITED, False),
        ("RCPT", "421 closing", Cause.PROVIDER_DOWN, False),
        ("DATA", "554 no", Cause.FILTERED, True),
        ("BODY", "554 looks like spam", Cause.FILTERED, True),
        ("BODY", "452 full", Cause.RATE_LIMITED, False),
        ("RCPT", "drop", Cause.PROVIDER_DOWN, False),
        ("GREET", "hang", Cause.PROVIDER_DOWN, False),
    ],
)
def test_a_refusal_has_a_cause(run, command, answer, cause, permanent):
    with serving(MailServer(answers={command: answer})) as server, pytest.raises(SendFailed) as failed:
        run(mailer(server).send(page()))

    assert (failed.value.cause, failed.value.permanent) == (cause, permanent)


@pytest.mark.parametrize("answer", ["hang", "drop"])
def test_no_word_after_the_message_leaves_the_outcome_unknown(run, answer):
    with serving(MailServer(answers={"BODY": answer})) as server, pytest.raises(OutcomeUnknown):
        run(mailer(server).send(page()))


def test_a_failed_goodbye_changes_nothing(run):
    with serving(MailServer(answers={"QUIT": "drop"})) as server:
        assert run(mailer(server).send(page())).provider_id


def test_nobody_listening_means_nothing_was_sent(run):
    with serving(MailServer()) as server:
        closed = mailer(server)
    with pytest.raises(SendFailed) as failed:
        run(closed.send(page()))

    assert failed.value.cause is Cause.PROVIDER_DOWN


@pytest.mark.parametrize("address", ["nurse@x\r\nBcc: all@x", "nürse@clinic.example"])
def test_an_address_that_is_none_is_refused_before_anybody_is_called(run, address):
    with serving(MailServer()) as server, pytest.raises(SendFailed) as failed:
        run(mailer(server).send(text(to=address)))

    assert (failed.value.cause, failed.value.permanent) == (Cause.INVALID_NUMBER, True)
    assert server.heard == []


def test_a_mail_server_cannot_be_asked_what_it_took(run):
    with serving(MailServer()) as server:
        assert run(mailer(server).find(page(), datetime.now(UTC))) is None
