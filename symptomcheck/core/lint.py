"""The wording lint: what no text, title, page or explanation may say, in each language.

The tool relays a person's own words. It names no condition, gives no grade and tells nobody they are well.
Quotes and titles of sources are exempt: they are shown as quotes. Reading grade is here too; lengths are in
sms.py.
"""

import re
import unicodedata
from functools import lru_cache

from symptomcheck.core.lint_words import BANNED

# The only way the word may be used.
_ALLOWED = re.compile(r"\bthis is not a diagnosis\b|\bno es un diagnóstico\b")

# "C.R.S.", "I C A N S": single letters with something between them.
_SPELT = re.compile(r"\b(?:[^\W\d_][.\s·_-]+){2,}[^\W\d_]\b")

# A text message lies open on a locked screen: it must not tell anybody what its reader is treated for.
_DISCLOSES = re.compile(
    r"\bcar[- ]?t\b|cancer|cáncer|leuk|leuc|lymphom|linfom|myelom|mielom|tumou?r|chemo|quimio|oncolog"
    r"|transplant|trasplant|infusi[oó]n|immun|inmun|yescarta|kymriah|tecartus|breyanzi|abecma|carvykti|aucatzyl"
    r"|tocilizumab|actemra|tylenol|acetaminophen|paracetamol|ibuprofen|advil|steroid|esteroide|dexamet"
)

_COMPILED = {
    language: tuple((re.compile("|".join(patterns)), wrong) for wrong, patterns in banned.items())
    for language, banned in BANNED.items()
}


@lru_cache(maxsize=4096)  # the same texts are held to it when a book is read and when it is proved
def faults(text: str, language: str) -> tuple[str, ...]:
    """What the text says that it must not, each as part of a sentence; nothing when it may be shown.

    English terms are looked for in every language: translations slip into them.

    >>> faults("Your temperature is normal. You are fine.", "en")
    ('“normal” calls something normal', '“you are fine” reassures')
    >>> faults("Call your care team now. This is not a diagnosis.", "en")
    ()
    """
    plain = _ALLOWED.sub("", unicodedata.normalize("NFKC", text).lower().replace("’", "'"))
    # Together, so that either way of writing is found, and one sentence does not run on into the other.
    plain = f"{plain}\n{_SPELT.sub(_joined, plain)}"
    found = [
        f"“{hit.group()}” {wrong}"
        for patterns in (_COMPILED["en"], _COMPILED.get(language, ()))
        for pattern, wrong in patterns
        if (hit := pattern.search(plain))
    ]
    return tuple(dict.fromkeys(found))


def _joined(spelt: re.Match[str]) -> str:
    return re.sub(r"[\W_]", "", spelt.group())


def discloses(text: str) -> str | None:
    """The first word of a text message that tells a bystander about disease, drug or product.

    >>> discloses("How are you after your CAR-T infusion?"), discloses("How tired are you?")
    ('car-t', None)
    """
    hit = _DISCLOSES.search(text.lower())
    return hit.group() if hit else None


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text; numerals and `$names` are read as short words.

    >>> reading_grade("Call your team now.") < 2 < reading_grade("Consultation is recommended.")
    True
    """
    words = re.findall(r"[a-z]+(?:['’-][a-z]+)*|\$?[a-z0-9][\w.,/+-]*", text.lower().replace("$", " $"))
    sentences = max(1, len(re.findall(r"[.?!:](?:\s|$)", text.strip())))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / max(1, len(words)) - 15.59


def _syllables(word: str) -> int:
    if not word.isalpha():
        return 1
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    silent_ed = word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1
    return max(1, groups - (silent or silent_ed))
