"""Which browser is driven, and what is said when there is none."""

from pathlib import Path

import pytest

from tests.browser.browsers import VARIABLE, NoBrowser, find, need


@pytest.fixture
def bare(monkeypatch, tmp_path) -> Path:
    """A machine without any browser."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def a_program(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.touch(mode=0o755)
    return path


def test_a_machine_without_a_browser_fails_and_says_what_to_do(bare):
    assert find() is None
    with pytest.raises(NoBrowser, match=r"\./dev setup as root"):
        need()


def test_the_named_one_goes_before_playwrights_and_playwrights_before_the_systems(bare, monkeypatch):
    systems = a_program(bare / "bin" / "chromium")
    assert find() == systems
    own = a_program(bare / "playwright" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert find() == own
    monkeypatch.setenv(VARIABLE, "/opt/my/chrome")
    assert find() == Path("/opt/my/chrome")
