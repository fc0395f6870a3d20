"""What the tool remembers. SQLAlchemy lives here and nowhere else; rows in, core dataclasses out.

Nothing here decides: actions open the transaction, core says what follows, storage keeps it.
"""
