"""What alembic runs: the migrations, on the connection that `storage.migrate` opened for them."""

from alembic import context

from symptomcheck.storage import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,  # only its naming convention is read: the migrations say the rest
    transactional_ddl=True,  # all or nothing on SQLite too, where alembic would otherwise commit step by step
)
context.run_migrations()
