"""The configuration: every key explained, every fault one sentence with a remedy."""

import tomllib
from collections.abc import Callable
from dataclasses import fields
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from symptomcheck.config import ConfigError, Settings, example, load, settings_from
from symptomcheck.config_keys import SECTIONS
from symptomcheck.config_secrets import fresh_data_keys, fresh_secret_key

REPOSITORY = Path(__file__).parents[1]
EXAMPLE = REPOSITORY / "config.example.toml"

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two secrets that `symptomcheck init` makes."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/secret.key").write_text(fresh_secret_key())
    (tmp_path / "secrets/data.keys").write_text(fresh_data_keys())
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a config.toml that differs from a good one by the lines given: "[site] name = ..."."""

    def _write(*changes: str) -> Path:
        sections: dict[str, dict[str, str]] = {
            "site": {
                "name": '"Riverside"',
                "phone_24h": '"555-010-0199"',
                "public_url": '"https://checkin.clinic.example/"',
                "zone": '"America/New_York"',
            }
        }
        for change in changes:
            place, _, value = change.partition(" = ")
            section, _, key = place.removeprefix("[").partition("] ")
            sections.setdefault(section, {})[key] = value
        file = folder / "config.toml"
        file.write_text(
            "\n".join(
                f"[{section}]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items() if value)
                for section, keys in sections.items()
            )
        )
        return file

    return _write


def fault(file: Path, **environ: str) -> str:
    """The one sentence a start stops with, without the file's folder."""
    with pytest.raises(ConfigError) as caught:
        load(file, environ)
    said = str(caught.value)
    assert said.startswith(str(file))
    return said.removeprefix(f"{file.parent}/")


def test_the_example_names_every_key_of_the_settings_and_no_other() -> None:
    written = {f"{s}.{key}" for s, keys in tomllib.loads(EXAMPLE.read_text()).items() for key in keys}
    known = {f"{s}.{f.name}" for s, kind in SECTIONS.items() for f in fields(kind) if "read" in f.metadata}
    assert written == known


def test_the_example_file_is_what_the_settings_say_today() -> None:
    assert EXAMPLE.read_text() == example()


def test_the_example_holds_every_default_and_one_sentence_per_key() -> None:
    written = tomllib.loads(EXAMPLE.read_text())
    for section, kind in SECTIONS.items():
        for field in fields(kind):
            if "read" in field.metadata:
                says = field.metadata["says"]
                assert says.endswith(".") and ". " not in says, field.name
                if isinstance(field.metadata["default"], str | int | float | bool | list):
                    assert written[section][field.name] == field.metadata["default"]


def test_every_section_of_the_settings_has_its_keys_in_the_table() -> None:
    assert [field.name for field in fields(Settings)] == ["file", *SECTIONS]


def test_the_example_loads_as_it_stands(folder: Path) -> None:
    (folder / "config.toml").write_text(EXAMPLE.read_text())
    assert load(folder / "config.toml", {}).site.phone_24h == "555-010-0199"


def test_a_short_file_gets_every_default(write: Write, folder: Path) -> None:
    settings = load(write(), {})
    assert settings.database.url == f"sqlite:///{folder}/symptomcheck.sqlite"
    assert settings.site.public_url == "https://checkin.clinic.example"
    assert settings.site.working_hours == (time(8), time(17))
    assert settings.twilio.account_sid is None
    assert len(settings.security.data_keys.keys[1]) == 32


