"""Sessions are for people: the provider's roads open none."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class SessionsForPeople(SecureCookieSessionInterface):
    """Signed cookies, but not on roads that machines call: making a signer costs every text a tenth more."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith("/twilio/"):
            return None
        return super().open_session(app, request)
