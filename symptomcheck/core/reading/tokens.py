"""A text as a list of plain tokens: words, numbers, punctuation, emoji.

Folds what carries no meaning (case, accents, curly quotes, full-width letters) one character for one
character, so that a token's place in the folded text is its place in the person's own words. Knows no
language.
"""

import re
import unicodedata
from dataclasses import dataclass

# Before NFKC, which would turn the ordinal signs into letters and a lone acute accent into a blank.
_BEFORE = str.maketrans(
    {
        "º": "°", "ª": "°", "˚": "°", "´": "'", "`": "'", "‘": "'", "’": "'", "ʼ": "'", "′": "'", "“": '"',
        "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "…": ".", "·": ".", "İ": "I",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
        "\ufe0e": None, "\ufe0f": None, "\u20e3": None, "\u00a0": " ", "℃": "°C", "℉": "°F", "½": ".5",
    }
)  # fmt: skip
_MARKS = re.compile(r"[\u0300-\u036f]+")
_FOLD = {
    code: ord(base)
    for start, end in ((0xC0, 0x250), (0x1E00, 0x1F00))
    for code in range(start, end)
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
}

# A number keeps its fraction only when that cannot be the next answer of a list: "1,98.6,2" is three numbers.
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)*|\d{2,3}[.,']\d{1,2}(?!\d)|\d+(?:[.,]\d{3})+(?!\d)|\d+|\n|[^\sa-z\d]")

# One character for one character, so that places stay what they are.
_LOST_APOSTROPHE = re.compile(
    r"\b(?:(can|won|don|isn|doesn|didn|couldn|wasn|haven|hasn|aren) (?=t\b)|can (?=not\b))"
)
_TITLE = re.compile(r"\b(dr|mrs?|ms)\.")
_OXYGEN = re.compile(r"\b(sp[o0]|sa?o|o|co)2\b")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text, folded, and its tokens in order."""

    own: str
    folded: str
    words: list[str]

    def spans(self) -> list[tuple[int, int]]:
        """Where each token stands in `own`; worked out only when somebody needs to quote."""
        return [found.span() for found in _TOKEN.finditer(self.folded)]


def tokens(text: str) -> Tokens:
    """`text` as tokens.

    >>> tokens("Can’t breathe, T101.2 🤒").words
    ["can't", 'breathe', ',', 't', '101.2', '🤒']
    >>> tokens("MAREADO y con confusión").words
    ['mareado', 'y', 'con', 'confusion']
    >>> tokens("I can not, Dr. Lee. spo2 97").words
    ['i', "can'not", ',', 'dr', "'", 'lee', '.', 'spoq', '97']
    """
    if text.isascii():
        own, folded = text, text.lower()
    else:
        own = _MARKS.sub("", unicodedata.normalize("NFKC", text.translate(_BEFORE)))
        folded = own.lower().translate(_FOLD)
    if " t " in folded or "can not" in folded or folded.endswith(" t"):
        folded = _LOST_APOSTROPHE.sub(lambda found: found[0][:-1] + "'", folded)
    if "dr." in folded or "mr." in folded or "mrs." in folded or "ms." in folded:
        folded = _TITLE.sub(r"\1'", folded)  # the point of "Dr." ends no sentence
    if "2" in folded:
        folded = _OXYGEN.sub(r"\1q", folded)  # "spo2 97": its 2 is no number
    return Tokens(own, folded, _TOKEN.findall(folded))
