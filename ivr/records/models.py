"""The tables. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Float, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

WAITING, SENT, REFUSED, DROPPED = "waiting", "sent", "refused", "dropped"
"""States of what is in the outbox. Refused: the system will not have it; a person must look. Dropped: one has, and it is not sent."""
Moment = String(40).with_variant(String(40, collation="C"), "postgresql")
"""Sorts by its characters, whatever the database's own language."""


class Base(DeclarativeBase):
    """Tables of the service's own records. Moments are text as `now()` writes it, unless said otherwise."""


class CallRow(Base):
    """One call, from its announcement to its end. `outcome` is empty while it runs; `caller` is empty for a number that is not
    shown and for a confidential call; `version` names the dialog configuration that it had."""

    __tablename__ = "calls"
    __table_args__ = (Index("ix_calls_caller", "caller", "started_at"),)

    call_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    started_at: Mapped[str] = mapped_column(Moment, index=True)
    ended_at: Mapped[str] = mapped_column(Moment, default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    intent: Mapped[str] = mapped_column(String(80), default="")
    ticket: Mapped[str] = mapped_column(String(40), default="")
    caller: Mapped[str] = mapped_column(String(40), default="", server_default="")
    version: Mapped[str] = mapped_column(String(80), default="", server_default="")


class JournalRow(Base):
    """One event or effect: `kind` is its type, `payload` its data, `at_ms` the time since the call began."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    call_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int] = mapped_column(Integer)
    at_ms: Mapped[int] = mapped_column(Integer)
    payload: Mapped[dict[str, object]] = mapped_column(JSON)


class SerialRow(Base):
    """The last serial given under a prefix in a month (`2611`)."""

    __tablename__ = "serials"

    prefix: Mapped[str] = mapped_column(String(5), primary_key=True)
    month: Mapped[str] = mapped_column(String(4), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class TicketRow(Base):
    """A number that a caller was given for what they filed. A confidential one knows no call, and once it has arrived only its day."""

    __tablename__ = "tickets"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(36), index=True)
    operation: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[str] = mapped_column(Moment)
    confidential: Mapped[bool] = mapped_column(Boolean)


class OutboxRow(Base):
    """Something to be written to a government system, until it has acknowledged it; then what was written is kept no longer.

    `key` is its idempotency key there: the ticket's number, or a random one without a ticket. `asked` says which lookup of which call
    it is, and `same` (a keyed hash) what of which call, so that the same asked again files nothing new. `after` is the key of what has
    to arrive first. `due_at` is in seconds since 1970; `error` the kind of the last failure.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "due_at"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    asked: Mapped[str] = mapped_column(String(80), unique=True)
    same: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)
    system: Mapped[str] = mapped_column(String(40))
    operation: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, str]] = mapped_column(JSON)
    confidential: Mapped[bool] = mapped_column(Boolean)
    after: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[float] = mapped_column(Float)
    created_at: Mapped[str] = mapped_column(Moment)
    done_at: Mapped[str] = mapped_column(Moment, default="")
    error: Mapped[str] = mapped_column(String(40), default="")


class CallbackRow(Base):
    """A promise to call back. `done_at` is empty until an agent has called."""

    __tablename__ = "callbacks"

    ticket: Mapped[str] = mapped_column(String(40), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[str] = mapped_column(Moment)
    contact: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(400))
    done_at: Mapped[str] = mapped_column(Moment, default="")


class RatingRow(Base):
    """What a caller answered to one question of a questionnaire."""

    __tablename__ = "ratings"

    call_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(80), primary_key=True)
    question: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(Integer)
    rated_at: Mapped[str] = mapped_column(Moment, index=True)


class ContentVersionRow(Base):
    """A dialog configuration that a call had, and when the first one did."""

    __tablename__ = "content_versions"

    version: Mapped[str] = mapped_column(String(80), primary_key=True)
    first_used_at: Mapped[str] = mapped_column(Moment)
