"""Messages by e-mail, through any SMTP server.

SMTP cannot be asked what became of a message. Its Message-ID is therefore made from the message's own id:
one sent twice is shown once by most mail programs, and can be told apart by all.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Collection
from contextlib import closing, suppress
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import formatdate
from enum import StrEnum

from symptomcheck.channels.sender import Cause, OutboundMessage, OutcomeUnknown, SendFailed, Sent

# CRLF at every line's end, and nothing but ASCII: not every server takes more.
_POLICY = policy.SMTP.clone(cte_type="7bit")


class Security(StrEnum):
    """How the connection to the mail server is protected. `none` is for a server on this machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class EmailSender:
    """A `Sender` for e-mail. Each message takes a connection of its own: they are few, and share no fault."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        from_address: str,
        username: str | None = None,
        password: str | None = None,
        security: Security = Security.STARTTLS,
        timeout_s: float = 10.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if username and security is Security.NONE:
            raise ValueError(
                'A password must not travel in the clear. Set security = "starttls" under [mail].'
            )
        self._host, self._port, self._from = host, port, from_address
        self._username, self._password = username, password
        self._security, self._timeout_s = security, timeout_s
        self._tls = tls or (None if security is Security.NONE else ssl.create_default_context())
        self._domain = from_address.rpartition("@")[2].strip("> ") or "localhost"

    async def send(self, message: OutboundMessage) -> Sent:
        """Hand one message to the mail server. Raises SendFailed or OutcomeUnknown, nothing else."""
        return await asyncio.to_thread(self._send, message)

    async def find(
        self, message: OutboundMessage, since: datetime, *, not_these: Collection[str] = ()
    ) -> Sent | None:
        """Always None: a mail server cannot be asked, and a second copy carries the same Message-ID."""
        return None

    async def close(self) -> None:
        """Nothing is kept open."""

    def _send(self, message: OutboundMessage) -> Sent:
        try:
            mail = self._mail(message)
            message.address.encode("ascii")
        except ValueError:  # not ASCII, or with a line break: somebody is trying to add headers of their own
            raise SendFailed(Cause.INVALID_NUMBER, permanent=True) from None
        handed_over = False
        try:
            with closing(self._connection()) as server:
                server.ehlo_or_helo_if_needed()
                if self._security is Security.STARTTLS:
                    server.starttls(context=self._tls)
                if self._username:
                    server.login(self._username, self._password or "")
                _accepted(server.mail(message.sender or self._from), Cause.UNREGISTERED)
                _accepted(server.rcpt(message.address), Cause.UNKNOWN_NUMBER)
                handed_over = True
                _accepted(server.data(mail.as_bytes()), Cause.FILTERED)
                with suppress(smtplib.SMTPException, OSError):  # a failed goodbye changes nothing
                    server.quit()
        except smtplib.SMTPAuthenticationError as error:
            raise SendFailed(Cause.BAD_CREDENTIALS, str(error.smtp_code)) from None
        except smtplib.SMTPNotSupportedError:  # no STARTTLS or no login there: never fall back to the clear
            raise SendFailed(Cause.BAD_CREDENTIALS) from None
        except smtplib.SMTPResponseException as error:
            if handed_over:
                raise _refusal(error.smtp_code, Cause.FILTERED) from None
            raise SendFailed(Cause.PROVIDER_DOWN, str(error.smtp_code)) from None
        except (smtplib.SMTPException, OSError):
            if handed_over:
                raise OutcomeUnknown(Cause.PROVIDER_DOWN) from None
            raise SendFailed(Cause.PROVIDER_DOWN) from None
        return Sent(provider_id=mail["Message-ID"])

    def _connection(self) -> smtplib.SMTP:
        # Given no name of our own, smtplib asks DNS for the machine's, which can take as long as a time-out.
        if self._security is Security.TLS:
            return smtplib.SMTP_SSL(
                self._host, self._port, self._domain, timeout=self._timeout_s, context=self._tls
            )
        return smtplib.SMTP(self._host, self._port, self._domain, timeout=self._timeout_s)

    def _mail(self, message: OutboundMessage) -> EmailMessage:
        mail = EmailMessage(_POLICY)
        mail["From"] = message.sender or self._from
        mail["To"] = message.address
        mail["Subject"] = " ".join((message.subject or "").split())
        mail["Date"] = formatdate()
        mail["Message-ID"] = f"<{message.id}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # keeps "I am on holiday" answers from coming back
        mail.set_content(message.text)
        return mail


def _accepted(answer: tuple[int, bytes], cause: Cause) -> None:
    code, _ = answer
    if not 200 <= code < 300:
        raise _refusal(code, cause)


def _refusal(code: int, cause: Cause) -> SendFailed:
    """5xx is for good and has the step's own cause; 4xx means "later"."""
    if code == 421 or code < 400:
        return SendFailed(Cause.PROVIDER_DOWN, str(code))
    if 400 <= code < 500:
        return SendFailed(Cause.RATE_LIMITED, str(code))
    return SendFailed(cause, str(code), permanent=True)
