"""The stylesheet's sources: built once, from packages that name no registry."""

import importlib.util
import json
from pathlib import Path

STYLES = Path(__file__).parents[1] / "styles"


def test_what_is_built_already_is_not_built_again() -> None:
    spec = importlib.util.spec_from_file_location("build", STYLES / "build.py")
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    build.build_stylesheet()
    assert build.build_stylesheet() is False
    build.compile_catalogs()
    assert build.compile_catalogs() == 0


def test_the_lock_file_names_no_registry_and_checks_every_package() -> None:
    packages = json.loads((STYLES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")


def test_the_components_and_their_styles_are_of_one_version() -> None:
    needs = json.loads((STYLES / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    project = (STYLES.parent / "pyproject.toml").read_text(encoding="utf-8")
    # nhsuk-frontend-jinja 0.10 is made for nhsuk-frontend 10.6.
    assert needs["nhsuk-frontend"].startswith("10.6.")
    assert '"nhsuk-frontend-jinja>=0.10.2,<0.11"' in project
