"""Which book a command compares with the current one: a file, a folder, or what the configuration names."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from symptomcheck.cli.book import files_of, has_configuration
from symptomcheck.cli.house import open_house
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.rule_files import rule_files

if TYPE_CHECKING:
    from symptomcheck.wiring import House

CANDIDATE = click.argument("candidate", required=False, type=click.Path(path_type=Path, exists=True))


def sides(
    ctx: click.Context, candidate: Path | None, file: Path | None, folder: Path | None
) -> tuple[RuleBook, dict[str, str]]:
    """The book that is current (the shipped one, without a configuration), and the files of the candidate."""
    if not has_configuration(ctx):
        file, folder = _one_of(candidate, file, folder)
        return compile_once(rule_files()), files_of(ctx, file, folder)
    with open_house(ctx) as house:
        return sides_in(house, ctx, candidate, file, folder)


def sides_in(
    house: "House", ctx: click.Context, candidate: Path | None, file: Path | None, folder: Path | None
) -> tuple[RuleBook, dict[str, str]]:
    """The current book of this clinic, and the candidate: one file takes its place in that book."""
    with house.clinic.db.read() as tx:
        current = house.clinic.books.current(tx)
    ctx.find_root().obj = house.settings.file  # without a file, the candidate is this clinic's folder
    file, folder = _one_of(candidate, file, folder)
    return current, files_of(ctx, file, folder, current=current)


def _one_of(
    candidate: Path | None, file: Path | None, folder: Path | None
) -> tuple[Path | None, Path | None]:
    if candidate is None:
        return file, folder
    return (None, candidate) if candidate.is_dir() else (candidate, folder)
