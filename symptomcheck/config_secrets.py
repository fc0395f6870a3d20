"""Secrets: read from a file or a `SYMPTOMCHECK_...` variable, held so that no log or traceback shows them."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from symptomcheck.config_kinds import Wrong

_KEY_BYTES = 32
_INDEX = "index"


@dataclass(frozen=True, slots=True)
class Secret:
    """Words nobody may read by accident.

    >>> Secret("token")
    Secret(...)
    """

    _words: str = field(repr=False)

    def reveal(self) -> str:
        """The words themselves, for the one call that needs them."""
        return self._words

    def __repr__(self) -> str:
        return "Secret(...)"


@dataclass(frozen=True, slots=True, repr=False)
class DataKeys:
    """What seals stored words (key id -> 32 bytes; the highest id seals) and what finds a phone again."""

    keys: Mapping[int, bytes]
    index_key: bytes


def read_secret(file: Path | None, variable: str, environ: Mapping[str, str]) -> Secret | None:
    """The variable if it is set, else the file's words, else None when no file is named."""
    if variable in environ:
        return Secret(environ[variable].strip())
    if file is None:
        return None
    try:
        words = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        # Somebody may have typed the secret itself where its file's name belongs: never print the value.
        raise Wrong(
            f"names a file that cannot be read ({error.strerror})",
            f"Put the secret into that file, name it with its path, or set {variable}",
        ) from None
    except UnicodeDecodeError:
        raise Wrong("names a file that is no text", "Write the secret into it as one line of text") from None
    if not words:
        raise Wrong("names a file that is empty", f"Put the secret into it, or set {variable}")
    return Secret(words)


def parse_data_keys(secret: Secret) -> DataKeys:
    """The keys of a data key file: lines of a number (or `index`), a space, 32 bytes in base64."""
    keys: dict[str, bytes] = {}
    for line in secret.reveal().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, written = line.strip().partition(" ")
        try:
            key = base64.b64decode(written, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != _KEY_BYTES or name in keys or not (name == _INDEX or _is_key_id(name)):
            raise Wrong(
                "names a key file with a broken line", "Restore it from its backup: without it no words open"
            )
        keys[name] = key
    index_key = keys.pop(_INDEX, None)
    if index_key is None or not keys:
        raise Wrong(
            "names a key file that is incomplete", "Restore it from its backup: without it no words open"
        )
    return DataKeys({int(name): key for name, key in keys.items()}, index_key)


def _is_key_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and 1 <= int(name) <= 255


def fresh_data_keys() -> str:
    """The text of a new data key file."""
    lines = [f"{name} {base64.b64encode(os.urandom(_KEY_BYTES)).decode()}" for name in ("1", _INDEX)]
    head = "# Opens every name, number and text in the database. Back it up apart from the database.\n"
    return head + "\n".join(lines) + "\n"


def fresh_secret_key() -> str:
    """The text of a new secret key file."""
    return secrets.token_urlsafe(48) + "\n"
