"""Random words that open something: given to one person, kept only as a hash."""

from hashlib import sha256
from secrets import token_urlsafe


def new_token() -> str:
    """43 letters nobody guesses."""
    return token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What is kept of a token: a copy of the database opens nothing."""
    return sha256(token.encode()).digest()
