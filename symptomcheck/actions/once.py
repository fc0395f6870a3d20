"""A form does its work once, however often it is sent: back button, double tap, an answer that got lost."""

from datetime import datetime

from symptomcheck.storage import form_keys
from symptomcheck.storage.database import Transaction


class AlreadySent(Exception):
    """This very form was sent before, and did its work then."""


def once(tx: Transaction, form_key: bytes | None, *, now: datetime) -> None:
    """Use the form's key up in the transaction that does its work; AlreadySent the second time.

    None: nobody pressed a button (the command line, the demonstration).
    """
    if form_key is not None and not form_keys.use(tx, form_key, now=now):
        raise AlreadySent
