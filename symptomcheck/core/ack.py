"""A staff member's text that takes an alert, or passes it on: "ACK 12", "PASS 12".

An acknowledgement stops the paging of others, so a sentence is never mistaken for one: a text must begin with
the command, or be a number and the command, and must hold no "not", no "can't" and no question.
"""

import re
import unicodedata
from dataclasses import dataclass

# What may follow a bare ACK; anything longer is a sentence that happens to start with "ack".
_POLITE = r"(?:on it|got it|ok|okay|thanks|thx|thank you|please)?"
_ACK = r"ack(?:ed|d|nowledged?)?"
_BARE = re.compile(rf"{_ACK}(?: {_POLITE})?")
_NUMBER_LAST = re.compile(rf"{_ACK} ?(?:alert )?(?P<number>[0-9]{{1,6}})(?P<rest>(?: .*)?)")
_NUMBER_FIRST = re.compile(rf"(?:alert )?(?P<number>[0-9]{{1,6}}) ?{_ACK}(?P<rest>(?: .*)?)")
_SHORT = re.compile(r"(?P<number>[0-9]{1,6}) ?a(?P<rest>)")
_NUMBERS = re.compile(r"(?: [0-9]{1,6})+")
_PASS = re.compile(r"pass (?:on )?(?:alert )?(?P<number>[0-9]{1,6})(?: on)?")
_PASS_LAST = re.compile(r"(?:alert )?(?P<number>[0-9]{1,6}) pass(?: on)?")
_NEGATED = r"ca|could|wo|would|do|did|does|is|ai|was|have|should"
_TAKES_IT_BACK = re.compile(
    rf"\b(?:no|not|never|cannot|(?:{_NEGATED})nt|wrong|unable|if|who|what|why|which|(?:some|any)(?:one|body)|else)\b"
)


@dataclass(frozen=True, slots=True)
class AckCommand:
    """Take alert `number` and those it names `also`, or the only open one when there is no number."""

    number: int | None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PassCommand:
    """Let others have alert `number`, or the only one when there is no number."""

    number: int | None


def parse_ack(text: str) -> AckCommand | None:
    """The acknowledgement in a text, or None when it is not clearly one.

    >>> parse_ack("ack #12."), parse_ack("ACK 12 on it") == parse_ack("12a")
    (AckCommand(number=12, also=()), True)
    >>> parse_ack("ACK"), parse_ack("ACK 12, 13 and 15")
    (AckCommand(number=None, also=()), AckCommand(number=12, also=(13, 15)))
    >>> parse_ack("can't ack 12"), parse_ack("ACK 12 not me"), parse_ack("I saw alert 12")
    (None, None, None)
    """
    if "?" in text:
        return None
    words = _plain(text)
    if _BARE.fullmatch(words):
        return AckCommand(None)
    for form in (_NUMBER_LAST, _NUMBER_FIRST, _SHORT):
        if (found := form.fullmatch(words)) and not _TAKES_IT_BACK.search(found["rest"]):
            rest = found["rest"].replace(" and ", " ")
            also = map(int, rest.split()) if _NUMBERS.fullmatch(rest) else ()
            return AckCommand(int(found["number"]), tuple(also))
    return None


def parse_pass(text: str) -> PassCommand | None:
    """The wish to pass an alert on, or None when it is not clearly one.

    >>> parse_pass("PASS 12"), parse_pass("12 pass."), parse_pass("pass on #12"), parse_pass("pass")
    (PassCommand(number=12), PassCommand(number=12), PassCommand(number=12), PassCommand(number=None))
    >>> parse_pass("she passed out"), parse_pass("pass 12?"), parse_pass("PASS 12 to nobody")
    (None, None, None)
    """
    if "?" in text:
        return None
    words = _plain(text)
    if words == "pass" or words == "pass on":
        return PassCommand(None)
    found = _PASS.fullmatch(words) or _PASS_LAST.fullmatch(words)
    return PassCommand(int(found["number"])) if found else None


def _plain(text: str) -> str:
    """Lower case, apostrophes dropped ("can't" is "cant"), every other mark a space, single spaces."""
    folded = re.sub("['\u2018\u2019\u02bc`]", "", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.sub(r"[^\w]|_", " ", folded).split())
