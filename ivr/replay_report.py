"""What `ivr replay` prints. Indonesian, as operators read it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from dialog.schema import Flows
from ivr.config_versions import Versions, versions_of
from ivr.records.store import Records
from ivr.replay import Replayed, Sum, in_words, known_versions, replay_calls, slot_changes
from ivr.settings import Settings

WORDS = {
    "outcome": "hasil",
    "intent": "keperluan",
    "slots": "isian",
    "turns": "jumlah pertanyaan",
    "transfers": "disambungkan ke petugas",
    "said": "kalimat",
}


async def report(settings: Settings, against: str, since: str, until: str, call: str, overlay: str, out: Console, *, as_json: bool) -> None:
    """Raises ConfigError for a configuration that is not valid, VersionError for a version that is not there."""
    chosen = replace(settings, overlay=overlay or settings.overlay)
    flows, total = await asyncio.to_thread(_flows, versions_of(chosen), against), Sum()
    async with Records(settings.records) as records:
        version_of = known_versions(versions_of(settings))
        async for replayed in replay_calls(records, flows, version_of, since=since, until=until, call=call):
            total.add(replayed)
            if as_json:
                print(json.dumps(replayed.as_json(), ensure_ascii=False))  # noqa: T201
            else:
                _show(describe(replayed), out)
    if as_json:
        print(json.dumps({"sum": total.as_json()}, ensure_ascii=False))  # noqa: T201
    else:
        _show(describe_sum(total), out)


def _show(lines: Iterable[str], out: Console) -> None:
    for line in lines:
        out.print(line, markup=False)


def _flows(versions: Versions, against: str) -> Flows:
    """A folder, or else a version's name."""
    folder = Path(against) if against else versions.dialog
    return versions.read(folder) if folder.is_dir() else versions.load(against)


def describe(call: Replayed) -> list[str]:
    """A changed or skipped call for operators; nothing for one that stays as it was."""
    head = f"{call.call_id[:8]} {call.started_at[:16].replace('T', ' ')}"
    if call.before is None or call.after is None:
        return [f"{head} dilewati: {call.skipped}"]
    if not call.changed:
        return []
    lines = [head]
    for name in call.changed:
        if name == "said":
            number, was, now = call.before.first_difference(call.after) or (0, "", "")
            lines.append(f"  kalimat ke-{number}: {was or '(tidak ada)'}\n{' ' * 9}menjadi: {now or '(tidak ada)'}")
        elif name == "slots":
            lines += [f"  isian {slot}: {what}" for slot, what in slot_changes(call.before, call.after).items()]
        else:
            lines.append(f"  {WORDS[name]}: {in_words(call.before, name)} → {in_words(call.after, name)}")
    if call.after.unknown:
        lines.append("  sesudah ini hanya dugaan: jawaban sistem instansi tidak ada di catatan")
    return lines


def describe_sum(total: Sum, sentences: int = 10) -> Iterator[str]:
    gone_through = total.calls - sum(total.skipped.values())
    yield f"{gone_through} dari {total.calls} panggilan diputar ulang; {total.same} tetap sama, {gone_through - total.same} berubah"
    yield from (f"  dilewati, {why}: {count}" for why, count in total.skipped.most_common())
    yield from (f"  {WORDS[name]} berubah: {count}" for name, count in total.changed.most_common())
    yield from (f"    {WORDS[what]} {was} → {now}: {count}" for (what, was, now), count in total.moved.most_common())
    if total.turns:
        yield f"  pertanyaan {'bertambah' if total.turns > 0 else 'berkurang'} {abs(total.turns)}"
    if total.unknown:
        yield f"  sebagian hanya dugaan, karena jawaban sistem instansi tidak ada di catatan: {total.unknown}"
    for (was, now), count in total.sentences.most_common(sentences):
        yield f"  {count}x {was or '(tidak ada)'}\n     menjadi {now or '(tidak ada)'}"
