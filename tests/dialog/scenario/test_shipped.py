"""The shipped configuration holds its own scenarios, and they cover it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialog.scenario.coverage import coverage
from dialog.scenario.generate import trials
from dialog.scenario.load import load_scenarios
from dialog.scenario.report import conversation
from dialog.scenario.run import Result, run
from dialog.schema import Flows

CONFIGS = Path(__file__).parents[3] / "configs"
pytestmark = pytest.mark.timeout(400)  # two thousand conversations, with others beside them
SCENARIOS = load_scenarios(sorted(path for place in ("scenarios", "calls") for path in (CONFIGS / place).rglob("*.yaml")))


@pytest.fixture(scope="module")
def results(shipped: Flows) -> dict[str, Result]:
    return {scenario.place: run(shipped, scenario) for scenario in SCENARIOS}


@pytest.mark.parametrize("place", [scenario.place for scenario in SCENARIOS], ids=[scenario.title for scenario in SCENARIOS])
def test_it_goes_as_the_scenario_says(results: dict[str, Result], place: str) -> None:
    assert results[place].ok, "\n".join(map(str, conversation(results[place])))


def test_the_guides_example_holds(shipped: Flows, tmp_path: Path) -> None:
    guide = (CONFIGS.parent / "docs" / "scenarios.md").read_text(encoding="utf-8")
    (tmp_path / "example.yaml").write_text(guide.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    (scenario,) = load_scenarios([tmp_path / "example.yaml"])
    result = run(shipped, scenario)
    assert result.ok, "\n".join(map(str, conversation(result)))


def test_titles_are_told_apart() -> None:
    titles = [scenario.title for scenario in SCENARIOS]
    assert len(set(titles)) == len(titles)


def test_every_caller_that_follows_from_it_is_served_and_everything_is_covered(shipped: Flows, results: dict[str, Result]) -> None:
    tried = list(trials(shipped))
    assert [(trial.title, [str(line) for line in trial.conversation()]) for trial in tried if trial.wrong] == []
    moments = [m for result in results.values() for m in result.moments] + [m for trial in tried for m in trial.moments]
    covered = coverage(shipped, moments)
    assert {area: covered.missing(area) for area in covered.wanted if covered.missing(area)} == {}
