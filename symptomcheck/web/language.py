"""Which language a screen speaks, and its words in that language.

Words of the screens are gettext: the English sentence is the key, `symptomcheck/locale` holds the rest. Words
a clinician approves never come from here; they are in the rule book.
"""

from functools import cache
from gettext import NullTranslations
from pathlib import Path
from urllib.parse import urlencode

from babel.support import Translations
from flask import Flask, Response, current_app, g, has_request_context, request

# What a screen can speak, each by its own name, the first one being the one that sentences are written in.
LANGUAGES = {"en": "English", "es": "Español"}

_CATALOGS = Path(__file__).resolve().parents[1] / "locale"
_COOKIE = "language"
_SITE = "SITE_LANGUAGE"


def speak(app: Flask, *, site_language: str) -> None:
    """Let every request of `app` have its language; `site_language` when nothing else says which."""
    app.config[_SITE] = site_language if site_language in LANGUAGES else "en"
    for language in LANGUAGES:
        _catalog(language)  # a catalog that is missing stops the start, not the first Spanish page

    @app.after_request
    def _remember(response: Response) -> Response:
        if (chosen := request.args.get("lang")) in LANGUAGES:
            secure = bool(app.config["SESSION_COOKIE_SECURE"])
            response.set_cookie(_COOKIE, chosen, httponly=True, secure=secure, samesite="Lax")
        return response


def prefer(language: str) -> None:
    """The language of the person this page is for; what they chose in this browser still goes first."""
    g.person_language = language
    g.pop("language", None)


def current_language() -> str:
    """The language of this request.

    In this order: the switch on the page, what it was switched to before, the person's own, the browser's,
    the clinic's.
    """
    if not has_request_context():
        return "en"
    if "language" not in g:
        asked = (request.args.get("lang"), request.cookies.get(_COOKIE), g.get("person_language"))
        known = next((language for language in asked if language in LANGUAGES), None)
        g.language = known or request.accept_languages.best_match(LANGUAGES) or current_app.config[_SITE]
    return str(g.language)


def switch_links() -> list[tuple[str, str, str, bool]]:
    """(language, its own name, where it is, is it this one) for every language of this page."""
    others = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return [
        # Only the query, so that no path somebody made up can turn this into a link to elsewhere.
        (language, name, "?" + urlencode([("lang", language), *others]), language == current_language())
        for language, name in LANGUAGES.items()
    ]


def gettext(message: str) -> str:
    """`message` in the language of this request."""
    return _catalog(current_language()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """`one` or `many`, as the language of this request counts."""
    return _catalog(current_language()).ngettext(one, many, number)


class lazy:  # reads like gettext where it is used
    """A sentence translated when it is shown: for what is written once, such as a form's labels.

    >>> str(lazy("Send"))
    'Send'
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __repr__(self) -> str:
        return f"lazy({self.message!r})"


@cache
def _catalog(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    found = Translations.load(str(_CATALOGS), [language])
    if not isinstance(found, Translations):
        raise FileNotFoundError(
            f"The screens' words in {LANGUAGES[language]} are not compiled. "
            "Run ./dev setup in a checkout, or install the wheel again."
        )
    return found
