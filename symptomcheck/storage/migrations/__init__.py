"""The road from one release's tables to the next: alembic, one history for SQLite and PostgreSQL.

Run through `storage.migrate.upgrade`, never by the alembic command: there is no alembic.ini.
"""
