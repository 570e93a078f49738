"""The tables. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Float, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

WAITING, SENT, REFUSED, DROPPED = "waiting", "sent", "refused", "dropped"
"""States of what is in the outbox. Refused: the system will not have it; a person must look. Dropped: one has, and it is not sent."""
Moment = String(40).with_variant(String(40, collation="C"), "postgresql")
"""Sorts by its characters, whatever the database's own language."""


class Base(DeclarativeBase):
    """Tables of the service's own records. Moments are text as `now()` writes it, unless said otherwise."""


class CallRow(Base):
    """One call, from its announcement to its end. `outcome` is empty while it runs; `caller` is empty for a number that is not
    shown and for a confidential call; `version` names the dialog configuration that it had. Of a `confidential` one nothing that was said
    is kept anywhere."""

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
    confidential: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


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
    """A promise to call back, or a message left for the agents (`kind`). `state`: `open`, `done` (they were spoken to), `given_up` (after
    the last attempt) or `called_again` (the caller was faster). `due_at` and `locked_until` are in seconds since 1970; whoever is about to
    call has it locked. One of a confidential call has only `contact`: it was said for this."""

    __tablename__ = "callbacks"
    __table_args__ = (Index("ix_callbacks_due", "state", "due_at"), Index("ix_callbacks_contact", "contact"))

    ticket: Mapped[str] = mapped_column(String(40), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(36), index=True)
    created_at: Mapped[str] = mapped_column(Moment)
    contact: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(400))
    done_at: Mapped[str] = mapped_column(Moment, default="")
    kind: Mapped[str] = mapped_column(String(10), default="callback", server_default="callback")
    queue: Mapped[str] = mapped_column(String(40), default="", server_default="")
    message: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    state: Mapped[str] = mapped_column(String(12), default="open", server_default="open")
    due_at: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    locked_by: Mapped[str] = mapped_column(String(40), default="", server_default="")
    locked_until: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")


class CallbackAttemptRow(Base):
    """One try to keep a promise. `outcome`: `reached`, `no_answer`, `busy`, `wrong_number` or `failed`; empty while it is under way."""

    __tablename__ = "callback_attempts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    ticket: Mapped[str] = mapped_column(String(40), index=True)
    login: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(20), default="")


class UserRow(Base):
    """Somebody who signs in. `role`: `agent`, `operator`, `supervisor` or `admin`. `password` is an argon2 hash, empty for who signs in by
    OpenID Connect alone. `extension` is their telephone (`petugas7` has 7); `queues` are those whose calls they take."""

    __tablename__ = "users"

    login: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(12))
    password: Mapped[str] = mapped_column(String(200), default="")
    extension: Mapped[int | None] = mapped_column(Integer, unique=True, nullable=True)
    queues: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[str] = mapped_column(Moment)


class SessionRow(Base):
    """A signed-in browser: `digest` is a SHA-256 of its cookie. Moments are in seconds since 1970."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    login: Mapped[str] = mapped_column(String(40), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[float] = mapped_column(Float)
    seen_at: Mapped[float] = mapped_column(Float)


class AgentRow(Base):
    """What an agent last said of themselves: `status` is a `Status` of `ivr.standing`. Outlives service and PBX."""

    __tablename__ = "agents"

    login: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(80), default="")
    since: Mapped[str] = mapped_column(Moment)
    until_s: Mapped[float] = mapped_column(Float, default=0.0)


class HandoverRow(Base):
    """One way of one caller to a person. `outcome`: empty while it is under way, then `joined`, `abandoned`, `gave_up`, or `lost` (the
    service was not there to see). `why` is that of `AgentUnavailable` where the queue gave up. `story`: what the agent was told; nothing
    for a confidential call. `attempts`: `{"agent", "at", "result"}` of each phone that rang."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    call_id: Mapped[str] = mapped_column(String(36), index=True)
    queue: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(12))
    agent: Mapped[str] = mapped_column(String(40), default="", index=True)
    requested_at: Mapped[str] = mapped_column(Moment, index=True)
    entered_at: Mapped[str] = mapped_column(Moment, default="")
    rang_at: Mapped[str] = mapped_column(Moment, default="")
    joined_at: Mapped[str] = mapped_column(Moment, default="")
    ended_at: Mapped[str] = mapped_column(Moment, default="")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    why: Mapped[str] = mapped_column(String(20), default="")
    story: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    attempts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)


class NoteRow(Base):
    """What an agent wrote down about a call; `confidential` calls have none."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    call_id: Mapped[str] = mapped_column(String(36), index=True)
    login: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(String(4000))


class LabelRow(Base):
    """An agent says that a caller was misunderstood: `wrong` is the intent that Sapa took, `right` the one that was meant, empty where that
    was not said."""

    __tablename__ = "labels"

    call_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    wrong: Mapped[str] = mapped_column(String(80), primary_key=True)
    right: Mapped[str] = mapped_column(String(80), default="")
    login: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(Moment)


class DispositionRow(Base):
    """What came of a hand-over, by the agent who had it; `code` is one of the list in `configs/antrean.yaml`."""

    __tablename__ = "dispositions"

    handover: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(String(36), index=True)
    login: Mapped[str] = mapped_column(String(40))
    at: Mapped[str] = mapped_column(Moment)
    code: Mapped[str] = mapped_column(String(40))


class AuditRow(Base):
    """Who did what that somebody may have to answer for: listening in, taking over, opening a call's story, changing users. Never
    changed; `about` is a call's id, a login, a ticket or a network address."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(Moment, index=True)
    login: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(80))


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
