"""Whether the dialog and the connectors fit: what an intent asks of a system, and what that system's operation takes and returns.

Pure. It reports to where the thing stands, as the checks of `dialog.checks` do.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from dialog.filling import CHECK_MS
from dialog.identity import CALLER, CODE_MS
from dialog.load import Loaded
from dialog.load_service import DEADLINE_MS
from dialog.load_slot import known_of
from dialog.schema import Intent, SlotSpec
from dialog.yaml_map import YamlMap
from ivr.backends.schema import Operation

SMS = "sms.kirim"
"""What sends a code once the register has told the number."""
OWN: Mapping[str, Operation] = {
    one.full: one
    for one in (
        Operation("sapa", "callback", write=True, takes=frozenset({"contact", "subject"}), returns=frozenset({"ticket"})),
        Operation("sapa", "kirim_kode", write=True, takes=frozenset({"melalui"}), returns=frozenset({"akhiran"})),
        Operation("sapa", "periksa_kode", takes=frozenset({"kode"}), returns=frozenset({"cocok"})),
    )
}
"""What the service answers itself."""


def check_uses(loaded: Loaded, operations: Mapping[str, Operation]) -> None:
    """Every operation that is asked for is declared, gets what it takes, returns what is used, and can answer within the deadline."""
    if loaded.flows is None or loaded.top is None:
        return
    known = {**OWN, **operations}
    for name, where in loaded.intents.items():
        intent = loaded.flows.intents[name]
        operation = known.get(intent.lookup)  # an unknown one is told by dialog.checks.answers
        if operation is not None:
            _check(where, operation, intent.slots)
            _check_proof(where, operation, intent)
            _check_time(where, (operation,), intent.deadline_ms, "its timeout_ms, or raise deadline_ms")
        if "check" in where and _declared(where.child("check"), known):
            at = where.child("check")
            asked = known[at.text("lookup")]
            _check(at, asked, intent.slots)
            _check_proof(at, asked, intent)
            _check_time(at, (asked,), CHECK_MS)
    for name, at in loaded.top.children("verification").items():
        proof = loaded.flows.verification.get(name)
        if proof is not None and _declared(at, known):
            _check(at, known[proof.lookup], proof.slots, {"telepon" if proof.code else "cocok"}, {CALLER})
            one_after_other = (known[proof.lookup], *([known[SMS]] if proof.code and SMS in known else []))
            _check_time(at, one_after_other, CODE_MS if proof.code else DEADLINE_MS)


def _check_proof(where: YamlMap, operation: Operation, intent: Intent) -> None:
    if operation.verified and not intent.verify:
        where.problem("lookup", f"{operation.full} answers only for callers who proved who they are", "add verify to the intent")


def _check_time(where: YamlMap, asked: Sequence[Operation], deadline_ms: int, how: str = "its timeout_ms") -> None:
    """Of operations that are asked one after the other within one deadline."""
    most = sum(operation.timeout_ms for operation in asked)
    if most > deadline_ms and not asked[0].write:  # a write is answered before it is sent
        names = " and then ".join(operation.full for operation in asked)
        where.warn("lookup", f"{names} may take {most} ms, longer than the {deadline_ms} ms that the dialog waits here", f"lower {how}")


def _check(
    where: YamlMap, operation: Operation, slots: tuple[SlotSpec, ...], used: Collection[str] = (), besides: Collection[str] = ()
) -> None:
    """`used` are the fields that are needed of the answer besides `returns`, `besides` the arguments that come from no slot."""
    returned = where.texts("returns") if "returns" in where.keys else ()
    for i, name in enumerate(returned):
        if name not in operation.returns:
            what = f"{operation.full} does not return {name}"
            where.problem("returns", what, f"it returns {', '.join(sorted(operation.returns)) or 'nothing'}", item=i)
    for name in sorted(set(used) - operation.returns):
        where.problem("lookup", f"{operation.full} does not return {name}", "name another operation, or declare it there")
    always = {*known_of(tuple(slot for slot in slots if slot.when is None)), *besides}
    sometimes = known_of(slots) - always
    for name in sorted(operation.takes - always):
        what = f"{operation.full} needs {name}, which is asked only sometimes" if name in sometimes else f"{operation.full} needs {name}"
        how = "make it optional there, or ask always" if name in sometimes else _close(name, sometimes | always)
        where.problem("lookup", what, how)


def _declared(where: YamlMap, known: Mapping[str, Operation]) -> bool:
    lookup = where.text("lookup")
    if lookup and lookup not in known:
        close = difflib.get_close_matches(lookup, list(known), 1)
        where.problem("lookup", f"no connector has {lookup}", f"did you mean {close[0]}?" if close else "declare it in backends/")
    if lookup in known and known[lookup].write:
        where.problem("lookup", f"{lookup} changes something, and here is only to be asked", "name an operation that only reads")
    return lookup in known


def _close(name: str, given: Collection[str]) -> str:
    close = difflib.get_close_matches(name, list(given), 1)
    return f"add a slot {name}, or rename {close[0]}" if close else f"add a slot {name}"
