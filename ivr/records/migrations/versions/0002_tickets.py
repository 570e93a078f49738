"""Tickets with their outbox, ratings, content versions; the caller's number and the content version of a call."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("calls", sa.Column("caller", sa.String(40), nullable=False, server_default=""))
    op.add_column("calls", sa.Column("version", sa.String(80), nullable=False, server_default=""))
    op.create_index("ix_calls_caller", "calls", ["caller", "started_at"])
    op.create_table(
        "serials",
        sa.Column("prefix", sa.String(5), primary_key=True),
        sa.Column("month", sa.String(4), primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("call_id", sa.String(36), nullable=False),
        sa.Column("operation", sa.String(80), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
    )
    op.create_index("ix_tickets_call_id", "tickets", ["call_id"])
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("asked", sa.String(80), nullable=False, unique=True),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("operation", sa.String(80), nullable=False),
        sa.Column("arguments", sa.JSON, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("after", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.Float, nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("done_at", sa.String(40), nullable=False),
        sa.Column("error", sa.String(40), nullable=False),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "due_at"])
    op.create_table(
        "ratings",
        sa.Column("call_id", sa.String(36), primary_key=True),
        sa.Column("questionnaire", sa.String(80), primary_key=True),
        sa.Column("question", sa.String(80), primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("rated_at", sa.String(40), nullable=False),
    )
    op.create_index("ix_ratings_rated_at", "ratings", ["rated_at"])
    op.create_table(
        "content_versions",
        sa.Column("version", sa.String(80), primary_key=True),
        sa.Column("first_used_at", sa.String(40), nullable=False),
    )
