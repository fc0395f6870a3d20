"""Every sentence of the screens: translated, linted, and never outside the catalogs."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from symptomcheck.core.lint import faults

REPOSITORY = Path(__file__).parents[2]
# The demo's phones are for whoever tries the tool out: they speak English.
TEMPLATES = [
    path
    for path in sorted((REPOSITORY / "templates").rglob("*.html"))
    if "rehearsal" not in path.relative_to(REPOSITORY).parts
]


def the_collector() -> ModuleType:
    """styles/words.py, which `./dev words` runs."""
    spec = importlib.util.spec_from_file_location("words", REPOSITORY / "styles" / "words.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def english() -> Catalog:
    catalog: Catalog = the_collector().collected()
    return catalog


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    path = REPOSITORY / "symptomcheck" / "locale" / "es" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale="es")


def forms(said: object) -> list[str]:
    return [str(form) for form in said] if isinstance(said, list | tuple) else [str(said or "")]


def test_every_sentence_is_translated(english, spanish):
    missing = [message.id for message in english if message.id and message.id not in spanish]
    empty = [message.id for message in spanish if message.id and not all(forms(message.string))]
    assert not missing, "run ./dev words, then translate"
    assert not empty


def test_no_translation_is_guessed_or_left_over(english, spanish):
    assert not [message.id for message in spanish if message.id and message.fuzzy]
    assert not [message.id for message in spanish if message.id and message.id not in english]


def test_a_translation_asks_for_the_same_values(spanish):
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", text))

    for message in spanish:
        wanted = names("".join(forms(message.id)))
        assert all(names(form) == wanted for form in forms(message.string) if message.id), message.id


def test_no_sentence_says_what_the_wording_lint_forbids(english, spanish):
    said = [("en", form) for message in english if message.id for form in forms(message.id)]
    said += [("es", form) for message in spanish if message.id for form in forms(message.string)]
    assert not [(text, found) for language, text in said if (found := faults(text, language))]


def test_no_sentence_is_markup(english, spanish):
    # Sentences of the catalogs are put on the page as they are.
    said = [form for message in english for form in forms(message.id)]
    said += [form for message in spanish if message.id for form in forms(message.string)]
    assert not [text for text in said if re.search(r"[<>&\"]", text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(REPOSITORY / "templates")))
def test_a_template_says_nothing_outside_the_catalogs(path):
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(
        path.read_text(encoding="utf-8")
    )
    data = "\0".join(each.data for each in tree.find_all(nodes.TemplateData))
    outside_tags = re.sub(r"<[^>]*>", " ", data.replace("\0", ""))
    assert not re.findall(r"[^\W\d_]{2,}", outside_tags)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(REPOSITORY / "templates")))
def test_a_template_has_no_style_and_no_script_of_its_own(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]* src=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(REPOSITORY / "templates")))
def test_a_template_marks_nothing_as_harmless(path):
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text(encoding="utf-8"))
