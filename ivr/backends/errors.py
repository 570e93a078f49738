"""Why a government system gave no answer. Messages name the operation and never carry a caller's values."""

from __future__ import annotations


class NoAnswer(Exception):
    """No answer; `reason` is what the dialog is told."""

    reason = "unavailable"


class BackendTimeout(NoAnswer):
    reason = "timeout"


class BackendUnavailable(NoAnswer):
    reason = "unavailable"


class BackendFailing(BackendUnavailable):
    """The system itself is in trouble, perhaps not for long: another try is worth it, and the breaker counts."""


class NotFound(NoAnswer):
    reason = "not_found"


class Rejected(NoAnswer):
    reason = "rejected"


IN_WORDS = {
    "timeout": "sistem tujuan tidak menjawab pada waktunya",
    "unavailable": "sistem tujuan terganggu, atau jawabannya tidak seperti yang dinyatakan",
    "not_found": "tidak ditemukan di sistem tujuan",
    "rejected": "ditolak sistem tujuan",
}
"""Every reason, for operators."""
