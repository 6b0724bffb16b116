"""Texts to try cleaners on: what files hold, what nobody would write, and what is between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

PIECES = [
    "PO BOX", "P.O.", "RR", "HC", "RT", "Suite", "#", "Apt", "St.", "Street", "N", "NE", "North", "c/o", "d/b/a", "(dba",
    "aka", "LLC", "L.L.C.", "Inc.", "GmbH", "& Co. KG", "s.r.o.", "S. de R.L. de C.V.", "The", "and", "Mr.", "Esq.", "Jr",
    "Alder", "Birch", "O'Elm", "Zürich", "Ольха", "n\u0303", "\u200b", "\u200b\u0303", "12", "0012", "4A", "1/2", "40972",
    "2012-03-04", "3/4/2012", "0000-00-00", "9999-12-31", "1/0/1900", "12:00 AM", "Mar", "$", "€", "1,234.50", "-3", "1e9",
    "1e-300", "per hour", "/hr", "202", "555-0143", "(202)", "x12", "or", "/", ";", ")", ",", "|", "N/A", "none", "-", "0",
    "TX", "Texas", "Canada", "75001", "@", "example.org", "\x00", "\x1e", "\x1f", "٣", "１２", "²",
]  # fmt: skip
TEXT = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    st.text(max_size=12),
    st.text("0123456789/-.,:$ ", max_size=12),
)
ASCII = st.one_of(
    st.lists(st.sampled_from([p for p in PIECES if p.isascii()]), max_size=6).map(" ".join),
    st.text(st.characters(max_codepoint=126), max_size=12),
)


def tried(clean: Callable[[str], Any], text: str) -> Any:
    """What the cleaner gives, or the reason for which it gives nothing; anything else that it raises is a fault."""
    try:
        return clean(text)
    except ValueError as error:
        assert str(error), "a refusal says why"
        return ("refused", str(error))
