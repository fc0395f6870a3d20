"""The stored list of quotes, and the check that every rule quotes one of them letter for letter."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from symptomcheck.core.book_entry import Entry
from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.book_types import Document
from symptomcheck.core.rule import Rule

WHOLE, EXCERPT = "whole", "excerpt"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_documents(entries: Iterable[Entry]) -> Mapping[str, Document]:
    """The quoted documents by title; a fault when the quotes do not have the hash written beside them."""
    documents: dict[str, Document] = {}
    for entry in entries:
        document = _read_document(entry)
        if document.title in documents:
            raise entry.fault("this document is there twice", "Put all its quotes into one [[document]].")
        documents[document.title] = document
    return documents


def check_quotes(rules: Iterable[Rule], documents: Mapping[str, Document]) -> None:
    """A fault for the first rule whose quote is not in the stored list, or whose document is unknown."""
    for rule in rules:
        for source in rule.sources:
            where = f'rule "{rule.id}"'
            document = documents.get(source.document)
            if document is None:
                raise RuleBookError(
                    rule.file,
                    where,
                    f'document = "{source.document}" is not among the quoted documents',
                    "Add it to rules/quotes.toml with what was read of it.",
                )
            if source.quote not in document.quotes:
                raise RuleBookError(
                    rule.file,
                    where,
                    f'quote = "{source.quote}" is not what was read in “{source.document}”',
                    "Quote it letter for letter, and add it to rules/quotes.toml.",
                )
            if (source.url, source.read_on) != (document.url, document.read_on):
                raise RuleBookError(
                    rule.file,
                    where,
                    f"url or read_on is not that of “{source.document}”",
                    f'Write url = "{document.url}" and read_on = {document.read_on}.',
                )


def quotes_hash(quotes: Iterable[str]) -> str:
    """The hash written beside a list of quotes: SHA-256 of the quotes, one to a line.

    >>> quotes_hash(["Chest pain"])[:8]
    '883378ac'
    """
    return hashlib.sha256("\n".join(quotes).encode()).hexdigest()


def _read_document(entry: Entry) -> Document:
    title = entry.text("title")
    entry.where = f"document “{title}”"
    quotes = entry.texts("quotes")
    written = entry.text("quotes_sha256")
    right = quotes_hash(quotes)
    if written != right:
        raise entry.fault(
            "the quotes are not the ones that were read: quotes_sha256 differs",
            f'Restore them; if a new quote was added on purpose write quotes_sha256 = "{right}".',
        )
    held = entry.one_of("held", entry.raw("held", f'held = "{WHOLE}"'), [WHOLE, EXCERPT])
    sha256 = entry.text("sha256") if held == WHOLE else written
    if not _SHA256.fullmatch(sha256):
        raise entry.fault("sha256 is not a SHA-256 in hexadecimal", "Write the 64 digits of `sha256sum`.")
    url = entry.raw("url", 'url = "https://…"')
    if not isinstance(url, str) or (not url and held == EXCERPT):
        raise entry.fault("url is missing", 'Write url = "https://…"; only one read whole may have "".')
    document = Document(
        title=title, url=url, read_on=entry.day("read_on"), sha256=sha256, held=held, quotes=quotes
    )
    entry.done()
    return document
