"""Addresses: which spellings are one, what a line holds, and which written addresses are one place."""

from __future__ import annotations

import pytest

from turnstone.clean.address import parse_address
from turnstone.links.premises import kind_of, same_place, take_apart

# One key a line, and its spellings.
ONE = {
    "1935 ALDER GROVE RD": ["1935 Alder Grove Road", "1935 ALDER GROVE RD.", " 1935  alder grove rd "],
    "PO BOX 369": ["P. O. Box 369", "PO BOX 369", "P.O.Box 369", "Post Office Box 369", "POB 369", "Box 369",
                   "PO Drawer 369", "P O BOX #369", "PO Box 0369"],
    "123 N ALDER ST UNIT 200": ["123 N. Alder St., Suite 200", "123 North Alder Street #200", "123 N ALDER ST STE 200",
                                "123 N Alder St Apt. 200", "123 N Alder St Unit No 200"],
    "1200 NW 5TH ST": ["1200 NW 5th St", "1200 N.W. Fifth Street"],
    "RR 2 BOX 44A": ["Rural Route 2, Box 44A", "R.R. 2 Box 44A", "RR2 Box 44A", "RFD 2 Box 44A"],
    "HC 61 BOX 30": ["HC 61 Box 30", "HC61 BOX 30", "H.C. 61 Box 30", "Star Route 61 Box 30"],
    "N6543 CR K": ["N6543 County Road K", "N6543 Co. Rd. K", "N6543 Cnty Rd K"],
    "12 SR 52": ["12 State Road 52", "12 State Route 52", "12 St. Rt. 52", "12 S.R. 52"],
    "12 US HWY 20": ["12 U.S. Highway 20", "12 US Hwy 20", "12 United States Hwy 20"],
    "12 FM 2400": ["12 Farm to Market 2400", "12 Farm to Market Road 2400", "12 F.M. 2400"],
    "77 ALDER LN": ["77 Alder Lane", "Physical Address: 77 Alder Ln", "Street: 77 Alder Ln"],
    "123 E ALDER AVE": ["123 East Alder Avenue", "123E Alder Ave"],
}  # fmt: skip


@pytest.mark.parametrize(("key", "spelling"), [(k, s) for k, spellings in ONE.items() for s in spellings])
def test_spellings_of_one_address(key: str, spelling: str) -> None:
    assert [p.key for p in parse_address(spelling)] == [key]


# The two lines of a form, and what they hold: key and kind.
HELD = [
    (("123 Alder St", "PO Box 12"), [("123 ALDER ST", "street"), ("PO BOX 12", "box")]),
    (("PO Box 12", "123 Alder St"), [("123 ALDER ST", "street"), ("PO BOX 12", "box")]),
    (("123 Alder St, PO Box 12", None), [("123 ALDER ST", "street"), ("PO BOX 12", "box")]),
    (("123 Alder St", "Suite 4"), [("123 ALDER ST UNIT 4", "street")]),
    (("123 Alder St", "# 4"), [("123 ALDER ST UNIT 4", "street")]),
    (("123 Alder St", "123 Alder Street"), [("123 ALDER ST", "street")]),
    (("123 Alder St", "N/A"), [("123 ALDER ST", "street")]),
    (("12", "Alder Street"), [("12 ALDER ST", "street")]),
    (("Alder Building", "12 Birch Rd"), [("12 BIRCH RD", "street")]),
    (("Route 2 Box 9", None), [("RT 2 BOX 9", "rural")]),
    (("Alder Ranch", None), [("ALDER RNCH", "place")]),
    (("12 Alder Rd TX 75001", None), [("12 ALDER RD", "street")]),
    (("12 Alder Rd TX 75001-1234", None), [("12 ALDER RD", "street")]),
    (("101 Box Elder Rd", None), [("101 BOX ELDER RD", "street")]),
]


@pytest.mark.parametrize(("lines", "held"), HELD)
def test_what_two_lines_hold(lines: tuple[str, str | None], held: list[tuple[str, str]]) -> None:
    assert [(p.key, p.kind) for p in parse_address(*lines)] == held


def test_parts_of_an_address() -> None:
    (part,) = parse_address("c/o Alder Law, 12 Birch Ave Ste 3")
    assert (part.number, part.unit, part.care_of) == ("12", "3", True)
    (part,) = parse_address("12 Birch Ave")
    assert (part.number, part.unit, part.care_of) == ("12", None, False)


@pytest.mark.parametrize("lines", [(None, None), ("", None), ("N/A", "none"), ("--", None), ("71", None), ("NW", None)])
def test_what_holds_no_address(lines: tuple[str | None, str | None]) -> None:
    with pytest.raises(ValueError, match="could be an address"):
        parse_address(*lines)


@pytest.mark.parametrize(
    ("street", "kind"),
    [
        ("1 ALDER RD", "street"), ("N6543 CR K", "street"), ("PO BOX 9", "box"), ("RR 2 BOX 9", "rural"),
        ("HC 61 BOX 30", "rural"), ("RT 2 BOX 9", "rural"), ("ALDER RANCH", "place"), ("ALDER 2", "place"),
        ("1345", "place"), ("101 BOX ELDER RD", "street"),
    ],
)  # fmt: skip
def test_kinds_of_places(street: str, kind: str) -> None:
    assert kind_of(f"{street}|BIRCHTON|TX") == kind


# Two keys with one house number; whether they are one place; why.
PLACES = [
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 ALDER CREEK|BIRCHTON|TX", True, "a suffix left out"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 ALDER CREK RD|BIRCHTON|TX", True, "a slip of the pen"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 ALDER CREEK RD UNIT 4|BIRCHTON|TX", True, "a unit left out"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 N ALDER CREEK RD|BIRCHTON|TX", True, "a compass point left out"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 ALDER CREEK RD|BIRCHTOWN|TX", True, "a misspelt town"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 ALDERCREEK RD|BIRCHTON|TX", True, "words run together"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 ALDER CREEK LN|BIRCHTON|TX", False, "another suffix is another street"),
    ("1 ALDER CREEK RD UNIT 4|BIRCHTON|TX", "1 ALDER CREEK RD UNIT 5|BIRCHTON|TX", False, "another unit"),
    ("1 N ALDER CREEK RD|BIRCHTON|TX", "1 S ALDER CREEK RD|BIRCHTON|TX", False, "another compass point"),
    ("1 5TH ST|BIRCHTON|TX", "1 6TH ST|BIRCHTON|TX", False, "another numbered street"),
    ("1 CR 160|BIRCHTON|TX", "1 CR 161|BIRCHTON|TX", False, "another county road"),
    ("1 ELM RD|BIRCHTON|TX", "1 ELK RD|BIRCHTON|TX", False, "short words must agree"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 MAPLE HILL RD|BIRCHTON|TX", False, "another name"),
    ("1 ALDER CREEK RD|BIRCHTON|TX", "1 ALDER CREEK RD|OAKVILLE|TX", False, "another town"),
]


@pytest.mark.parametrize(("a", "b", "same", "why"), PLACES, ids=[row[3] for row in PLACES])
def test_one_place(a: str, b: str, same: bool, why: str) -> None:
    from rapidfuzz import fuzz

    left, right = take_apart(a), take_apart(b)
    assert left is not None and right is not None
    soft, town = fuzz.ratio(left.soft, right.soft), fuzz.ratio(left.town, right.town)
    assert same_place(left, right, soft, town) is same
    assert same_place(right, left, soft, town) is same
