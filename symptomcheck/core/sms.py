"""What a text costs and how it is filled in.

Holds the GSM-7 alphabet, segments, the substitutions that lose nothing, and strict filling of `$names`.
Knows nothing of who a text goes to.
"""

from collections.abc import Mapping
from enum import StrEnum
from string import Template

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
# Only signs that read the same afterwards. Never letters: "sí" and "si" are two words.
_SAME_TO_A_READER = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-",
        "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "°": "",
        "\u200b": "", "\u200d": "", "\ufeff": "", "\ufe0f": "",
    }
)  # fmt: skip


class Encoding(StrEnum):
    """GSM-7 holds 160 characters a text; one sign outside it makes the whole text UCS-2, which holds 70."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


def encoding(text: str) -> Encoding:
    """The encoding a phone network will use.

    >>> encoding("Mañana llame, por favor"), encoding("Sí")
    (<Encoding.GSM_7: 'GSM-7'>, <Encoding.UCS_2: 'UCS-2'>)
    """
    fits = all(sign in _BASIC or sign in _EXTENDED for sign in text)
    return Encoding.GSM_7 if fits else Encoding.UCS_2


def length(text: str) -> int:
    """Length as the network counts it: brackets and the euro sign count twice in GSM-7, emoji twice in UCS-2.

    >>> length("[Ana] 38.0 C"), length("día")
    (14, 3)
    """
    return sum(_widths(text))


def segments(text: str) -> int:
    """How many texts this is billed as, and joined from by the phone.

    >>> segments("a" * 160), segments("a" * 161), segments("á" * 70), segments("á" * 134), segments("á" * 135)
    (1, 2, 1, 2, 3)
    """
    one, each = (160, 153) if encoding(text) is Encoding.GSM_7 else (70, 67)
    widths = _widths(text)
    if sum(widths) <= one:
        return 1
    used, room = 1, each
    for width in widths:
        if width > room:  # a sign of two units is never split over two segments
            used, room = used + 1, each
        room -= width
    return used


def plain(text: str) -> str:
    """The text with typographic signs replaced by GSM-7 ones a reader cannot tell apart.

    >>> plain("It’s 38.0 °C – call…")
    "It's 38.0 C - call..."
    """
    return text.translate(_SAME_TO_A_READER)


def names(template: str) -> frozenset[str]:
    """The `$names` a template asks for; ValueError when a `$` stands for nothing.

    >>> sorted(names("Call $phone. In an emergency call ${emergency}."))
    ['emergency', 'phone']
    """
    compiled = Template(template)
    if not compiled.is_valid():
        raise ValueError("a $ stands for nothing")
    return frozenset(compiled.get_identifiers())


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template with every name filled in; KeyError names the value that was not given.

    >>> fill("Call $phone", {"phone": "555-010-0199", "site": "Riverside"})
    'Call 555-010-0199'
    """
    return Template(template).substitute(values)


def _widths(text: str) -> list[int]:
    if encoding(text) is Encoding.GSM_7:
        return [2 if sign in _EXTENDED else 1 for sign in text]
    return [2 if ord(sign) > 0xFFFF else 1 for sign in text]
