"""Making pages before people open them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from turnstone.exports.mask import Mask
from turnstone.workspace import Workspace
from turnstone_web.evidence.chain import chain_name, followed
from turnstone_web.shelf.documents import TOGETHER, fill, keep, kept
from turnstone_web.shelf.opened import opened_at
from turnstone_web.shelf.sliced_chain import sliced_chain
from turnstone_web.shelf.sliced_names import sliced_names
from turnstone_web.wordings.documents import NEEDED, identities, identities_name

PREPARED = 5_000
"""So many networks are made ready, those that people open first at the head; any other is made when it is opened."""
FOLLOWED = 200
"""Of so many of them, the first ones, the evidence and the names are made too."""


def prefill(folder: Path, run: str, networks: list[str], told: Callable[[str, int, int], None]) -> None:
    """Masked and kept, all of it; what is kept already is passed over, so that it can be stopped and begun again."""
    first = networks[:FOLLOWED]
    fill(folder, run, first, told)
    for start in range(0, len(first), TOGETHER):
        _follow(folder, run, first[start : start + TOGETHER])
        told("chains of evidence", min(start + TOGETHER, len(first)), len(first))
    fill(folder, run, networks, told)


def _follow(folder: Path, run: str, networks: list[str]) -> None:
    """The evidence and the names of some networks, from one slice of the tables each."""
    mask = Mask(Workspace(folder).key)
    with opened_at(folder, run) as held:
        if missing := [n for n in networks if kept(folder, run, chain_name(n)) is None]:
            read = sliced_chain(held.engine, held.read, missing)
            for network in missing:
                if (found := followed(held, read, network, mask)) is not None:
                    keep(folder, run, chain_name(network), found)
        if missing := [n for n in networks if kept(folder, run, identities_name(n)) is None]:
            read = sliced_names(held.engine, held.read, missing) if set(held.run.tables) >= NEEDED else held.read
            for network in missing:
                keep(folder, run, identities_name(network), identities(held, read, network, mask))
