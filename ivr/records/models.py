"""The tables."""

from __future__ import annotations

from sqlalchemy import JSON, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Tables of the service's own records."""


class CallRow(Base):
    """One call, from its announcement to its end. `outcome` is empty while it runs."""

    __tablename__ = "calls"

    call_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    started_at: Mapped[str] = mapped_column(String(40))
    ended_at: Mapped[str] = mapped_column(String(40), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    intent: Mapped[str] = mapped_column(String(80), default="")
    ticket: Mapped[str] = mapped_column(String(40), default="")


class JournalRow(Base):
    """One event or effect: `kind` is its type, `payload` its data, `at_ms` the time since the call began."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    call_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[int] = mapped_column(Integer)
    at_ms: Mapped[int] = mapped_column(Integer)
    payload: Mapped[dict[str, object]] = mapped_column(JSON)


class CallbackRow(Base):
    """A promise to call back. `done_at` is empty until an agent has called."""

    __tablename__ = "callbacks"

    ticket: Mapped[str] = mapped_column(String(40), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[str] = mapped_column(String(40))
    contact: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(400))
    done_at: Mapped[str] = mapped_column(String(40), default="")
