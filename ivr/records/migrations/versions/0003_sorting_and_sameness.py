"""Moments sort by their characters in every PostgreSQL; what the same call files twice is known by its content."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
MOMENTS = {
    "calls": ("started_at", "ended_at"),
    "tickets": ("created_at",),
    "outbox": ("created_at", "done_at"),
    "callbacks": ("created_at", "done_at"),
    "ratings": ("rated_at",),
    "content_versions": ("first_used_at",),
}


def upgrade() -> None:
    op.add_column("outbox", sa.Column("same", sa.String(64), nullable=True))
    op.create_index("ix_outbox_same", "outbox", ["same"], unique=True)
    op.create_index("ix_calls_started_at", "calls", ["started_at"])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in MOMENTS.items():
            for column in columns:
                op.alter_column(table, column, type_=sa.String(40, collation="C"))
