"""Passwords of the team: what makes one good enough, and its argon2 hash."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from symptomcheck.actions.refused import Refused

SHORTEST = 12
_LONGEST = 200
_FEWEST_SIGNS = 5
# OWASP's least for argon2id: eight threads that check at once must not fill a small machine's memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Somebody nobody knows must take as long to refuse as somebody we know.
_OF_NOBODY = _hasher.hash("nobody has this password")


def checked_password(typed: str, *, login: str) -> str:
    """A password worth having; Refused says what to change."""
    password = _plain(typed)
    if len(password) < SHORTEST:
        raise Refused("Choose a password of at least %(count)s letters. Four words are good.", count=SHORTEST)
    if len(password) > _LONGEST:
        raise Refused("Choose a password of at most %(count)s letters.", count=_LONGEST)
    if len(set(password)) < _FEWEST_SIGNS or login in password.casefold():
        raise Refused("That is easy to guess. Choose words that have nothing to do with each other.")
    return password


def hashed(password: str) -> str:
    """The hash to keep."""
    return _hasher.hash(_plain(password))


def opens(password_hash: str | None, password: str) -> bool:
    """Is it this password? Takes as long when there is no hash at all."""
    try:
        matches = _hasher.verify(password_hash or _OF_NOBODY, _plain(password))
    except VerificationError:
        return False
    return matches and password_hash is not None


def _plain(typed: str) -> str:
    # The same letters typed on another keyboard may come as other code points.
    return unicodedata.normalize("NFKC", typed)
