"""What is made from slices of a run's tables is what is made from the whole of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from posted import adverts, write
from shell import new_workspace
from turnstone.exports.as_plain import as_plain
from turnstone.exports.lead_view import lead_view
from turnstone.exports.mask import Mask
from turnstone.exports.network_view import network_view
from turnstone.indicators.registry import registry
from turnstone.workspace import Workspace
from turnstone_web.evidence.chain import followed
from turnstone_web.shelf.opened import Opened, opened
from turnstone_web.shelf.sliced import sliced
from turnstone_web.shelf.sliced_chain import sliced_chain
from turnstone_web.shelf.sliced_names import sliced_names
from turnstone_web.wordings.documents import NEEDED, identities


@pytest.fixture(scope="module", params=["job orders", "adverts"])
def held(request: pytest.FixtureRequest, finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = finished
    if request.param == "adverts":
        made = tmp_path_factory.mktemp("sliced")
        rows = adverts()
        for number, row in enumerate(
            rows
        ):  # images and e-mails of one network, of several, and of people who post alone
            organised = row["account"].startswith("operator")
            row["images"] = f"pdq:{number % (3 if organised else 40):064x}"
            if (organised and number % 2) or number % 31 == 0:
                row["text"] += f" write to jobs{number % 4}@example.org"
        folder = new_workspace(made / "ws", [write(made / "adverts.csv", rows)], run=True)
    place = Workspace(folder)
    with opened(place, place.run()) as held:
        yield held


@pytest.fixture(scope="module")
def networks(held: Opened) -> list[str]:
    rows = held.engine.sql(
        "SELECT id FROM n WHERE kind <> 'alone' ORDER BY size DESC, id LIMIT 12", n=held.read("networks")
    )
    found = [row["id"] for row in rows.arrow().to_pylist()]
    assert len(found) > 3
    return found


def test_documents_of_networks(held: Opened, networks: list[str]) -> None:
    mask, tables = Mask(held.workspace.key), held.run.tables
    together = sliced(held.engine, held.read, tables, networks)
    for network in networks:
        told = []
        for read in (held.read, together, sliced(held.engine, held.read, tables, [network])):
            lead = lead_view(held.engine, read, network, mask, registry())
            assert lead is not None
            told.append(as_plain(network_view(held.engine, read, tables, lead, mask, [])))
        assert told[0] == told[1] == told[2]


def test_chains_of_evidence(held: Opened, networks: list[str]) -> None:
    mask = Mask(held.workspace.key)
    together = sliced_chain(held.engine, held.read, networks)
    for network in networks:
        whole = followed(held, held.read, network, mask)
        assert whole is not None
        assert followed(held, together, network, mask) == whole
        assert followed(held, sliced_chain(held.engine, held.read, [network]), network, mask) == whole


def test_names_and_wordings(held: Opened, networks: list[str]) -> None:
    if not set(held.run.tables) >= NEEDED:
        pytest.skip("a run without offers has no wordings")
    mask = Mask(held.workspace.key)
    together = sliced_names(held.engine, held.read, networks)
    kinds = set()
    for network in networks:
        whole = identities(held, held.read, network, mask)
        assert identities(held, together, network, mask) == whole
        assert identities(held, sliced_names(held.engine, held.read, [network]), network, mask) == whole
        kinds |= {thing["kind"] for thing in (whole["identities"] or {"things": ()})["things"]}
    assert not kinds or kinds >= {"wording", "phone", "image", "email"}  # nothing of job orders
