"""Characters that move a terminal's cursor, change its colours, make XML invalid, or turn the order of what is read:
texts of files may hold them."""

from __future__ import annotations

import re

_TURNS = {
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
"""Embeddings, overrides and isolates (Unicode Annex 9). What one of them opens can reorder the rest of a line or page.
The marks LRM, RLM and ALM open nothing and are common in honest text: they stay."""
_UNSEEN = {
    0x00AD: "SHY", 0x034F: "CGJ", 0x115F: "HCF", 0x1160: "HJF", 0x180E: "MVS", 0x200B: "ZWSP", 0x2060: "WJ",
    0x2061: "FA", 0x2062: "IT", 0x2063: "IS", 0x2064: "IP", 0x3164: "HF", 0xFEFF: "BOM", 0xFFA0: "HHF",
}  # fmt: skip
"""Characters that nobody sees, by which words are kept from a search. Joiners, which Persian, Hindi and emoji need,
are not among them."""
_SHOWN_TURNS = {code: f"⟦{name}⟧" for code, name in _TURNS.items()}
_CONTROLS: dict[int, str | None] = {
    **dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF)), **_SHOWN_TURNS
}  # fmt: skip
_SPACED_UNSEEN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts that mark where a line may break by an unseen space: there it is no disguise."""
_BREAK = re.compile(f"(?<=[{_SPACED_UNSEEN}])\u200b|\u200b(?=[{_SPACED_UNSEEN}])")
_FIND = re.compile(f"[{''.join(map(chr, _UNSEEN))}\U000e0020-\U000e007f]")


def without_controls(text: str) -> str:
    """The text without control characters; tabs and ends of lines stay. What would reorder the text around it is
    named instead: `⟦RLO⟧`."""
    return text.translate(_CONTROLS)


def visible(text: str) -> str:
    """The text with unseen characters named too (`⟦ZWSP⟧`), so that a disguise shows and can be copied without it."""
    text = without_controls(text)
    if text.isascii():
        return text
    kept = _BREAK.sub("", text)
    return _FIND.sub(lambda found: f"⟦{_UNSEEN.get(ord(found.group()), 'TAG')}⟧", kept)


def escaped_for_json(text: str) -> str:
    """JSON with the characters that would reorder a screen escaped: the same value for a program."""
    return text.translate({code: f"\\u{code:04x}" for code in _TURNS})
