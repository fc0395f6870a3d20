"""Which book a command compares with the current one: a file, a folder, or what the configuration names."""

import os
from pathlib import Path

import click

from symptomcheck.cli.book import files_of
from symptomcheck.cli.house import open_house
from symptomcheck.config import CONFIG_VARIABLE
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.rule_files import rule_files

CANDIDATE = click.argument("candidate", required=False, type=click.Path(path_type=Path, exists=True))


def has_configuration(ctx: click.Context) -> bool:
    """Was a configuration named, or does one lie here?"""
    return ctx.find_root().obj is not None or CONFIG_VARIABLE in os.environ or Path("config.toml").exists()


def sides(
    ctx: click.Context, candidate: Path | None, file: Path | None, folder: Path | None
) -> tuple[RuleBook, dict[str, str]]:
    """The book that is current (the shipped one, without a configuration), and the files of the candidate."""
    if not has_configuration(ctx):
        return compile_once(rule_files()), candidate_files(ctx, None, candidate, file, folder)
    with open_house(ctx) as house:
        with house.clinic.db.read() as tx:
            current = house.clinic.books.current(tx)
        return current, candidate_files(ctx, house.settings.file, candidate, file, folder)


def candidate_files(
    ctx: click.Context,
    settings: Path | None,
    candidate: Path | None,
    file: Path | None,
    folder: Path | None,
) -> dict[str, str]:
    """The files of the candidate: the one that was named, in its place among those of this clinic."""
    ctx.find_root().obj = settings  # the candidate's other files are those of this clinic's folder
    if candidate is not None:
        file, folder = (None, candidate) if candidate.is_dir() else (candidate, folder)
    return files_of(ctx, file, folder)
