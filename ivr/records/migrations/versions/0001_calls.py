"""Calls, journals and call-backs. They may be there: editions before migrations made them by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", sa.String(36), primary_key=True),
        sa.Column("started_at", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("intent", sa.String(80), nullable=False),
        sa.Column("ticket", sa.String(40), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("call_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.Integer, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.UniqueConstraint("call_id", "number"),
        if_not_exists=True,
    )
    op.create_index("ix_journal_call_id", "journal", ["call_id"], if_not_exists=True)
    op.create_table(
        "callbacks",
        sa.Column("ticket", sa.String(40), primary_key=True),
        sa.Column("call_id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("contact", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("done_at", sa.String(40), nullable=False),
        if_not_exists=True,
    )
