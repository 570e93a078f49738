"""The connectors we ship, with their samples, against the demonstration government and its own description of itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from dialog.slots.ticket import number
from ivr.backends.connectors import Connectors
from ivr.backends.errors import BackendUnavailable, NoAnswer
from ivr.backends.load import load_all, load_backends
from ivr.backends.openapi import draft
from ivr.backends.skeleton import skeleton
from ivr.government.catalogue import SYSTEMS
from ivr.government.openapi import document
from ivr.government.server import DemonstrationGovernment

SHIPPED = load_backends(Path(__file__).parents[3] / "configs" / "backends")
MODULE = pytest.mark.asyncio(loop_scope="module")
OPERATIONS = {operation.full: operation for system in SHIPPED.values() for operation in system.operations.values()}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def government(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DemonstrationGovernment]:
    async with DemonstrationGovernment(tmp_path_factory.mktemp("government") / "g.db") as government:
        yield government


@pytest_asyncio.fixture(loop_scope="module")
async def connectors(government: DemonstrationGovernment) -> AsyncIterator[Connectors]:
    async with Connectors(SHIPPED, {"demonstration": government.url}) as connectors:
        yield connectors


@MODULE
async def test_every_operation_answers_its_sample_with_all_that_it_returns(connectors: Connectors) -> None:
    for name, operation in OPERATIONS.items():
        answer = await connectors.call(name, operation.sample)
        assert answer.keys() == (set() if operation.write else operation.returns), name


@MODULE
async def test_a_write_that_is_sent_again_with_its_key_is_filed_once(connectors: Connectors, government: DemonstrationGovernment) -> None:
    """The first reply is lost on the way."""
    sample = {**OPERATIONS["pengaduan.lapor"].sample, "nomor": number("PGD", date(2026, 11, 24), 77)}
    government.fault("pengaduan", "lost_reply", times=1)
    with pytest.raises(NoAnswer):
        await connectors.call("pengaduan.lapor", sample, key="k1")
    await connectors.call("pengaduan.lapor", sample, key="k1")
    assert len(government.filed(ticket=sample["nomor"])) == 1


@MODULE
@pytest.mark.parametrize("kind", ["error", "malformed", "down", "lost_reply"])
async def test_a_reading_survives_one_failure(connectors: Connectors, government: DemonstrationGovernment, kind: str) -> None:
    government.fault("pajak", kind, times=1)
    assert (await connectors.call("pajak.pbb", OPERATIONS["pajak.pbb"].sample))["jumlah"] == "1250000"


@MODULE
@pytest.mark.parametrize("operation", [name for name, operation in OPERATIONS.items() if not operation.write])
async def test_a_changed_interface_is_noticed(connectors: Connectors, government: DemonstrationGovernment, operation: str) -> None:
    government.fault(OPERATIONS[operation].system, "schema", times=1)
    with pytest.raises(BackendUnavailable, match="schema changed"):
        await connectors.call(operation, OPERATIONS[operation].sample)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_skeleton_from_their_documents_has_what_we_ship(tmp_path: Path, name: str) -> None:
    """All but what only a person can know: ticket letters, and which readings are safe to keep."""
    text = skeleton(draft(document(SYSTEMS[name]), name))
    number = {line for line in text.splitlines() if "{{ nomor }}" in line and not line.lstrip().startswith("#")}
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    systems, problems = load_all(tmp_path)
    assert bool(problems) == bool(number), "what is left open is told, and only that"
    made, ours = systems[name].operations, SHIPPED[name].operations
    assert made.keys() == ours.keys()
    for key, operation in ours.items():
        drafted = made[key]
        assert (drafted.takes | drafted.optional, drafted.write) == (operation.takes | operation.optional, operation.write), key
        assert operation.write or drafted.returns == operation.returns, key
        assert operation.takes >= drafted.takes, "we ask at least for what they need"
