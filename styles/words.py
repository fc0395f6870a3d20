"""Collects the words of the screens into symptomcheck/locale: `./dev words`.

New sentences are added with an empty translation, ones nobody uses any more are removed; nothing is guessed.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGS = ROOT / "symptomcheck" / "locale"
_WHERE = [
    ("symptomcheck/web/**.py", "python"),
    ("templates/**.html", "jinja2"),
    # What screens can be refused: sentences of actions, told by symptomcheck/web/refusals.py.
    ("symptomcheck/actions/people/**.py", "python"),
    ("symptomcheck/actions/alerts/close_alert.py", "python"),
    ("symptomcheck/actions/checkins/start_checkin.py", "python"),
    ("symptomcheck/actions/staff/passwords.py", "python"),
    ("symptomcheck/actions/staff/choose_password.py", "python"),
]
_FOLDERS = ("symptomcheck/web", "templates", "symptomcheck/actions")
_REFUSALS = ("Refused", "PhoneRefused", "EnrolmentRefused", "CodeRefused", "NoSuchPatient")
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
    **dict.fromkeys(_REFUSALS),
}
# Only what a reader of the file needs: a date would change it at every run.
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""


def collected() -> Catalog:
    """Every sentence the screens say, in English."""
    catalog = Catalog(charset="utf-8")
    for folder in _FOLDERS:
        for file, _, message, comments, _ in extract_from_dir(
            ROOT / folder, _method_map(folder), keywords=_KEYWORDS, comment_tags=("Translators:",)
        ):
            catalog.add(message, None, [(f"{folder}/{file}", 1)], auto_comments=comments)
    return catalog


def _method_map(folder: str) -> list[tuple[str, str]]:
    return [(where.removeprefix(f"{folder}/"), how) for where, how in _WHERE if where.startswith(folder)]


def main() -> int:
    """Bring each catalog up to date; 1 when a sentence waits to be translated."""
    waiting = 0
    said = collected()
    for path in sorted(CATALOGS.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        catalog.update(said, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        empty = [message for message in catalog if message.id and not _translated(message.string)]
        with path.open("wb") as file:
            file.write(_HEADER.format(language=path.parts[-3], plural=catalog.plural_forms).encode())
            write_po(file, catalog, width=0, no_location=True, sort_output=True, omit_header=True)
        waiting += len(empty)
        print(f"{path.relative_to(ROOT)}: {len(catalog)} sentences, {len(empty)} to translate.")
    return 1 if waiting else 0


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
