"""The systems of the demonstration government, and their operations by `system.operation`."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.government import janji, kepegawaian, kependudukan, pajak, pengaduan, perizinan, sms
from ivr.government.system import Operation, System

SYSTEMS: Mapping[str, System] = {
    module.SYSTEM.name: module.SYSTEM for module in (kependudukan, perizinan, pengaduan, pajak, kepegawaian, janji, sms)
}
OPERATIONS: Mapping[str, Operation] = {
    f"{system.name}.{name}": operation for system in SYSTEMS.values() for name, operation in system.operations.items()
}
