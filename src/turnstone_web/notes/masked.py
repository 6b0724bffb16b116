"""What people wrote, as it may be shown: they may have written while names and contacts were shown to them."""

from __future__ import annotations

import re

from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import Names, cut_out, plain, secrets

ID = re.compile(r"@?\b[a-z]+-[0-9a-f]{4,64}\b")
"""Ids of this workspace, which may look like handles or numbers."""


def masked(text: str, mask: Mask) -> str:
    """The text with stand-ins for contacts, and for names that it gives by words such as *ask for*. Other names cannot be
    told from words: they stay."""
    if mask.open:
        return text
    ids = [(found.start(), found.end()) for found in ID.finditer(text)]
    spans = [
        span
        for span in secrets(text, (), Names(()))
        if not any(start <= span.start and span.end <= end for start, end in ids)
    ]
    return plain(cut_out(text, 0, len(text), spans, mask))
