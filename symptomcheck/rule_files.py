"""Reads a rule book's files from a disk. What they mean, and whether they are right, is core.rulebook's."""

from collections.abc import Iterable
from pathlib import Path

from symptomcheck.core.book_error import RuleBookError
from symptomcheck.paths import data_folder


def rule_files(folder: Path | None = None, overlays: Iterable[str] = ()) -> dict[str, str]:
    """Name relative to `folder` -> text, of its TOML files and the named overlays; else of the shipped rules.

    RuleBookError names the file that cannot be read.
    """
    folder = folder or data_folder("rules")
    if not folder.is_dir():
        raise RuleBookError(str(folder), "", "is no folder", "Name a folder that holds a rule book.")
    paths = [*sorted(folder.glob("*.toml")), *(folder / "overlays" / f"{name}.toml" for name in overlays)]
    return {path.relative_to(folder).as_posix(): _text(path) for path in paths}


def on_disk(fault: RuleBookError, folder: Path | None, *, candidate: Path | None = None) -> RuleBookError:
    """The same fault, under the path of the file that a person must open.

    A book knows its files by their names in it. `candidate`: one file elsewhere that stands in for, or adds
    to, those of `folder`; without a folder they are the shipped ones.
    """
    name = Path(fault.file.removeprefix("rules/"))
    if candidate is not None and name.name == candidate.name:
        path = candidate
    else:
        path = (folder or data_folder("rules")) / name
    return RuleBookError(str(path), fault.where, fault.problem, fault.remedy)


def scenario_files(folder: Path | None = None) -> dict[str, str]:
    """The scenarios told beside the rules of `folder`, or beside the shipped ones when it has none."""
    folders = [place / "scenarios" for place in (folder, data_folder("rules")) if place is not None]
    found = next((paths for each in folders if (paths := sorted(each.glob("*.toml")))), [])
    return {f"scenarios/{path.name}": _text(path) for path in found}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        what = f"cannot be read ({problem.strerror})"
        raise RuleBookError(str(path), "", what, "Restore the file, or correct [rules] overlays.") from None
    except UnicodeDecodeError:
        raise RuleBookError(str(path), "", "is not UTF-8 text", "Save it as UTF-8.") from None
