"""Reads `config.toml` into `Settings`, or says in one sentence what is wrong with it.

Every fault is a `ConfigError` with the file, the key and the remedy. Nothing is guessed and no unknown key is
passed over: a misspelt `phone_24h` must stop the start, not leave people without a number to call.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from symptomcheck import config_kinds as kind
from symptomcheck.config_keys import REQUIRED, SECTIONS, Settings
from symptomcheck.config_kinds import Wrong
from symptomcheck.config_secrets import DataKeys, Secret, parse_data_keys, read_secret

__all__ = ["ConfigError", "DataKeys", "Secret", "Settings", "example", "load", "settings_from"]

CONFIG_VARIABLE = "SYMPTOMCHECK_CONFIG"
DATABASE_VARIABLE = "SYMPTOMCHECK_DATABASE_URL"

# How people name a secret they type in by mistake -> the key that belongs there.
_TYPED_SECRETS = {
    "auth_token": "auth_token_file",
    "token": "auth_token_file",
    "password": "password_file",
    "secret_key": "secret_key_file",
    "data_keys": "data_keys_file",
}


class ConfigError(Exception):
    """A fault in the configuration, as one sentence that names the file, the key and the remedy."""

    def __init__(self, file: Path | str, key: str, problem: str, remedy: str) -> None:
        self.file, self.key, self.problem, self.remedy = file, key, problem, remedy
        place = f"{file}: {key}" if key else f"{file}:"
        super().__init__(f"{place} {problem}. {remedy}.")


def load(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in `path`, else in the file SYMPTOMCHECK_CONFIG names, else in ./config.toml."""
    environ = os.environ if environ is None else environ
    file = path or Path(environ.get(CONFIG_VARIABLE) or "config.toml")
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        remedy = "Run symptomcheck init to make one, or name it with --config or SYMPTOMCHECK_CONFIG"
        raise ConfigError(file, "", f"cannot be read ({error.strerror})", remedy) from None
    except UnicodeDecodeError:
        raise ConfigError(file, "", "is not UTF-8 text", "Save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, "", f"is not TOML: {error}", "Compare it with config.example.toml") from None
    return settings_from(data, file=file, environ=environ)


def settings_from(
    data: Mapping[str, Any], *, file: Path = Path("config.toml"), environ: Mapping[str, str] | None = None
) -> Settings:
    """The settings in already parsed TOML; paths in it are taken from beside `file`."""
    environ = os.environ if environ is None else environ
    known = ", ".join(f"[{name}]" for name in SECTIONS)
    for name, section in data.items():
        if not isinstance(section, Mapping):
            raise ConfigError(file, name, "stands outside its section", f"Move it below one of {known}")
        if name not in SECTIONS:
            raise ConfigError(file, f"[{name}]", "is no section", f"Use one of {known}")
    made = {name: _section(name, data.get(name, {}), file, environ) for name in SECTIONS}
    settings = Settings(file=file, **made)
    _check_together(settings)
    return settings


def _section(name: str, data: Mapping[str, Any], file: Path, environ: Mapping[str, str]) -> Any:
    kind_of_section = SECTIONS[name]
    folder = file.absolute().parent
    keys = {field.name: field.metadata for field in fields(kind_of_section) if "read" in field.metadata}
    for key in data:
        if key not in keys:
            raise ConfigError(file, f"[{name}] {key}", *_unknown(key, list(keys)))
    values: dict[str, Any] = {}
    for key, about in keys.items():
        raw = data.get(key, about["default"])
        read = about["read"]
        if key == "url" and name == "database" and DATABASE_VARIABLE in environ:
            raw, read = environ[DATABASE_VARIABLE], kind.database_address
        if about["default"] is REQUIRED and raw in (REQUIRED, ""):
            remedy = f'{about["says"].rstrip(".")}: write {key} = "{about["example"]}"'
            raise ConfigError(file, f"[{name}] {key}", "is missing", remedy)
        try:
            values[key] = read(raw, folder)
        except Wrong as wrong:
            raise ConfigError(file, f"[{name}] {key}", wrong.problem, wrong.remedy) from None
    for field in fields(kind_of_section):
        if "variable" in field.metadata:
            values[field.name] = _read_secret(name, field.name, field.metadata, values, file, environ)
    return kind_of_section(**values)


def _unknown(key: str, keys: list[str]) -> tuple[str, str]:
    """Problem and remedy for a key that is not one; the value is never shown: it may be a secret."""
    if _TYPED_SECRETS.get(key) in keys:
        return "is a secret", f"Put it into a file of its own and name that file with {_TYPED_SECRETS[key]}"
    close = get_close_matches(key, keys, n=1)
    return "is no key", f"Did you mean {close[0]}" if close else f"Use one of {', '.join(keys)}"


def _read_secret(
    section: str,
    name: str,
    about: Mapping[str, str],
    values: Mapping[str, Any],
    file: Path,
    environ: Mapping[str, str],
) -> Secret | DataKeys | None:
    place = f"[{section}] {about['file_key']}"
    try:
        secret = read_secret(values[about["file_key"]], about["variable"], environ)
        if secret is not None and name == "secret_key" and len(secret.reveal()) < 32:
            raise Wrong(
                "names a key of fewer than 32 characters", "Delete the file and run symptomcheck init"
            )
        return parse_data_keys(secret) if secret is not None and name == "data_keys" else secret
    except Wrong as wrong:
        raise ConfigError(file, place, wrong.problem, wrong.remedy) from None


def _check_together(settings: Settings) -> None:
    """What no key can tell alone."""
    file, twilio, mail = settings.file, settings.twilio, settings.mail
    if twilio.account_sid and twilio.auth_token is None:
        remedy = "Name the file that holds the token, or set SYMPTOMCHECK_TWILIO_AUTH_TOKEN"
        raise ConfigError(file, "[twilio] auth_token_file", "is missing", remedy)
    if twilio.account_sid and not (twilio.from_number or twilio.messaging_service_sid):
        remedy = 'Write the number texts come from, like "+15550100100", or set messaging_service_sid'
        raise ConfigError(file, "[twilio] from_number", "is missing", remedy)
    if mail.host and mail.from_address is None:
        raise ConfigError(file, "[mail] from_address", "is missing", "Write whom e-mail comes from")
    if mail.username and mail.password is None:
        remedy = "Name the file that holds the password, or set SYMPTOMCHECK_MAIL_PASSWORD"
        raise ConfigError(file, "[mail] password_file", "is missing", remedy)
    if settings.oncall.webhook_url and settings.oncall.webhook_secret is None:
        remedy = "Name the file that holds the signing secret, or set SYMPTOMCHECK_WEBHOOK_SECRET"
        raise ConfigError(file, "[oncall] webhook_secret_file", "is missing", remedy)


def example(values: Mapping[str, Any] | None = None) -> str:
    """A whole configuration, one sentence per key; `values` ("site.name" -> value) replaces its examples."""
    values = values or {}
    known = {f"{name}.{field.name}" for name, section in SECTIONS.items() for field in fields(section)}
    if unknown := set(values) - known:
        raise KeyError(f"no such key: {', '.join(sorted(unknown))}")
    lines = [
        "# The configuration of symptomcheck. Paths are taken from beside this file.",
        "# A secret never stands here: a file named here holds it, or a SYMPTOMCHECK_... variable does.",
    ]
    for name, section in SECTIONS.items():
        lines += ["", f"[{name}]  # {(section.__doc__ or '').strip()}"]
        for field in fields(section):
            if "read" not in field.metadata:
                continue
            must = " Required." if field.metadata["default"] is REQUIRED else ""
            value = values.get(f"{name}.{field.name}", field.metadata["example"])
            lines += [f"# {field.metadata['says']}{must}", f"{field.name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return "[" + ", ".join(_toml(item) for item in value) + "]"
        case str() | Path():
            # JSON's escapes are a subset of TOML's.
            return json.dumps(str(value), ensure_ascii=False)
        case _:
            return str(value)
