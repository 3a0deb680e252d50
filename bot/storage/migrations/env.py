"""Alembic's entry point. It is always given a connection; ``bot.storage.migrate`` is what calls it."""

from typing import Literal

from alembic import context

from bot.storage.tables import Utc, metadata


def plain(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration must not change when our code does: our type is written as the plain one below it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True, render_item=plain
)
with context.begin_transaction():
    context.run_migrations()
