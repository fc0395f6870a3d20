"""The rule books of a running process: the current one at the price of one small query.

The database says which book is current; a book is compiled once per process and fingerprint.
"""

import threading
from collections.abc import Callable, Mapping

from symptomcheck.core.book_error import RuleBookError
from symptomcheck.core.rulebook import RuleBook, compile_once
from symptomcheck.storage import rulebooks
from symptomcheck.storage.database import Transaction


class NoRuleBook(LookupError):
    """The database has no current rule book: the installation was never started."""


class Books:
    """Compiled rule books by fingerprint; safe to share between threads."""

    def __init__(self, compile_book: Callable[[Mapping[str, str]], RuleBook] = compile_once) -> None:
        self._compile = compile_book
        self._compiled: dict[str, RuleBook] = {}
        self._lock = threading.Lock()

    def current(self, tx: Transaction) -> RuleBook:
        """The book that is current in this transaction; NoRuleBook before the first start."""
        adoption = rulebooks.current(tx)
        if adoption is None:
            raise NoRuleBook("The database holds no rule book. Run `symptomcheck init` first.")
        return self.get(tx, adoption.fingerprint)

    def get(self, tx: Transaction, fingerprint: str) -> RuleBook:
        """The kept book with this fingerprint; KeyError when there is none."""
        book = self._compiled.get(fingerprint)
        if book is None:
            files = rulebooks.files_of(tx, fingerprint)
            # One thread compiles, the others wait for it: a morning's first replies must not all compile.
            with self._lock:
                book = self._compiled.get(fingerprint) or self._checked(fingerprint, files)
                self._compiled[fingerprint] = book
        return book

    def compile(self, files: Mapping[str, str]) -> RuleBook:
        """A candidate made of `files`; RuleBookError for the first fault found."""
        return self._compile(files)

    def _checked(self, fingerprint: str, files: Mapping[str, str]) -> RuleBook:
        book = self._compile(files)
        if book.fingerprint != fingerprint:
            # Judging by a book that somebody edited in the database would look like an adopted one.
            raise RuleBookError(
                "the database",
                f'rule book "{fingerprint[:12]}"',
                "its files are not the ones that were adopted",
                "Restore the database, or adopt the book again from its files.",
            )
        return book
