"""From a lead to the rows of files: masked, signed, and read again from the kept file."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from turnstone.engine.local import LocalEngine
from turnstone.evidence.trace import trace
from turnstone.exports.mask import Mask
from turnstone.exports.trace_view import lines_of
from turnstone.workspace import Workspace
from turnstone_web.audit.models import Line
from turnstone_web.evidence.chain import chain, lines_in, marked, unmarked
from turnstone_web.evidence.file_view import AROUND, file_view
from turnstone_web.runs import whole_shelf


@pytest.fixture
def network(site: Path) -> str:
    return str(whole_shelf().leads()[0][0]["network_id"])


@pytest.fixture
def found(site: Path, network: str) -> dict[str, Any]:
    step = chain(site, "r1", network, network, Mask(Workspace(site).key))
    assert step is not None
    return step


def test_the_chain_is_the_command_s(site: Path, network: str, found: dict[str, Any], engine: LocalEngine) -> None:
    place = Workspace(site)
    run = place.run()
    raw = [name for name in run.tables if name.startswith("raw_")]
    step = trace(engine, lambda name: place.table(run, name), raw, network)
    assert step is not None
    theirs = [(line.source, line.sheet, line.row) for line in lines_of(step)]
    assert [(line["sha256"], line["sheet"], line["row"]) for line in lines_in(found)] == theirs and theirs
    again = chain(site, "r1", network, network, Mask(place.key))
    assert again == found  # what is kept says the same


def test_contacts_in_rows_are_masked_until_an_unlock(
    as_analyst: Client, site: Path, network: str, found: dict[str, Any]
) -> None:
    opened = chain(site, "r1", network, network, Mask(Workspace(site).key, open=True))
    assert opened is not None

    def cells(step: dict[str, Any]) -> list[str]:
        return [str(cell["value"]) for line in lines_in(step) for cell in line["cells"]]

    hidden = {clear for clear, shown in zip(cells(opened), cells(found), strict=True) if clear != shown}
    assert hidden and all(
        shown.startswith("[") for clear, shown in zip(cells(opened), cells(found), strict=True) if clear != shown
    )
    path = f"/evidence/{network}/"
    page = as_analyst.get(path).content.decode()
    assert not [clear for clear in hidden if len(clear) > 8 and clear in page]
    as_analyst.post(f"/leads/{network}/unlock", {"reason": "case 12 of this unit", "minutes": "5"})
    page = as_analyst.get(path).content.decode()
    assert [clear for clear in hidden if len(clear) > 8 and clear in page]
    assert Line.objects.filter(action="read unmasked", kind="evidence").exists()
    assert Line.objects.filter(action="read evidence", about=network).exists()


def test_a_row_is_shown_among_its_neighbours_with_receipt_and_reread(
    as_analyst: Client, network: str, found: dict[str, Any]
) -> None:
    line = next(lines_in(found))
    mark = marked(network, "r1", line["table"], (line["sha256"], line["sheet"], line["row"]))
    answer = as_analyst.get(f"/evidence/{network}/row/{mark}/", {"again": "1"})
    view, again = answer.context["view"], answer.context["again"]
    assert [r["row"] for r in view["rows"] if r["here"]] and all(
        abs(r["row"] - line["row"]) <= AROUND for r in view["rows"]
    )
    here = next(r for r in view["rows"] if r["here"])
    told = dict(zip((c["position"] for c in view["columns"]), here["cells"], strict=True))
    assert {c["column"]: c["value"] for c in line["cells"]}.items() <= told.items()
    assert again == {"kept": True, "same_file": True, "same": True, "said": ""}
    page = answer.content.decode()
    assert (
        line["sha256"] in page
        and view["added"].hash in page
        and view["finished"].hash in page
        and 'aria-current="true"' in page
    )


def test_an_unlock_opens_the_row_and_not_its_neighbours(
    as_analyst: Client, site: Path, network: str, found: dict[str, Any]
) -> None:
    opened = chain(site, "r1", network, network, Mask(Workspace(site).key, open=True))
    assert opened is not None
    as_analyst.post(f"/leads/{network}/unlock", {"reason": "case 12 of this unit", "minutes": "5"})
    differing = 0
    for masked, clear in zip(lines_in(found), lines_in(opened), strict=True):
        mark = marked(network, "r1", masked["table"], (masked["sha256"], masked["sheet"], masked["row"]))
        rows = as_analyst.get(f"/evidence/{network}/row/{mark}/").context["view"]["rows"]
        secret = {
            str(c["value"]) for c, m in zip(clear["cells"], masked["cells"], strict=True) if c["value"] != m["value"]
        }
        here = {str(value) for row in rows if row["here"] for value in row["cells"]}
        near = {str(value) for row in rows if not row["here"] for value in row["cells"]}
        assert secret <= here and not secret & near
        differing += bool(secret) and any(value.startswith("[") for value in near)
        if differing:
            break
    assert differing


def test_only_rows_that_were_shown_can_be_opened(as_analyst: Client, network: str, found: dict[str, Any]) -> None:
    line = next(lines_in(found))
    place = (line["sha256"], line["sheet"], line["row"])
    other = next(row["network_id"] for row in whole_shelf().listed("network")[0] if row["network_id"] != network)
    assert unmarked(network, marked(network, "r1", line["table"], place)) == ("r1", line["table"], place)
    own = marked(network, "r1", line["table"], place)
    for mark in (marked(other, "r1", line["table"], place), "x", own[:-1] + ("1" if own.endswith("0") else "0")):
        assert as_analyst.get(f"/evidence/{network}/row/{mark}/").status_code == 404
    assert (
        as_analyst.get(
            f"/evidence/{network}/row/{marked(network, 'r1', line['table'], (*place[:2], 10**9))}/"
        ).status_code
        == 404
    )
    assert as_analyst.get(f"/evidence/{network}/", {"of": "entity-unknown"}).status_code == 404
    assert as_analyst.get("/evidence/network-unknown/").status_code == 404


def test_members_have_chains_of_their_own(as_analyst: Client, site: Path, network: str) -> None:
    document = whole_shelf().network(network, Mask(Workspace(site).key))
    assert document is not None
    member = document["network"]["members"][0]["id"]
    answer = as_analyst.get(f"/evidence/{network}/", {"of": member})
    assert answer.status_code == 200 and list(lines_in(answer.context["step"]))


def test_a_changed_or_missing_file_is_told(shelved: Path, site: Path, tmp_path: Path, settings: Any, as_analyst: Client, network: str, found: dict[str, Any]) -> None:  # fmt: skip
    folder = Path(shutil.copytree(shelved, tmp_path / "ws"))
    settings.WORKSPACE = folder
    line = next(lines_in(found))
    mark = marked(network, "r1", line["table"], (line["sha256"], line["sheet"], line["row"]))
    path = Workspace(folder).vault.path(line["sha256"])
    path.chmod(0o644)
    path.unlink()
    assert "no longer kept" in as_analyst.get(f"/evidence/{network}/row/{mark}/?again=1").content.decode()
    shutil.copyfile(Workspace(shelved).vault.path(line["sha256"]), path)
    with path.open("ab") as file:
        file.write(b"\n")
    assert "was changed since" in as_analyst.get(f"/evidence/{network}/row/{mark}/?again=1").content.decode()


def test_pages_hold_every_tie_and_every_row_once(site: Path) -> None:
    """Beside one query without pages; of the largest network, and of its member with most rows."""
    place, shelf, mask = Workspace(site), whole_shelf(), Mask(Workspace(site).key)
    network = max(shelf.listed("network")[0], key=lambda row: row["size"])["network_id"]
    document = shelf.network(network, mask)
    assert document is not None
    of = max(document["network"]["members"], key=lambda member: member["orders"])["id"]
    for about, what in ((network, "tie"), (of, "row")):
        listed, page, total = [], 0, 1
        while len(listed) < total:
            step = chain(site, "r1", network, about, mask, page)
            assert step is not None and step["total"] >= total
            total = step["total"]
            here = [child for child in step["rests_on"] if child["kind"] == what]
            assert here and (len(here) == 20 or len(listed) + len(here) == total)
            listed += [json.dumps(child, sort_keys=True) for child in here]
            page += 1
        assert len(listed) == total == len(set(listed))
    ties = place.table(place.run(), "ties").arrow().to_pylist()
    members = {
        m["node_id"]
        for m in place.table(place.run(), "network_members").arrow().to_pylist()
        if m["network_id"] == network
    }
    inner = [
        t for t in ties if {t["a"], t["b"]} <= members and t["kind"] not in ("agent", "recruiter", "filing", "conflict")
    ]
    first = chain(site, "r1", network, network, mask)
    assert first is not None and first["total"] == len(inner)


def test_every_finding_and_tie_has_an_address_of_its_own(as_analyst: Client, network: str) -> None:
    assert as_analyst.get(f"/evidence/{network}/", {"page": "99999"}).status_code == 404
    for page in ("1", "x", "-1"):
        said = as_analyst.get(f"/evidence/{network}/", {"page": page}).content.decode()
        ids = re.findall(r' id="([^"]+)"', said)
        assert len(ids) == len(set(ids))
    said = as_analyst.get(f"/evidence/{network}/").content.decode()
    assert 'id="tie-1"' in said and 'href="#tie-1"' in said


def test_a_row_says_how_its_file_was_read(as_analyst: Client, network: str, found: dict[str, Any]) -> None:
    line = next(lines_in(found))
    page = as_analyst.get(
        f"/evidence/{network}/row/{marked(network, 'r1', line['table'], (line['sha256'], line['sheet'], line['row']))}/"
    )
    assert "rows read as" in page.content.decode() and "columns are named in row" in page.content.decode()


def test_hostile_cells_stay_text(as_analyst: Client, network: str, found: dict[str, Any], monkeypatch: Any) -> None:
    line = next(lines_in(found))
    hostile = "<script>alert(1)</script>\u202e{{ 7*7 }}"

    def shown(*args: Any) -> Any:
        view = file_view(*args)
        assert view is not None
        for row in view["rows"]:
            row["cells"] = [hostile for _ in row["cells"]]
        return view

    monkeypatch.setattr("turnstone_web.evidence.views.evidence.file_view", shown)
    mark = marked(network, "r1", line["table"], (line["sha256"], line["sheet"], line["row"]))
    said = as_analyst.get(f"/evidence/{network}/row/{mark}/").content.decode()
    assert "<script>alert" not in said and "&lt;script&gt;" in said and "\u202e" not in said and ">49<" not in said
