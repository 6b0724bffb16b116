"""Wages, their units, hours and what they come to by the hour."""

from __future__ import annotations

from decimal import Decimal

import pytest

from turnstone.clean.money import UNITS, amount, count, hourly, hours, number, pay_unit
from turnstone.clean.text import Nothing

AMOUNTS = [
    ("12.50", "12.5"), ("$12.50", "12.5"), ("US$ 1,234.5", "1234.5"), ("12.50/hr", "12.5"), ("$12.50 per hour", "12.5"),
    ("500 a week", "500"), ("1e3", "1000"), (".5", "0.5"), ("0", "0"), ("9,999,999.99", "9999999.99"), ("£8.21", "8.21"),
    ("8.21 EUR", "8.21"), ("12.34567", "12.3457"), ("+7.25", "7.25"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value"), AMOUNTS)
def test_sums_of_money(written: str, value: str) -> None:
    assert amount(written) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("-5", "negative"), ("$-5.00", "negative"), ("-0.01", "negative"), ("-1e2", "negative"),
        ("10000000", "ten million"), ("12,50", "not a number"), ("1,23", "not a number"), ("12.5.1", "not a number"),
        ("twelve", "not a number"), ("7.25-8.00", "not a number"), ("-", "no number"), ("e5", "not a number"),
    ],
)  # fmt: skip
def test_sums_that_are_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        amount(written)


@pytest.mark.parametrize("written", ["", "N/A", "none", "$"])
def test_cells_without_a_sum(written: str) -> None:
    with pytest.raises(Nothing):
        amount(written)


def test_decimal_commas() -> None:
    assert number("1.234,5", ",") == Decimal("1234.5")
    assert number("1 234,5", ",") == Decimal("1234.5")
    assert number("1.234", ",") == 1234
    assert number("1.234", ".") == Decimal("1.234")
    assert amount("12,50 EUR", ",") == Decimal("12.5")
    with pytest.raises(ValueError, match="not a number"):
        number("1.23,4", ",")


def test_counts() -> None:
    assert [count(c) for c in ("12", "12.0", "1,200", "0", "1e2", "100000")] == [12, 12, 1200, 0, 100, 100_000]
    for written, reason in (("12.5", "whole"), ("-1", "negative"), ("100001", "100,000"), ("a", "not a number")):
        with pytest.raises(ValueError, match=reason):
            count(written)


def test_hours_of_a_week() -> None:
    assert [hours(h) for h in ("40", "0.5", "168", "35.5")] == [40, Decimal("0.5"), 168, Decimal("35.5")]
    for written in ("0", "-40", "168.5", "2080", "0.00001", "1e-300"):
        with pytest.raises(ValueError, match="hours a week"):
            hours(written)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Hour", "hour"), ("HR", "hour"), ("hourly", "hour"), ("H", "hour"), ("Day", "day"), ("wk", "week"),
        ("Week", "week"), ("Bi-Weekly", "two_weeks"), ("Month", "month"), ("MTH", "month"), ("Year", "year"),
        ("Annual", "year"), ("Piece Rate", "piece"),
    ],
)  # fmt: skip
def test_units_of_pay(written: str, unit: str) -> None:
    assert pay_unit(written) == unit


@pytest.mark.parametrize("written", ["", "fortnight", "per mile", "0"])
def test_units_that_are_none(written: str) -> None:
    with pytest.raises(ValueError, match="unit of pay"):
        pay_unit(written)


@pytest.mark.parametrize(
    ("wage", "unit", "weekly", "by_the_hour"),
    [
        ("12.50", "hour", None, "12.50"), ("12.50", "hour", "40", "12.50"), ("500", "week", "40", "12.50"),
        ("1000", "two_weeks", "40", "12.50"), ("2166.6667", "month", "40", "12.50"), ("26000", "year", "40", "12.50"),
        ("26000", "year", "50", "10"), ("100", "week", "48", "2.0833"),
        ("500", "week", None, None), ("100", "day", "40", None), ("3", "piece", "40", None), ("3", "mile", "40", None),
    ],
)  # fmt: skip
def test_pay_by_the_hour(wage: str, unit: str, weekly: str | None, by_the_hour: str | None) -> None:
    found = hourly(Decimal(wage), unit, Decimal(weekly) if weekly else None)
    assert found == (None if by_the_hour is None else Decimal(by_the_hour))


@pytest.mark.parametrize("unit", sorted(set(UNITS.values())))
def test_the_least_hours_and_the_highest_wage_still_give_an_hour(unit: str) -> None:
    """Whatever `hours` takes, `hourly` can divide by."""
    found = hourly(amount("9999999.99"), unit, hours("0.0001"))
    assert found is None or found >= 0
