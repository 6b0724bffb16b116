"""Characters that move a terminal's cursor, change its colours or make XML invalid: texts of files may hold them."""

from __future__ import annotations

_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF))


def without_controls(text: str) -> str:
    """The text without control characters; tabs and ends of lines stay."""
    return text.translate(_CONTROLS)
