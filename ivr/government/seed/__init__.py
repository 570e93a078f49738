"""What stands in the registers from the beginning; everybody and everything in them is made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ivr.government.seed import fixed, papers, people, staff, taxes


def rows(today: date) -> dict[str, Sequence[fixed.Row]]:
    """The rows of each table, tables that others refer to first. The same for the same day; who lives there never changes."""
    everyone = people.residents()
    owned = papers.businesses(everyone)
    made = {
        **people.rows(everyone, today),
        "usaha": owned,
        "dokumen": papers.documents(everyone, today),
        "izin": papers.permits(everyone, owned, today),
        "aduan": papers.complaints(everyone, today),
        "janji": papers.appointments(everyone, today),
        "pbb": taxes.property_tax(everyone, today),
        "kendaraan": taxes.vehicles(everyone, today),
        "npwpd": taxes.taxpayers(owned, today),
        "pegawai": staff.servants(everyone, today),
    }
    return {table: (*fixed.ROWS.get(table, ()), *made.get(table, ())) for table in {**made, **fixed.ROWS}}
