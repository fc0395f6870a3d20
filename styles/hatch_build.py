"""While a wheel or source archive is made: build what it must carry, or stop."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the stylesheet and the catalogs; for an editable install ./dev setup does it afterwards."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run styles/build.py's two steps; both return at once when nothing changed."""
        if version == "editable":
            return
        spec = importlib.util.spec_from_file_location("build", Path(self.root, "styles", "build.py"))
        assert spec is not None and spec.loader is not None  # noqa: S101 # the file lies beside this one
        build = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(build)
        build.build_stylesheet()
        build.compile_catalogs()
