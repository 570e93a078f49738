"""The systems of the demonstration government, and their operations by `system.operation`."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.government.janji import SYSTEM as JANJI
from ivr.government.kepegawaian import SYSTEM as KEPEGAWAIAN
from ivr.government.kependudukan import SYSTEM as KEPENDUDUKAN
from ivr.government.pajak import SYSTEM as PAJAK
from ivr.government.pengaduan import SYSTEM as PENGADUAN
from ivr.government.perizinan import SYSTEM as PERIZINAN
from ivr.government.sms import SYSTEM as SMS
from ivr.government.system import Operation, System

SYSTEMS: Mapping[str, System] = {system.name: system for system in (KEPENDUDUKAN, PERIZINAN, PENGADUAN, PAJAK, KEPEGAWAIAN, JANJI, SMS)}
OPERATIONS: Mapping[str, Operation] = {
    f"{system.name}.{name}": operation for system in SYSTEMS.values() for name, operation in system.operations.items()
}