def test_without_a_24_hour_number_the_start_stops(write: Write) -> None:
    said = (
        "config.toml: [site] phone_24h is missing. The number your care team answers day and night, as "
        'people read it; at most 16 characters: write phone_24h = "555-010-0199".'
    )
    assert fault(write("[site] phone_24h = ")) == said
    assert fault(write('[site] phone_24h = ""')) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("[site] phone_24 = 1", "[site] phone_24 is no key. Did you mean phone_24h."),
        (
            "[web] colour = 1",
            "[web] colour is no key. Use one of host, port, trusted_proxies, metrics_token_file.",
        ),
        (
            '[site] name = "Riverside Cell Therapy Clinic"',
            "[site] name has 29 characters. Write at most 20, or",
        ),
        ('[site] name = " "', "[site] name is empty. Write 1 to 20 characters."),
        ("[site] name = 7", "[site] name is 7, which is no text in quotes. Write a text in quotes."),
        (
            '[site] phone_24h = "555-010-0199 ext 2"',
            "[site] phone_24h is '555-010-0199 ext 2', which nobody can",
        ),
        (
            '[site] phone_24h = "+1 (555) 010-0199"',
            "[site] phone_24h has 17 characters. Write at most 16, or",
        ),
        (
            '[site] public_url = "checkin.example"',
            "[site] public_url is 'checkin.example', not a web address.",
        ),
        ('[site] zone = "Eastern"', "[site] zone is 'Eastern', not a time zone. Write an IANA name like"),
        ('[site] zone = "../zones"', "[site] zone is '../zones', not a time zone."),
        ('[site] language = "fr"', '[site] language is \'fr\'. Write "en" or "es".'),
        (
            '[site] working_hours = "8-17"',
            "[site] working_hours is '8-17', not a span of one day. Write it like",
        ),
        ('[site] working_hours = "25:00-26:00"', "[site] working_hours is '25:00-26:00', not a span"),
        ('[site] working_hours = "17:00-08:00"', "[site] working_hours is '17:00-08:00', not a span"),
        ('[database] url = "mysql://host/db"', "[database] url is no database this tool knows. Write"),
        (
            '[database] url = "postgresql://a:secret@host/db"',
            "[database] url holds a password. Set the whole",
        ),
        (
            '[twilio] auth_token = "0123456789"',
            "[twilio] auth_token is a secret. Put it into a file of its own",
        ),
        (
            '[mail] password = "letmein"',
            "[mail] password is a secret. Put it into a file of its own and name",
        ),
        (
            '[twilio] auth_token_file = "0123456789"',
            "[twilio] auth_token_file names a file that cannot be read",
        ),
        (
            '[twilio] from_number = "555-0100"',
            "[twilio] from_number is '555-0100', which people could not answer.",
        ),
        ('[twilio] account_sid = "AC1"', "[twilio] auth_token_file is missing. Name the file that holds"),
        ("[twilio] messages_per_second = 0", "[twilio] messages_per_second is 0. Write a number above 0 and"),
        (
            "[twilio] messages_per_second = true",
            "[twilio] messages_per_second is True. Write a number above 0",
        ),
        ('[mail] host = "mail.example"', "[mail] from_address is missing. Write whom e-mail comes from."),
        (
            '[mail] username = "clinic"',
            "[mail] password_file is missing. Name the file that holds the password",
        ),
        ('[mail] from_address = "clinic"', "[mail] from_address is 'clinic', not an e-mail address."),
        ('[mail] starttls = "yes"', "[mail] starttls is 'yes'. Write true or false, without quotes."),
        ('[site] public_url = ""', "[site] public_url is missing. Where people and Twilio reach"),
        ("[web] port = true", "[web] port is True, which is no whole number. Write a whole number."),
        ("[site] zone = 5", "[site] zone is 5, which is no zone in quotes. Write a zone in quotes."),
        ("[web] port = 70000", "[web] port is 70000. Write a number from 0 to 65535."),
        ('[rules] overlays = "all"', "[rules] overlays is 'all', not a list of names. Write it like"),
        ('[oncall] fallback_phone = "555"', "[oncall] fallback_phone is '555', not an international number."),
        ("[oncall] fallback_email = 1", "[oncall] fallback_email is 1, which is no address in quotes."),
        ("[oncal] fallback_phone = 1", "[oncal] is no section. Use one of [site], [database],"),
    ],
)
def test_a_fault_is_one_sentence_with_file_key_and_remedy(write: Write, change: str, said: str) -> None:
    heard = fault(write(change))
    assert heard.startswith(f"config.toml: {said}")
    assert "secret@" not in heard and "0123456789" not in heard and "letmein" not in heard


