"""Pictures of the screens for people to look at: `./dev shots [NAME ...]`.

Each screen at the width of a telephone and of a desk, in both languages, into a new temporary folder.
"""

import sys
import tempfile
from pathlib import Path

from symptomcheck import log
from tests.browser.looking import a_browser, look_at
from tests.browser.screens import SCREENS
from tests.browser.served import served

WIDTHS = (390, 1280)
LANGUAGES = ("en", "es")


def main(names: list[str]) -> int:
    """Picture the named screens, or all."""
    known = [screen.name for screen in SCREENS]
    if unknown := [name for name in names if name not in known]:
        print(f"There is no screen {unknown[0]!r}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    log.configure(strict=True, json_lines=True)
    folder = Path(tempfile.mkdtemp(prefix="symptomcheck-shots-"))
    (folder / "clinic").mkdir()
    with served(folder / "clinic") as clinic, a_browser() as browser:
        for screen in SCREENS:
            for language in LANGUAGES if not names or screen.name in names else ():
                for width in WIDTHS:
                    with look_at(
                        browser, clinic.address + screen.path, width=width, language=language
                    ) as seen:
                        screen.first(seen.page)
                        picture = folder / f"{screen.name}-{language}-{width}.png"
                        seen.page.screenshot(path=picture, full_page=True)
                        print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
