"""Lists of names and towns: long enough, nothing twice, and towns where their codes say."""

from __future__ import annotations

import pytest

from turnstone.errors import TurnstoneError
from turnstone.sim.names import countries, family, firm, given, lists, street, towns_of, working

NATIONALITIES = sorted(name.split("/")[0] for name in lists() if name.endswith("/family"))
FIRMS = ("farm", "construction", "hospitality", "massage", "recruiter", "domestic", "companionship", "scam")
STATES = ("CT MA ME NH NJ RI VT", "DE NY PA", "DC MD NC SC VA WV", "AL FL GA MS TN", "IN KY MI OH", "IA MN MT ND SD WI",
          "IL KS MO NE", "AR LA OK TX", "AZ CO ID NM NV UT WY", "AK CA HI OR WA")  # fmt: skip
"""First digit of a postal code -> States of the United States that have it."""
AUSTRALIA = {"NSW": "2", "ACT": "2", "VIC": "3", "QLD": "4", "SA": "5", "WA": "6", "TAS": "7", "NT": "0"}
BOUNDS = {"US": (24, 50, -125, -66), "FR": (41, 52, -5, 10), "AU": (-44, -10, 113, 154)}
"""Least and greatest latitude and longitude."""


def test_every_nationality_has_names_of_both_sexes() -> None:
    assert len(NATIONALITIES) >= 17
    for nationality in NATIONALITIES:
        for group, least in (("given_f", 30), ("given_m", 30), ("family", 60)):
            assert len(lists()[f"{nationality}/{group}"]) >= least, (nationality, group)


def test_no_name_stands_twice() -> None:
    """But legal forms do: one that stands twice is drawn twice as often."""
    for name, entries in lists().items():
        if not name.startswith("firm/form_"):
            assert len(entries) == len(set(entries)), name


def test_any_number_names_somebody_and_always_the_same() -> None:
    assert given("RO", "F", 3) == given("RO", "F", 3 + len(lists()["RO/given_f"])) == lists()["RO/given_f"][3]
    assert given("RO", "M", 3) == lists()["RO/given_m"][3]
    assert family("VN", 10**12) in lists()["VN/family"]
    assert working(61) in lists()["any/working"]
    assert street("FR", 10**9) in lists()["street/FR"]


@pytest.mark.parametrize("country", countries())
@pytest.mark.parametrize("section", FIRMS)
def test_firms_have_whole_names_with_their_form(section: str, country: str) -> None:
    made = [firm(section, country, n * 7919) for n in range(500)]
    assert made == [firm(section, country, n * 7919) for n in range(500)]
    assert len(set(made)) > 50
    for name in made:
        assert not set(name) & set("{}[]|") and "  " not in name
        assert any(name.endswith(f" {form}") for form in lists()[f"firm/form_{country}"]), name


@pytest.mark.parametrize("country", countries())
def test_towns_are_where_their_codes_say(country: str) -> None:
    south, north, west, east = BOUNDS[country]
    for town in towns_of(country):
        assert town.country == country and town.weight > 0
        assert south < town.latitude < north and west < town.longitude < east, town
        assert town.postal.isdigit() and len(town.postal) == (3 if country == "US" else 2), town
        if country == "US":
            assert town.region in STATES[int(town.postal[0])].split(), town
            assert town.areas and all(len(area) == 3 and area.isdigit() for area in town.areas), town
        else:
            assert town.areas == (), town
            assert town.postal == town.region if country == "FR" else town.postal[0] == AUSTRALIA[town.region], town


def test_towns_are_many_and_none_twice() -> None:
    for country, least, regions in (("US", 60, 25), ("FR", 25, 20), ("AU", 15, 6)):
        towns = towns_of(country)
        assert len({(town.name, town.region) for town in towns}) == len(towns) >= least
        assert len({town.region for town in towns}) >= regions
    with pytest.raises(TurnstoneError, match="no towns of 'XX'") as told:
        towns_of("XX")
    assert "US, FR, AU" in told.value.do
