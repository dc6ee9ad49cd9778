"""Run by alembic for each command; the connection comes from `app.storage.migrate`, in its transaction."""

from alembic import context
from sqlmodel import SQLModel

from app.storage import tables  # noqa: F401  (fills SQLModel.metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
