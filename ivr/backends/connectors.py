"""All government systems: `async with Connectors(load_backends(folder), base={"demonstration": url}) as connectors:`."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from uuid import uuid4

from ivr.backends.connection import Connection, Watch
from ivr.backends.errors import BackendUnavailable
from ivr.backends.schema import Operation, System
from ivr.backends.secrets import all_access


class Connectors:
    """Every system has connections, a breaker and a queue of its own: one that is down takes nothing from the others."""

    def __init__(
        self, systems: Mapping[str, System], base: Mapping[str, str] | None = None, watch: Watch = lambda status, body: None
    ) -> None:
        """`base` has addresses by name, for `base_url`; `watch` is shown every answer as it came, its status and body."""
        self._declared, self._base, self._watch = systems, base or {}, watch
        self._systems: dict[str, Connection] = {}
        self._retired: list[Connection] = []
        self.operations = _operations(systems)
        """By `system.operation`."""

    async def __aenter__(self) -> Connectors:
        """Raises ConfigError with every secret and address that is missing."""
        await self.take(self._declared)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for system in (*self._systems.values(), *self._retired):
            await system.close()

    async def take(self, systems: Mapping[str, System]) -> None:
        """Ask as `systems` declare from the next request on; what is under way ends as it began.

        A system whose declaration has not changed goes on, with its queue and what its breaker knows.

        Raises:
            ConfigError: secrets and addresses are missing; nothing was changed.
        """
        ways, before = all_access(systems, self._base), self._systems
        same = {name for name, one in before.items() if name in systems and systems[name].source == one.system.source}
        self._systems = {name: before[name] if name in same else Connection(systems[name], ways[name], self._watch) for name in systems}
        self.operations = _operations(systems)
        old = [one for name, one in before.items() if name not in same]
        self._retired = [one for one in (*self._retired, *old) if one.busy]
        for one in old:
            await one.retire()

    async def call(self, operation: str, arguments: Mapping[str, str], key: str = "") -> dict[str, str]:
        """Ask `system.operation`; `key` is the idempotency key of a write (one of its own when it has none).

        Raises:
            BackendTimeout, BackendUnavailable, NotFound, Rejected: no answer, and why. Messages never carry the arguments.
        """
        declared = self.operations.get(operation)
        if declared is None:
            raise BackendUnavailable(f"{operation}: no connector declares it")
        assert declared.system in self._systems, "use `async with`"
        return await self._systems[declared.system].call(declared, arguments, (key or uuid4().hex) if declared.write else "")


def _operations(systems: Mapping[str, System]) -> Mapping[str, Operation]:
    return {o.full: o for s in systems.values() for o in s.operations.values()}
