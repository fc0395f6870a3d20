"""The short name that is put before texts on a phone several people share."""

import unicodedata
from collections.abc import Collection

from symptomcheck.core.sms import Encoding, encoding

LONGEST = 10  # what the texts of the book were measured with


def short_name(name: str, taken: Collection[str] = ()) -> str:
    """The first name, cut to ten letters, told apart from those in `taken`.

    >>> short_name("Bernadette-Marie Dubois"), short_name("Zoë Quinn")
    ('Bernadette', 'Zoe')
    >>> short_name("Ana Ruiz", {"Ana"}), short_name("Ana Ruiz", {"ANA", "Ana R"})
    ('Ana R', 'Ana 2')
    """
    words = [_cheap(word) for word in name.split()]
    used = {tag.casefold() for tag in taken}
    endings = ["", f" {words[-1][0]}", *(f" {number}" for number in range(2, len(used) + 3))]
    tags = (words[0][: LONGEST - len(ending)] + ending for ending in endings)
    return next(tag for tag in tags if tag.casefold() not in used)


def _cheap(word: str) -> str:
    """Without accents where they would make every text to this phone two: é stays, ë does not."""
    if encoding(word) is Encoding.GSM_7:
        return word
    apart = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
