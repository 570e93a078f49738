"""What one call writes into the journal: nothing of what is said once it is confidential."""

from __future__ import annotations

from dialog.effects import Effect
from dialog.events import Event
from dialog.journal_codec import encode
from ivr.confidential import without_content
from ivr.conversation import Conversation
from ivr.journal import Journal


class CallLog:
    """At once, without waiting."""

    def __init__(self, journal: Journal, conversation: Conversation) -> None:
        self._journal, self._conversation = journal, conversation

    def note(self, entry: Event | Effect) -> None:
        payload = encode(entry)
        self._append(without_content(payload) if self._conversation.confidential else payload)

    def remark(self, kind: str, **data: object) -> None:
        """What is neither event nor effect: times, and who did what."""
        self._append({"type": f"note.{kind}", **data})

    def _append(self, payload: dict[str, object]) -> None:
        self._journal.append(self._conversation.call_id, self._conversation.now_ms(), payload)
