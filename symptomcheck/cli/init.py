"""`symptomcheck init`: a folder with everything a clinic needs to start."""

import os
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from symptomcheck import config
from symptomcheck.cli.wrong import Wrong
from symptomcheck.config import Settings
from symptomcheck.config_secrets import fresh_data_keys, fresh_secret_key

_STANDS_IN = "555-010-0199"


@click.command(
    epilog="\b\nExample:\n"
    "  symptomcheck init clinic --name Riverside --phone 555-010-0199 --zone America/New_York \\\n"
    "    --public-url https://checkin.clinic.example"
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".", metavar="[DIR]")
@click.option("--name", default="Care team", show_default=True, help="How texts name the clinic.")
@click.option("--phone", help="The number your care team answers day and night. Required before the start.")
@click.option("--fallback-phone", help="Who is paged by text when nobody on call can be; as +15550100198.")
@click.option("--fallback-email", help="The same by e-mail. Nobody is enrolled without both.")
@click.option("--emergency", default="911", show_default=True, help="The emergency number of your patients.")
@click.option("--zone", help="The clinic's time zone; else this machine's.")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option(
    "--public-url",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Where people and the SMS provider reach this server from outside.",
)
@click.option(
    "--database",
    default="sqlite:///symptomcheck.sqlite",
    show_default=True,
    help="Where everything is remembered; or postgresql://host/name for several processes.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def init(
    folder: Path,
    name: str,
    phone: str | None,
    fallback_phone: str | None,
    fallback_email: str | None,
    emergency: str,
    zone: str | None,
    language: str,
    public_url: str,
    database: str,
    port: int,
) -> None:
    """Make a clinic: configuration, secrets, database.

    Writes DIR/config.toml, DIR/secrets and the database beside them, and says what to do next.
    """
    file = folder / "config.toml"
    if file.exists():
        raise Wrong(f"{file}: exists already. Change it with an editor, or name another folder.")
    values = {
        "site.name": name,
        "site.phone_24h": phone or "",
        "site.emergency_number": emergency,
        "site.zone": zone or _zone_of_this_machine(),
        "site.language": language,
        "site.public_url": public_url,
        "database.url": database,
        "web.port": port,
        "oncall.fallback_phone": fallback_phone or "",
        "oncall.fallback_email": fallback_email or "",
    }
    # What is wrong with the options is said before anything is written that would have to be cleared away.
    settings = _check(values, file)
    secrets = folder / "secrets"
    secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_private(secrets / "secret.key", fresh_secret_key())
    _write_private(secrets / "data.keys", fresh_data_keys())
    _write_private(file, config.example(values))

    from symptomcheck import wiring

    # The database holds sealed names; nobody else on this machine needs to copy it.
    os.umask(0o077)
    wiring.migrate(settings)
    _tell(folder, file, phone, fallback=bool(fallback_phone and fallback_email))


def _check(values: Mapping[str, object], file: Path) -> Settings:
    """Read the settings as `run` will, with secrets and a number that only stand in."""
    stand_in = {**values, "site.phone_24h": values["site.phone_24h"] or _STANDS_IN}
    environ = {
        **os.environ,
        "SYMPTOMCHECK_SECRET_KEY": fresh_secret_key(),
        "SYMPTOMCHECK_DATA_KEYS": fresh_data_keys(),
    }
    return config.settings_from(tomllib.loads(config.example(stand_in)), file=file, environ=environ)


def _write_private(path: Path, text: str) -> None:
    """Only its owner reads it. What is there already stays: it may be the one key to a database."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _zone_of_this_machine() -> str:
    _, found, name = os.path.realpath("/etc/localtime").partition("/zoneinfo/")
    try:
        return ZoneInfo(name).key if found else "UTC"
    except (ValueError, OSError, LookupError):
        return "UTC"


def _tell(folder: Path, file: Path, phone: str | None, *, fallback: bool) -> None:
    call = (
        "symptomcheck" if file == Path("config.toml") else f"symptomcheck --config {shlex.quote(str(file))}"
    )
    click.echo(f"Wrote {file}, its secrets in {folder / 'secrets'}, and made the database.")
    click.echo("Back up the secrets apart from the database: without them no name and no text opens.")
    if not phone:
        click.echo(f"\nFirst write the number your team answers day and night: [site] phone_24h in {file}.")
    if not fallback:
        click.echo(f"\nThen name whom to page when nobody on call can be: [oncall] in {file}.")
    click.echo("\nNext:")
    click.echo(f'  1. {call} staff add --name "Nora Lee" --phone +15550100123 --on-call first')
    click.echo(f'  2. {call} rules adopt --by "Dr. Kim Park" --reason "Reviewed for our clinic"')
    click.echo(f"  3. {call} run")
