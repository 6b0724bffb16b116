"""What is said above every list of leads, by what the networks in it do: file job orders, post offers, or both."""

from __future__ import annotations

from collections.abc import Iterable

POSTING = ("posters", "alone")
"""Kinds of networks that post offers."""
_FILING = "A certification is an approval and no wrongdoing."
_OFFERING = "To post an offer, or to repeat one, is no wrongdoing."
_LEAD = (
    "A lead is a question, not a finding: it says that a network is organised in a way that is rare among its peers, "
    "and nothing about trafficking. A person decides."
)
ALONE = "Someone who posts alone: no lead, and no more than this is shown."
DISCLAIMER = f"{_FILING} {_LEAD}"
SENTENCES = (_FILING, _OFFERING, _LEAD, ALONE)
"""All that a disclaimer is put together of."""


def disclaimer(kinds: Iterable[str]) -> str:
    """The text for networks of these kinds."""
    posting = {kind in POSTING for kind in kinds}
    firsts = [text for held, text in ((False, _FILING), (True, _OFFERING)) if held in posting]
    return " ".join([*firsts, _LEAD])
