"""What counts as shared by two posters of offers: the rooms `texts` and `networks` must mean the same by it."""

from __future__ import annotations

SPECIFIC_MBITS = 40_000
"""A wording of fewer bits is nobody's own: among a million offers there are 5 * 10^11 pairs (39 bits), so some pair
agrees in as much by chance."""


def own_site(url: str, site: str) -> str:
    """SQL: whether an address of the web lies on the site on which the offer stands. `url`, `site`: names of columns.

    The page of the offer and the pages of its site (help, rules, pictures) are given by all who post there. `site` may
    be a host (`board.example`) or only its name (`board`). Null where one of them is.
    """
    begins = [f"contains('/' || {url} || '/', '{before}' || {site} || '{after}')" for before in "/." for after in "/."]
    return f"({' OR '.join(begins)})"
