"""Which rule book a command of `rules` looks at: files on a disk, without a database."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from symptomcheck import config
from symptomcheck.cli.wrong import Wrong
from symptomcheck.config import CONFIG_VARIABLE
from symptomcheck.config_keys import Rules
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.rule_files import rule_files

Command = TypeVar("Command", bound=Callable[..., Any])


def of_files(command: Command) -> Command:
    """Give a command `--file` and `--folder`, which name a candidate."""
    file = click.option(
        "--file",
        "file",
        type=click.Path(path_type=Path, exists=True),
        callback=_one_file,
        help="A candidate for one file, or an overlay; the others stay as they are.",
    )
    folder = click.option(
        "--folder",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        help="A folder with a whole candidate book.",
    )
    return file(folder(command))


def _one_file(_ctx: click.Context, _parameter: click.Parameter, given: Path | None) -> Path | None:
    if given is not None and given.is_dir():
        raise Wrong(f"{given} is a folder. Name a whole book with --folder {given}, or one file in it.")
    return given


def has_configuration(ctx: click.Context) -> bool:
    """Was a configuration named, or does one lie here?"""
    return ctx.find_root().obj is not None or CONFIG_VARIABLE in os.environ or Path("config.toml").exists()


def configured(ctx: click.Context) -> Rules | None:
    """The [rules] of that configuration; None where there is none."""
    return config.load(ctx.find_root().obj).rules if has_configuration(ctx) else None


def files_of(
    ctx: click.Context, file: Path | None, folder: Path | None, *, current: RuleBook | None = None
) -> dict[str, str]:
    """The files of the candidate, of the configuration that was named, or of the shipped book.

    One file takes its place in the `current` book, where there is one: what a clinic adopted before it stays.
    """
    if folder is not None:
        files = rule_files(folder)
    elif file is not None and current is not None:
        files = dict(current.files)
    elif (rules := configured(ctx)) is not None:
        files = rule_files(rules.folder, rules.overlays)
    else:
        files = rule_files()
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise Wrong(f"{file}: cannot be read as UTF-8 text. Save it as UTF-8.") from None
        # A file under a name the book does not have adds to it: that is what an overlay does.
        files[file.name if file.name in files else f"overlays/{file.name}"] = text
    return files


def book_of(ctx: click.Context, file: Path | None, folder: Path | None) -> RuleBook:
    """The compiled book; RuleBookError for the first fault found."""
    return compile_once(files_of(ctx, file, folder))
