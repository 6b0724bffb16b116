"""Days of birth: whole, in part, and what is no day of birth."""

import pytest

from turnstone.clean.birth import parse_birth
from turnstone.clean.text import Nothing

READ = {
    ("1980-05-02", "mdy"): "1980-05-02", ("1980-05", "mdy"): "1980-05", ("1980", "dmy"): "1980", ("02/05/1980", "dmy"): "1980-05-02",
    ("02/05/1980", "mdy"): "1980-02-05", ("1880-02-29", "mdy"): "1880-02-29", ("1980-00-00", "mdy"): "1980", ("1980-05-00", "mdy"): "1980-05",
    ("1980-01-01", "mdy"): "1980", ("2 May 1980", "dmy"): "1980-05-02", ("1980-05-02T00:00:00", "mdy"): "1980-05-02",
}  # fmt: skip


@pytest.mark.parametrize(("given", "read"), READ.items(), ids=str)
def test_read(given: tuple[str, str], read: str) -> None:
    assert parse_birth(*given) == read


@pytest.mark.parametrize("text", ["1980-13-01", "1980-02-31", "0000-00-00", "1700-05-05", "May", "31/31/1980"])
def test_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_birth(text)


@pytest.mark.parametrize("text", ["", " ", "N/A", "unknown"])
def test_nothing(text: str) -> None:
    with pytest.raises(Nothing):
        parse_birth(text)
