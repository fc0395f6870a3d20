"""Words at rest: AES-256-GCM bound to table, column and row, and the HMAC that finds a phone again.

A value moved to another row, column or table does not open. The first byte of a key's line in the key file
is its id; the newest key seals, every listed key opens.
"""

import hmac
import os
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_TAG = 16


class CannotOpen(Exception):
    """A stored value was changed, moved, or sealed with a key this installation does not have."""


class Cipher:
    """Seals and opens stored words; `index` is the one-way name of an address."""

    def __init__(self, *, keys: Mapping[int, bytes], index_key: bytes) -> None:
        """`keys`: key id (1..255) -> 32 bytes; the highest id seals. `index_key`: 32 bytes, never rotated."""
        self._keys = {number: AESGCM(key) for number, key in keys.items()}
        self._newest = max(self._keys)
        self._index_key = index_key

    def seal(self, words: str, *, column: str, row: UUID) -> bytes:
        """`words` as bytes only `open` with the same `column` ("table.column") and `row` gives back."""
        nonce = os.urandom(_NONCE)
        bound = column.encode() + row.bytes
        return bytes([self._newest]) + nonce + self._keys[self._newest].encrypt(nonce, words.encode(), bound)

    def open(self, sealed: bytes, *, column: str, row: UUID) -> str:
        """The words that were sealed; CannotOpen when they, their place or their key changed."""
        if len(sealed) <= _NONCE + _TAG:
            raise CannotOpen(f"{column} of {row} does not open: it was cut short")
        key = self._keys.get(sealed[0])
        if key is None:
            raise CannotOpen(f"{column}: sealed with data key {sealed[0]}, which the key file does not hold")
        try:
            bound = column.encode() + row.bytes
            return key.decrypt(sealed[1 : _NONCE + 1], sealed[_NONCE + 1 :], bound).decode()
        except InvalidTag:
            raise CannotOpen(f"{column} of {row} does not open: it was changed or moved") from None

    def index(self, what: str, value: str) -> bytes:
        """The 32 bytes under which `value` is found again; `what` keeps kinds apart ("sms", "surname")."""
        return hmac.digest(self._index_key, what.encode() + b"\0" + value.encode(), sha256)
