"""Making pages before people open them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from turnstone.exports.mask import Mask
from turnstone.workspace import Workspace
from turnstone_web.evidence.chain import chain
from turnstone_web.shelf.documents import fill
from turnstone_web.wordings.documents import identities_of

FOLLOWED = 200
"""Of so many networks, the first ones, the evidence and the names are made too."""


def prefill(folder: Path, run: str, networks: list[str], told: Callable[[str, int, int], None]) -> None:
    """Masked and kept, all of it; what is kept already is passed over, so that it can be stopped and begun again."""
    mask, first = Mask(Workspace(folder).key), networks[:FOLLOWED]
    fill(folder, run, first, told)
    for done, network in enumerate(first, 1):
        chain(folder, run, network, network, mask)
        identities_of(folder, run, network, mask)
        told("chains of evidence", done, len(first))
    fill(folder, run, networks, told)
