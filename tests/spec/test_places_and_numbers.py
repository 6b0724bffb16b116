"""Countries, states, towns, postal codes, telephone numbers, e-mail addresses, and the words for nothing."""

from __future__ import annotations

import pytest

from turnstone.clean.phone import email, phone
from turnstone.clean.place import country_code, country_names, division_country, postal_code, state_code, town_key
from turnstone.clean.text import Nothing, fold, is_nothing, tidy


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("tx", "TX"), ("Texas", "TX"), ("N.C.", "NC"), ("NORTH  CAROLINA", "NC"), ("D.C.", "DC"), ("pr", "PR"),
        ("Alberta, Canada", "AB"), ("Nuevo León", "NLE"), ("Bavaria", "BAVARIA"),
    ],
)  # fmt: skip
def test_states(written: str, code: str) -> None:
    assert state_code(written) == code


@pytest.mark.parametrize("written", ["", "N/A", "XX", "??", "( )", "'"])
def test_cells_without_a_state(written: str) -> None:
    with pytest.raises(ValueError, match="state"):
        state_code(written)


@pytest.mark.parametrize(
    ("code", "otherwise", "country"),
    [("TX", "MX", "US"), ("AB", "US", "CA"), ("NLE", "US", "MX"), ("BAVARIA", "DE", "DE")],
)
def test_a_division_says_its_country(code: str, otherwise: str, country: str) -> None:
    assert division_country(code, otherwise) == country


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("USA", "US"),
        ("United States of America", "US"),
        ("México", "MX"),
        ("UK", "GB"),
        ("gt", "GT"),
        ("Côte d'Ivoire", "CI"),
    ],
)
def test_countries(written: str, code: str) -> None:
    assert country_code(written) == code


def test_every_country_is_found_by_its_own_name() -> None:
    assert len(country_names()) > 240
    for code, name in country_names().items():
        assert country_code(name) == code
        assert country_code(code) == code
    for nothing in ("", "Ruritania", "N/A"):
        with pytest.raises(ValueError, match="country"):
            country_code(nothing)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("St. Ignace", "SAINT IGNACE"), ("SAINT IGNACE", "SAINT IGNACE"), ("Ft Worth", "FORT WORTH"),
        ("N. Bend", "NORTH BEND"), ("Mt. Pleasant, TX", "MOUNT PLEASANT"), ("Winston-Salem", "WINSTON SALEM"),
        ("Cd. Juárez", "CIUDAD JUAREZ"), ("Coeur d'Alene", "COEUR DALENE"),
    ],
)  # fmt: skip
def test_towns(written: str, key: str) -> None:
    assert town_key(written) == key


@pytest.mark.parametrize("written", ["", "none", "123", "12 34", ",", "?!"])
def test_cells_without_a_town(written: str) -> None:
    with pytest.raises(ValueError, match="town"):
        town_key(written)


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        ("02134", "US", "02134"), ("2134", "US", "02134"), ("501", "US", "00501"), ("2134.0", "US", "02134"),
        ("021341234", "US", "02134"), ("21341234", "US", "02134"), ("02134-1234", "US", "02134"),
        ("K1A 0B1", "US", "K1A0B1"), ("K1A 0B1", "CA", "K1A0B1"), ("sw1a 1aa", "GB", "SW1A1AA"), ("64000", "MX", "64000"),
    ],
)  # fmt: skip
def test_postal_codes(written: str, country: str, code: str) -> None:
    assert postal_code(written, country) == code


@pytest.mark.parametrize(
    ("written", "country"),
    [("", "US"), ("00000", "US"), ("ABC", "US"), ("12", "US"), ("123456", "US"), ("ABC", "GB"), ("N/A", "MX")],
)
def test_what_is_no_postal_code(written: str, country: str) -> None:
    with pytest.raises(ValueError, match="postal code"):
        postal_code(written, country)


# Numbers of the ranges that are set aside for fiction and examples where the plan has such.
@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("(202) 555-0143", "+12025550143"), ("202.555.0143", "+12025550143"), ("+1 202 555 0143", "+12025550143"),
        ("12025550143", "+12025550143"), ("2025550143.0", "+12025550143"), ("202-555-0143 x12", "+12025550143"),
        ("202-555-0143 or 202-555-0144", "+12025550143"), ("202-555-0143/202-555-0144", "+12025550143"),
        ("123 / 202-555-0143", "+12025550143"), ("+52 55 1234 5678", "+525512345678"),
    ],
)  # fmt: skip
def test_telephone_numbers(written: str, number: str) -> None:
    assert phone(written) == number


def test_telephone_numbers_of_another_country() -> None:
    assert phone("55 1234 5678", "MX") == "+525512345678"
    with pytest.raises(ValueError, match="plan of US"):
        phone("55 1234 5678 9", "US")


@pytest.mark.parametrize("written", ["555", "555-0143", "1234567890", "202-555-014"])
def test_what_no_plan_has_given_out(written: str) -> None:
    with pytest.raises(ValueError, match="plan of US"):
        phone(written)


@pytest.mark.parametrize("written", ["", "N/A", "0000000000", "000-000-0000", "call me"])
def test_cells_without_a_number(written: str) -> None:
    with pytest.raises(Nothing):
        phone(written)


def test_e_mail_addresses() -> None:
    assert email(" Ann.Alder@Example.ORG ") == "ann.alder@example.org"
    assert email("mailto:a@b.example") == "a@b.example"
    for written in (
        "",
        "ann",
        "ann@",
        "@example.org",
        "ann@example",
        "a b@example.org",
        "ann@example.org; bob@example.org",
    ):
        with pytest.raises(ValueError, match="e-mail"):
            email(written)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Zürich & Söhne, s.r.o.", "ZURICH AND SOHNE S R O"), ("O’Alder's", "OALDERS"), ("a+b", "A AND B"), ("", ""),
        (" \t\n", ""), ("Ольха", "OLKHA"), ("al\u00adder\ufeff", "ALDER"), ("a_b-c/d", "A B C D"),
    ],
)  # fmt: skip
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("  Ann \t Alder\n", "Ann Alder"), ("Ann\u00a0Alder", "Ann Alder"), ("al\u200bder", "alder"),
        ("Can\u0303ada", "Cañada"), ("n\u200b\u0303", "ñ"),
    ],
)  # fmt: skip
def test_tidying(written: str, tidied: str) -> None:
    assert tidy(written) == tidied


def test_words_for_nothing() -> None:
    assert all(is_nothing(w) for w in ("", "N/A", "n/a", "None", "-", "TBD", "Same as above"))
    assert not any(is_nothing(w) for w in ("Nan", "No", "Noneville", "1"))
