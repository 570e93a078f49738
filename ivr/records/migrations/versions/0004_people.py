"""People who take calls: users, sessions, agents; hand-overs with what was noted and came of them; call-backs with a plan; the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
MOMENT = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("calls", sa.Column("confidential", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("callbacks", sa.Column("kind", sa.String(10), nullable=False, server_default="callback"))
    op.add_column("callbacks", sa.Column("queue", sa.String(40), nullable=False, server_default=""))
    op.add_column("callbacks", sa.Column("message", sa.String(2000), nullable=False, server_default=""))
    op.add_column("callbacks", sa.Column("state", sa.String(12), nullable=False, server_default="open"))
    op.add_column("callbacks", sa.Column("due_at", sa.Float, nullable=False, server_default="0"))
    op.add_column("callbacks", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("callbacks", sa.Column("locked_by", sa.String(40), nullable=False, server_default=""))
    op.add_column("callbacks", sa.Column("locked_until", sa.Float, nullable=False, server_default="0"))
    op.execute("UPDATE callbacks SET state = 'done' WHERE done_at <> ''")
    op.create_index("ix_callbacks_due", "callbacks", ["state", "due_at"])
    op.create_index("ix_callbacks_contact", "callbacks", ["contact"])
    op.create_index("ix_callbacks_call_id", "callbacks", ["call_id"])
    op.create_table(
        "callback_attempts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("ticket", sa.String(40), nullable=False, index=True),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
    )
    _people()
    _what_they_do()


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("login", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("extension", sa.Integer, nullable=True, unique=True),
        sa.Column("queues", sa.JSON, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("login", sa.String(40), nullable=False, index=True),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("began_at", sa.Float, nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
    )
    op.create_table(
        "agents",
        sa.Column("login", sa.String(40), primary_key=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until_s", sa.Float, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("about", sa.String(80), nullable=False),
    )


def _what_they_do() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("call_id", sa.String(36), nullable=False, index=True),
        sa.Column("queue", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("agent", sa.String(40), nullable=False, index=True),
        sa.Column("requested_at", MOMENT, nullable=False, index=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("rang_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("story", sa.JSON, nullable=False),
        sa.Column("attempts", sa.JSON, nullable=False),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("call_id", sa.String(36), nullable=False, index=True),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
    )
    op.create_table(
        "labels",
        sa.Column("call_id", sa.String(36), primary_key=True),
        sa.Column("wrong", sa.String(80), primary_key=True),
        sa.Column("right", sa.String(80), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "dispositions",
        sa.Column("handover", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("call_id", sa.String(36), nullable=False, index=True),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
    )
