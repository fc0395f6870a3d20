"""What every answer carries, whoever asked and whatever went wrong."""

from urllib.parse import urlsplit

from flask import Flask, Response

# Only our own files, no inline script or style, nobody may frame us.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = (
    ("Content-Security-Policy", _POLICY),
    # no-referrer would make Flask-WTF refuse every form sent over HTTPS.
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_HSTS = ("Strict-Transport-Security", "max-age=31536000")


def add_headers(app: Flask, *, public_url: str) -> None:
    """Put the security headers on every response of `app`."""
    headers = (*_ALWAYS, _HSTS) if public_url.startswith("https://") else _ALWAYS

    @app.after_request
    def _secure(response: Response) -> Response:
        response.headers.extend(headers)
        # A shared computer must not show the last person's page to the next; files of ours may be kept.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def trusted_hosts(public_url: str, listening_on: str) -> list[str]:
    """The names this server answers to: its public one, and this machine's own for checks from nearby.

    >>> trusted_hosts("https://checkin.clinic.example", "0.0.0.0")
    ['checkin.clinic.example', 'localhost', '127.0.0.1', '::1']
    """
    public = urlsplit(public_url).hostname
    names = [public, "localhost", "127.0.0.1", "::1"]
    if listening_on not in ("0.0.0.0", "::", ""):  # noqa: S104 # "everywhere" is no name anybody asks for
        names.append(listening_on)
    return list(dict.fromkeys(name for name in names if name))
