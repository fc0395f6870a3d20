"""rules/ and templates/ are found in a checkout, in an editable install and in an installed wheel."""

import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from symptomcheck.paths import data_folder
from tests.cli.processes import ended, port_of

REPOSITORY = Path(__file__).parents[1]

ASK = (
    "from symptomcheck.paths import data_folder; print(data_folder('rules')); print(data_folder('templates'))"
)


def ask(*paths: Path, cwd: Path) -> list[str]:
    """Where a fresh Python finds both folders; it sees `paths` and nothing else of this project."""
    add = f"import sys; sys.path[:0] = {[str(path) for path in paths]!r}; "
    run = subprocess.run(
        [sys.executable, "-I", "-c", add + ASK], capture_output=True, text=True, check=True, cwd=cwd
    )
    return run.stdout.splitlines()


def test_a_checkout_uses_its_own_folders() -> None:
    assert data_folder("rules") == REPOSITORY / "rules"
    assert data_folder("templates") == REPOSITORY / "templates"


def test_an_editable_install_uses_the_checkout_not_the_copy_made_when_it_was_installed(
    tmp_path: Path,
) -> None:
    assert ask(cwd=tmp_path) == [str(REPOSITORY / "rules"), str(REPOSITORY / "templates")]


def test_a_wheel_carries_everything_and_a_clinic_runs_from_it(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, check=True, capture_output=True, cwd=REPOSITORY)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    data = installed / "symptomcheck" / "_data"
    assert ask(installed, cwd=tmp_path) == [str(data / "rules"), str(data / "templates")]
    for name in ("rules", "templates"):
        theirs = {path.relative_to(data) for path in (data / name).rglob("*") if path.is_file()}
        ours = {path.relative_to(REPOSITORY) for path in (REPOSITORY / name).rglob("*") if path.is_file()}
        assert theirs == ours
    assert (installed / "symptomcheck" / "py.typed").is_file()
    # Built, not committed: whoever installs the wheel has no Node and compiles no catalogs.
    assert (installed / "symptomcheck" / "web" / "static" / "symptomcheck.css").is_file()
    assert (installed / "symptomcheck" / "locale" / "es" / "LC_MESSAGES" / "messages.mo").is_file()
    assert list(installed.glob("symptomcheck-*.dist-info/licenses/styles/NOTICE.txt"))
    assert not (installed / "tests").exists()
    a_clinic_runs_from(installed, tmp_path / "clinic")


def a_clinic_runs_from(installed: Path, folder: Path) -> None:
    """`init` and `run` out of this folder alone: every screen's files are inside, and it ends cleanly."""
    add = f"import sys; sys.path.insert(0, {str(installed)!r}); from symptomcheck.cli import main; main()"
    command = [sys.executable, "-I", "-c", add]
    makes = ["init", str(folder), "--name", "Riverside", "--phone", "555-010-0199", "--port", "0"]
    subprocess.run([*command, *makes], check=True, capture_output=True, cwd=installed)
    adopts = ["--config", str(folder / "config.toml"), "run"]
    process = subprocess.Popen(
        [*command, *adopts], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=installed
    )
    try:
        home = f"http://127.0.0.1:{port_of(process)}"
        pages = {road: urlopen(home + road).read().decode() for road in ("/", "/rules?lang=es", "/team")}  # noqa: S310
        assert "Riverside" in pages["/"] and "Llame ahora" in pages["/rules?lang=es"]
        assert 'name="password"' in pages["/team"]
        (style,) = re.findall(r'href="(/static/symptomcheck\.css[^"]*)"', pages["/"])
        assert "sc-header" in urlopen(home + style).read().decode()  # noqa: S310
        assert ended(process, signal.SIGTERM) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_folder_of_somebody_else_beside_the_package_is_not_ours(tmp_path: Path) -> None:
    package = tmp_path / "symptomcheck"
    (tmp_path / "rules").mkdir()
    with pytest.raises(FileNotFoundError, match="installed without its folder 'rules'"):
        data_folder("rules", package=package)
