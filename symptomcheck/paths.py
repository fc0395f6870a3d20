"""Where the files that are not Python lie: the rule book's and the templates.

In a checkout (and an editable install) they lie at the top of the repository; in a wheel they lie inside the
package, under `_data`. The checkout wins: an editable install may hold an older copy of both.
"""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: Literal["rules", "templates"], *, package: Path = _PACKAGE) -> Path:
    """The folder of that name, wherever this installation keeps it."""
    checkout = package.parent
    places = (checkout / name, package / "_data" / name)
    # pyproject.toml marks a checkout: a "rules" beside site-packages/symptomcheck would be somebody else's.
    if (checkout / "pyproject.toml").is_file() and places[0].is_dir():
        return places[0]
    if places[1].is_dir():
        return places[1]
    raise FileNotFoundError(
        f"symptomcheck is installed without its folder {name!r}. Install the wheel again."
    )