def test_a_key_above_every_section_is_told_where_it_belongs(folder: Path) -> None:
    (folder / "config.toml").write_text("port = 8000\n")
    assert fault(folder / "config.toml").startswith(
        "config.toml: port stands outside its section. Move it below"
    )


def test_a_file_that_is_missing_or_broken_is_named(folder: Path) -> None:
    assert "cannot be read (No such file or directory). Run symptomcheck init" in fault(
        folder / "config.toml"
    )
    (folder / "config.toml").write_text("[site\n")
    assert "config.toml: is not TOML:" in fault(folder / "config.toml")
    (folder / "config.toml").write_bytes(b"\xff")
    assert "config.toml: is not UTF-8 text." in fault(folder / "config.toml")


def test_the_environment_names_the_file_and_holds_secrets(write: Write, folder: Path) -> None:
    write(
        '[twilio] account_sid = "AC1"', '[twilio] from_number = "+15550100100"', '[mail] username = "clinic"'
    )
    settings = load(
        None,
        {
            "SYMPTOMCHECK_CONFIG": str(folder / "config.toml"),
            "SYMPTOMCHECK_TWILIO_AUTH_TOKEN": "token",
            "SYMPTOMCHECK_MAIL_PASSWORD": "letmein",
            "SYMPTOMCHECK_DATABASE_URL": "postgresql://a:secret@host/db",
        },
    )
    assert settings.twilio.auth_token is not None and settings.twilio.auth_token.reveal() == "token"
    assert settings.mail.password is not None and settings.mail.password.reveal() == "letmein"
    assert settings.database.url == "postgresql://a:secret@host/db"


def test_a_wrong_database_address_in_the_environment_is_a_fault(write: Write) -> None:
    assert "[database] url is no database" in fault(write(), SYMPTOMCHECK_DATABASE_URL="localhost")


def test_an_account_needs_a_sender(write: Write) -> None:
    said = fault(write('[twilio] account_sid = "AC1"'), SYMPTOMCHECK_TWILIO_AUTH_TOKEN="token")
    assert said.startswith("config.toml: [twilio] from_number is missing.")


def test_no_secret_shows_when_the_settings_are_printed(write: Write) -> None:
    settings = load(write(), {"SYMPTOMCHECK_TWILIO_AUTH_TOKEN": "sixteen tons"})
    printed = repr(settings)
    assert "sixteen tons" not in printed
    assert settings.security.secret_key.reveal() not in printed
    assert repr(settings.security.data_keys.index_key) not in printed


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("secret.key", "short", "secret_key_file names a key of fewer than 32 characters."),
        ("secret.key", "", "secret_key_file names a file that is empty."),
        ("data.keys", "1 c2hvcnQ=", "data_keys_file names a key file with a broken line."),
        ("data.keys", "1 not base64", "data_keys_file names a key file with a broken line."),
        ("data.keys", "# nothing\n\n", "data_keys_file names a key file that is incomplete."),
    ],
)
def test_a_broken_key_file_is_named(write: Write, folder: Path, file: str, text: str, said: str) -> None:
    (folder / "secrets" / file).write_text(text)
    assert fault(write()).startswith(f"config.toml: [security] {said}")


def test_a_key_file_that_is_no_text_is_named(write: Write, folder: Path) -> None:
    (folder / "secrets/secret.key").write_bytes(b"\xff\xfe")
    assert "[security] secret_key_file names a file that is no text." in fault(write())


def test_a_new_configuration_is_the_example_with_the_clinics_own_values(folder: Path) -> None:
    values: dict[str, Any] = {
        "site.name": 'St "X"',
        "web.port": 0,
        "rules.overlays": ["a"],
        "mail.starttls": False,
    }
    settings = settings_from(tomllib.loads(example(values)), file=folder / "config.toml", environ={})
    assert settings.site.name == 'St "X"' and settings.web.port == 0
    assert settings.rules.overlays == ("a",) and settings.mail.starttls is False
    with pytest.raises(KeyError):
        example({"site.nmae": "x"})
