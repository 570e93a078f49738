"""What may be wrong with a system's base URL, whether it stands in the file or comes from a variable. Pure."""

from __future__ import annotations

import ipaddress
import re

from dialog.yaml_map import Severity

PLACE = re.compile(r"\{(demonstration)\}|\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""What is filled in when the service starts: the demonstration government's address, or an environment variable."""
_ADDRESS = re.compile(r"(https?)://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{0,5}))?(?:/[!-~]*)?")


def fault_of(url: str) -> tuple[str, str, Severity] | None:
    """What is wrong, what to do, how bad it is; never the address itself, in which a secret may stand."""
    if re.search("[@?#]", url):
        return "holds more than an address", "secrets go into auth, parameters into query", Severity.ERROR
    found = _ADDRESS.fullmatch(url)
    if found is None or int(found[3] or 0) > 65_535:
        return "is no http or https address", "write for example https://layanan.example.go.id/api", Severity.ERROR
    if found[1] == "http" and not is_loopback(found[2].strip("[]")):
        return "sends personal data unencrypted", "use https", Severity.WARNING
    return None


def is_loopback(host: str) -> bool:
    """Whether `host`, an IPv6 address without its brackets, is this machine by name or number."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
