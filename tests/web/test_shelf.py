"""A run's shelf holds what the run's lists and views say, and nothing half-done."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from turnstone.engine.local import LocalEngine
from turnstone.exports.as_plain import as_plain
from turnstone.exports.lead_list import lead_list
from turnstone.exports.lead_view import as_json, lead_view
from turnstone.exports.mask import Mask
from turnstone.exports.network_list import network_list
from turnstone.exports.network_view import network_view
from turnstone.indicators.registry import registry
from turnstone.workspace import Workspace
from turnstone_web.shelf import build as building
from turnstone_web.shelf import documents
from turnstone_web.shelf.hidden import Hidden
from turnstone_web.shelf.opened import opened_at
from turnstone_web.shelf.place import documents_path, is_ready, shelf_path
from turnstone_web.shelf.shelf import Shelf


@pytest.mark.parametrize("open", [False, True])
def test_lists_and_documents_are_those_of_the_run(shelved: Path, engine: LocalEngine, open: bool) -> None:
    place = Workspace(shelved)
    run = place.run()

    def read(name: str) -> Any:
        return place.table(run, name)

    shelf, mask = Shelf.open(shelved, run.id), Mask(place.key, open=open)
    for status in ("lead", "abstained"):
        listed = [row for row in lead_list(engine, read, status=status) if row["kind"] != "alone"]
        rows, _ = shelf.leads(status=status)
        assert [row["network_id"] for row in rows] == [row["network_id"] for row in listed]
        for row in listed:
            view = lead_view(engine, read, row["network_id"], mask, registry())
            assert view is not None
            found = shelf.lead(row["network_id"], mask)
            assert found == json.loads(json.dumps({**as_json(view), "evidence": row["evidence"]}))
            seen = network_view(engine, read, run.tables, view, mask)
            all = shelf.network(row["network_id"], mask)
            assert all == {"lead": found, "network": {k: v for k, v in as_plain(seen).items() if k != "lead"}}


def test_networks_are_those_of_the_list(shelved: Path, engine: LocalEngine) -> None:
    place = Workspace(shelved)
    run = place.run()
    listed = network_list(engine, lambda name: place.table(run, name), run.tables)
    rows, _ = Shelf.open(shelved, run.id).listed("network")
    assert [row["network_id"] for row in rows] == [row["id"] for row in listed] and rows


def test_what_is_not_listed_has_no_document(shelved: Path, engine: LocalEngine) -> None:
    place = Workspace(shelved)
    run = place.run()
    shelf, mask = Shelf.open(shelved, run.id), Mask(place.key)
    all = {row["id"] for row in engine.sql("SELECT id FROM n", n=place.table(run, "networks")).arrow().to_pylist()}
    for network in {*all, "network-unknown"} - set(shelf.networks()):
        assert shelf.lead(network, mask) is None and shelf.network(network, mask) is None


def test_filters_narrow_and_facets_count(shelved: Path) -> None:
    shelf = Shelf.open(shelved, "r1")
    rows, facets = shelf.leads()
    for name, key in (("families", "family"), ("kinds", "kind"), ("places", "place")):
        for word, many in facets[name].items():
            assert len(shelf.leads(**{key: word})[0]) == many > 0
    first = rows[0]
    assert first in shelf.leads(since=first["last_on"], until=first["first_on"])[0]
    assert not shelf.leads(since="2999-01-01")[0] and not shelf.leads(text="no such words at all")[0]
    assert first in shelf.leads(text=first["name"][:6].upper())[0]


def test_masked_documents_are_kept_and_unmasked_ones_never(shelved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shelved, tmp_path / "ws"))
    documents_path(folder, "r1").unlink(missing_ok=True)
    key, shelf = Workspace(folder).key, Shelf(folder, "r1")
    network = shelf.networks()[0]
    shelf.lead(network, Mask(key, open=True))
    assert not documents_path(folder, "r1").exists()
    documents.fill(folder, "r1", shelf.networks()[:3], lambda what, done, of: None)
    first = shelf.network(network, Mask(key))
    documents_path(folder, "r1").write_bytes(b"torn")  # it is only made again
    assert shelf.network(network, Mask(key)) == first
    assert documents_path(folder, "r1").read_bytes().startswith(b"SQLite")
    whole = documents_path(folder, "r1").read_bytes()
    documents_path(folder, "r1").write_bytes(
        whole[:4096] + b"\xff" * (len(whole) - 4096)
    )  # copied while it was written
    documents.fill(folder, "r1", shelf.networks()[:3], lambda what, done, of: None)
    assert shelf.network(network, Mask(key)) == first
    with sqlite3.connect(documents_path(folder, "r1")) as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone()[0] == 3


def test_a_killed_build_leaves_no_half_shelf(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(finished, tmp_path / "ws"))
    place = Workspace(folder)

    def killed(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(building, "_add", killed)
        with pytest.raises(KeyboardInterrupt):
            building.build(place, place.run())
    assert not is_ready(folder, "r1") and not shelf_path(folder, "r1").exists()
    building.build(place, place.run())
    assert is_ready(folder, "r1")
    shelf_path(folder, "r1").write_bytes(b"torn")
    assert not is_ready(folder, "r1")


def test_documents_made_from_a_slice_are_those_made_from_the_whole(shelved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shelved, tmp_path / "ws"))
    documents_path(folder, "r1").unlink(missing_ok=True)
    key, shelf = Workspace(folder).key, Shelf(folder, "r1")
    networks = shelf.networks()[:40]
    documents.fill(folder, "r1", networks, lambda what, done, of: None)
    mask = Mask(key)
    with opened_at(folder, "r1") as held:
        for network in networks[::4]:
            found = documents._viewed(held, held.read, network, mask)
            assert found is not None
            assert shelf.network(network, mask) == json.loads(json.dumps(documents._document(*found)))
            assert documents.made(folder, "r1", network, mask) == documents._document(*found)


def test_a_page_of_a_list_is_that_part_of_all_of_it(shelved: Path) -> None:
    for name in ("lead", "abstained", "network"):
        rows, _ = Shelf(shelved, "r1").listed(name)
        every = list(rows)
        assert len(rows) == len(every) and rows.ids() == [row["network_id"] for row in every]
        for part in (
            slice(0, 2),
            slice(1, 3),
            slice(2, 1),
            slice(-2, None),
            slice(0, 10**6),
            slice(None, None, 2),
            slice(None, None, -1),
        ):
            assert rows[part] == every[part]
        for at in range(-len(every), len(every)):
            assert rows[at] == every[at]
        for at in (len(every), -len(every) - 1):
            with pytest.raises(IndexError):
                rows[at]


def test_neighbours_in_a_list_are_those_of_all_of_it(shelved: Path) -> None:
    shelf = Shelf(shelved, "r1")
    for name, filters in (
        ("lead", {}),
        ("network", {}),
        ("network", {"text": "farm"}),
        ("lead", {"text": "no such name"}),
    ):
        rows, _ = shelf.listed(name, **filters)
        ids = ["", *rows.ids(), ""]
        for at, network in enumerate(ids[1:-1]):
            assert rows.around(network) == (ids[at], ids[at + 2], at)
        assert rows.around("network-elsewhere") == ("", "", -1)
        assert len(rows) == len(shelf.listed(name, **filters)[0]) == len(ids) - 2


def test_counts_that_are_kept_are_those_of_who_asks(shelved: Path) -> None:
    shelf = Shelf(shelved, "r1")
    rows, _ = shelf.listed("network")
    first, many = rows[0]["network_id"], len(rows)
    seen = shelf.without(Hidden(networks=(first,)))
    for _ in range(2):
        assert len(seen.listed("network")[0]) == many - 1 and len(shelf.listed("network")[0]) == many
        assert seen.listed("network")[0].around(first) == ("", "", -1)
        assert (
            len(shelf.listed("network", text="no such name")[0])
            == 0
            == len(seen.listed("network", text="no such name")[0])
        )
