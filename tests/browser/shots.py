"""Pictures of the screens for people to look at: `./dev shots [WALK ...]`.

Every state of each walk at the width of a telephone and of a desk, in both languages, into a new folder.
"""

import sys
import tempfile
from pathlib import Path

from symptomcheck import log
from symptomcheck.storage import migrate
from tests.browser.looking import a_browser, look_at
from tests.browser.screens import WALKS
from tests.browser.served import served

WIDTHS = (390, 1280)
LANGUAGES = ("en", "es")


def main(names: list[str]) -> int:
    """Picture the named walks, or all."""
    known = [walk.name for walk in WALKS]
    if unknown := [name for name in names if name not in known]:
        print(f"There is no walk {unknown[0]!r}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    log.configure(strict=True, json_lines=True)
    folder = Path(tempfile.mkdtemp(prefix="symptomcheck-shots-"))
    database_url = f"sqlite:///{folder / 'clinic.sqlite'}"
    migrate.upgrade(database_url)
    with served(database_url) as clinic, a_browser() as browser:
        for walk in WALKS:
            for language in LANGUAGES if not names or walk.name in names else ():
                address = clinic.address + walk.begins(clinic)
                with look_at(browser, address, language=language) as seen:
                    seen.page.goto(f"{seen.page.url}{'&' if '?' in seen.page.url else '?'}lang={language}")
                    for state in walk.steps(seen.page):
                        for width in WIDTHS:
                            seen.page.set_viewport_size({"width": width, "height": 844})
                            picture = folder / f"{state}-{language}-{width}.png"
                            seen.page.screenshot(path=picture, full_page=True)
                            print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
