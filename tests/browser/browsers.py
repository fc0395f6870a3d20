"""Which browser the browser tests drive: found here, or installed by `python -m tests.browser.browsers`.

In this order: the environment variable, the one Playwright downloaded, the system's, then (when asked to, by
`./dev setup`) Debian's package. A browser that is missing is an error with its remedy, never a skipped test.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "SYMPTOMCHECK_TEST_BROWSER"
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PACKAGES = ("chromium-headless-shell", "libatomic1", "fonts-dejavu-core")

# A browser that calls home at every start waits for hosts this machine may not reach.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(RuntimeError):
    """One sentence with the remedy."""


def find() -> Path | None:
    """The browser's program, or None."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    return _playwrights_own() or _systems()


def need() -> Path:
    """The browser's program; NoBrowser when there is none."""
    found = find()
    if found is None:
        raise NoBrowser(
            f"The browser tests need Chromium. Run ./dev setup as root, or install {' '.join(_PACKAGES)}, "
            f"or name a browser in {VARIABLE}."
        )
    return found


def flags() -> list[str]:
    """What the browser is started with; its sandbox refuses to work for root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)


def install() -> bool:
    """Install Debian's browser when none is here and we may; is there one now?"""
    if find() is not None:
        return True
    apt = shutil.which("apt-get")
    as_root = [] if os.geteuid() == 0 else [shutil.which("sudo") or ""]
    if apt is None or "" in as_root:
        return False
    print("Installing a browser for the tests with apt-get ...", flush=True)  # noqa: T201 # asked for by a person
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *_PACKAGES]):
        command = [*as_root, apt, *step]
        subprocess.run(command, check=False, env=environ, stdout=subprocess.DEVNULL)
    return find() is not None


def _playwrights_own() -> Path | None:
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for pattern in ("chromium_headless_shell-*/*/*headless*shell*", "chromium-*/chrome-linux*/chrome"):
        for each in sorted(folder.glob(pattern), reverse=True):
            if each.is_file() and os.access(each, os.X_OK):
                return each
    return None


def _systems() -> Path | None:
    return next((Path(place) for name in _NAMES if (place := shutil.which(name))), None)


if __name__ == "__main__":
    if not install():
        try:
            need()
        except NoBrowser as problem:
            print(problem, file=sys.stderr)  # noqa: T201 # a warning: everything but the browser tests works
