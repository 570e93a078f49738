"""Names of places, and which lies in which."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.gazetteer import Gazetteer, Place, around, match, named

CITY = Place("Kota Sukamaju", "kota", also=("Sukma",))
DISTRICT, VILLAGE = Place("Coblong", "kecamatan", "Kota Sukamaju"), Place("Coblong", "kelurahan", "Coblong")
DAGO, STREET = Place("Dago", "kelurahan", "Coblong"), Place("Merdeka", "jalan", "Coblong")
LOST = Place("Antah", "kelurahan", "Berantah")
PLACES = Gazetteer("sukamaju", (CITY, DISTRICT, VILLAGE, DAGO, STREET, LOST))


def test_names_said_exactly_beat_names_that_sound_alike() -> None:
    assert match(PLACES, "Dago") == ((DAGO,), 1.0)
    assert match(PLACES, "coblong") == ((VILLAGE, DISTRICT), 1.0)
    assert match(PLACES, "coblong", ("kecamatan",)) == ((DISTRICT,), 1.0)
    assert match(PLACES, "sukamaju") == match(PLACES, "kota sukamaju") == match(PLACES, "sukma") == ((CITY,), 1.0)
    places, alike = match(PLACES, "merdika")
    assert places == (STREET,) and 0.8 < alike < 1
    assert match(PLACES, "surabaya") == match(PLACES, "") == ((), 0.0)


def test_a_place_in_a_sentence() -> None:
    assert named(PLACES, "pasar baru di dago") == ("dago", "pasar baru di")
    assert named(PLACES, "pasar baru") == ("", "pasar baru")


def test_what_a_place_lies_in() -> None:
    assert around(PLACES, DAGO) == {"kelurahan": "Dago", "kecamatan": "Coblong", "kota": "Kota Sukamaju"}
    assert around(PLACES, STREET) == {"jalan": "Merdeka", "kecamatan": "Coblong", "kota": "Kota Sukamaju"}
    assert around(PLACES, LOST) == {"kelurahan": "Antah"}


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_a_gazetteer(said: str) -> None:
    places, alike = match(PLACES, said)
    assert bool(places) == (alike > 0)
    named(PLACES, said)
