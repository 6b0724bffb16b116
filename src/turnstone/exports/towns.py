"""How a town is shown: by its key, which is in Latin letters; in its own script where it is written in another."""

from __future__ import annotations

import re

_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f]")
LONGEST = 40


def town_shown(town: str | None, place: str | None = None) -> str:
    """`town`: the key; `place`: the place as written. An address may be written there, so what has digits or is long is
    not shown, nor what is in Latin letters, of which the key says all."""
    if place and len(place) <= LONGEST and _OTHER_SCRIPT.search(place) and not any(map(str.isdigit, place)):
        return place
    return town.title() if town and not town.startswith("[") else town or ""
