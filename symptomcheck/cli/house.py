"""Opens the clinic that a command works on, and closes it again.

What is heavy (database, providers) is imported here inside functions: `--help` stays quick.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from symptomcheck import config, log
from symptomcheck.config import Settings

if TYPE_CHECKING:
    from symptomcheck.wiring import House

Command = TypeVar("Command", bound=Callable[..., Any])


def needs_config(command: Command) -> Command:
    """Give a command `--config` too, so that it may stand after the command as well as before."""

    def keep(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.find_root().obj = value

    return click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        expose_value=False,
        callback=keep,
        help="The configuration file; else SYMPTOMCHECK_CONFIG, else ./config.toml.",
    )(command)


def settings_of(ctx: click.Context) -> Settings:
    """The settings this command was pointed at; ConfigError when something is wrong with them."""
    log.configure()
    return config.load(ctx.find_root().obj)


@contextmanager
def open_house(ctx: click.Context, *, migrate: bool = False) -> Iterator["House"]:
    """The house of this command's settings; `migrate` brings its database up to date first."""
    from symptomcheck import wiring

    settings = settings_of(ctx)
    if migrate:
        wiring.migrate(settings)
    house = wiring.build(settings)
    try:
        yield house
    finally:
        house.close()


def warn_if_no_text_leaves(house: "House") -> None:
    """One sentence on stderr when nothing can be texted: without it all looks as if it worked."""
    if "sms" not in house.senders:
        click.echo(
            f"No text can be sent: [twilio] account_sid is empty in {house.settings.file}."
            " Put the account there, its token into [twilio] auth_token_file, and start again.",
            err=True,
        )


def print_json(value: object) -> None:
    """One JSON document, for people and machines alike."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, from a text or a command line that was cut
        text = json.dumps(value, indent=2, default=str)
    click.echo(text)


def print_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Columns as wide as their widest word."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
