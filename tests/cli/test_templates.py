"""`templates` and `template`: listed by weight, masked until an unlock, never somebody posting alone; the page is logged."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import adverts
from shell import new_workspace, turnstone
from turnstone.evidence.files import sha256_of
from turnstone.model.tables import RAW, schema_of
from turnstone.workspace import Workspace

ONE, ALONE = adverts.template_id(1), adverts.template_id(5)
NEEDED = ("source_files", "source_columns", "leads", "networks", "rejects", "entities", "nodes", "profiles", "premises")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace whose run has the tables of `adverts`."""
    folder = new_workspace(tmp_path / "ws")
    rows = adverts.tables() | {name: [] for name in NEEDED}
    raw = RAW["offers"].arrow.names
    rows["raw_offers"] = [
        {
            **{k: v for k, v in o.items() if k in raw and isinstance(v, str)},
            "source": "f" * 64,
            "row": i,
            "style": "mdy .",
        }
        for i, o in enumerate(rows["offers"], 2)
    ]
    tables = {}
    for name, held in rows.items():
        path = folder / "runs" / "r1" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(held, schema_of(name).arrow), path)
        tables[name] = {"rows": len(held), "digest": "0", "parts": [{"file": f"runs/r1/{name}.parquet"}]}
    workspace = Workspace(folder)
    with workspace.locked():
        workspace.log.append("run_finished", run="r1", as_of=None, tables=tables, inputs=[], code="test")
    return folder


def leaks(text: str) -> list[str]:
    return [secret for secret in adverts.ADVERT_SECRETS if secret in text.lower()]


def test_the_list_is_by_weight_and_leaves_out_who_posts_alone(place: Path) -> None:
    rows = turnstone("templates", "--json", at=place).json
    assert [row["id"] for row in rows] == [adverts.template_id(n) for n in (1, 2, 3, 4)]
    assert [row["names"] for row in turnstone("templates", "--min-names", 2, "--json", at=place).json] == [4]
    assert len(turnstone("templates", "--most", 2, "--json", at=place).json) == 2
    assert [r["id"] for r in turnstone("templates", "--text", "BUNK cabin", "--json", at=place).json] == [ONE]
    assert turnstone("templates", "--text", "violin", "--json", at=place).json == []
    shown = turnstone("templates", at=place)
    assert shown.code == 0 and "no sign of anything" in shown.out and "Fruit pickers" in shown.out
    assert leaks(shown.all) == []


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_nothing_names_anybody_before_an_unlock(place: Path, number: int) -> None:
    id, page = adverts.template_id(number), place / "page.html"
    texts = [turnstone("template", id, *more, at=place) for more in ((), ("--all",), ("--json",), ("--html", page))]
    texts.append(turnstone("trace", id, at=place))
    texts.append(turnstone("trace", id, "--json", at=place))
    assert [done.code for done in texts] == [0] * 6, [done.all for done in texts]
    assert leaks("".join(done.all for done in texts) + page.read_text("utf-8")) == []
    assert "[phone " in texts[0].out and "[phone " in page.read_text("utf-8")


def test_an_unlock_shows_and_is_told(place: Path) -> None:
    assert "[phone " in turnstone("template", "1111", at=place).out
    assert turnstone("unlock", "--reason", "case 7, order of the district court", at=place).code == 0
    shown = turnstone("template", ONE, at=place).out
    assert "07700 900123" in shown and "Ottilie" in shown and "[phone " not in shown.replace("[kind", "")
    assert [e.facts["what"] for e in Workspace(place).log.of("shown_unmasked")] == [ONE]


def test_someone_posting_alone_stays_masked_even_after_an_unlock(place: Path) -> None:
    turnstone("unlock", "--reason", "case 7, order of the district court", at=place)
    page = place / "alone.html"
    for more in ((), ("--all",), ("--json",), ("--html", page)):
        done = turnstone("template", ALONE, *more, at=place)
        said = done.all + (page.read_text("utf-8") if page.exists() else "")
        assert done.code == 0 and ("posting alone" in said or "--json" in more)
        for word in ("violin", "patience", "Solveig", "solveig", "Millbrook", "MILLBROOK", "Mondays", "Fridays"):
            assert word not in said, word


def test_the_page_is_logged_like_a_report(place: Path) -> None:
    page = place / "reports" / "one.html"
    assert turnstone("template", ONE, "--html", page, at=place).code == 0
    workspace = Workspace(place)
    (entry,) = workspace.log.of("reported")
    assert entry.facts["template"] == ONE and entry.facts["masked"] and entry.facts["inside"]
    assert entry.facts["sha256"] == sha256_of(page)
    assert entry.before in page.read_text("utf-8"), "the head of the log as it was then"


def test_json_is_plain_and_whole(place: Path) -> None:
    view = turnstone("template", ONE, "--json", at=place).json
    assert (
        view["names_said"] == "claims 4 names"
        and len(view["lines"]) == 24
        and view["lines"][0]["offer"] == view["exemplar"]
    )
    slots = [part for part in view["parts"] if part["slot"]]
    assert [part["slot"] for part in slots] == [1, 2, 3, 4, 5, 6]
    assert slots[0]["frequent"] == [{"value": v, "count": 8} for v in ("Ashby", "Millbrook", "Newcastle")]
    assert len(slots[4]["frequent"]) == 1, "one number in two ways of writing it is one value"
    assert view["history"] == []
    assert "\u202e" not in turnstone("template", ONE, "--json", at=place).out


def test_history_is_shown(place: Path) -> None:
    row = {"template_id": ONE, "event": "merged", "other_id": adverts.template_id(9), "before": 14, "now": 24}
    pq.write_table(pa.Table.from_pylist([row]), place / "runs" / "r1" / "template_history.parquet")
    assert "merged" in turnstone("template", ONE, at=place).out
    assert turnstone("template", adverts.template_id(2), "--json", at=place).json["history"] == []


def test_a_template_and_a_poster_are_traced_to_rows(place: Path) -> None:
    step = turnstone("trace", ONE, "--json", at=place).json
    assert step["kind"] == "template" and len(step["rests_on"]) == 20
    assert step["rests_on"][0]["id"] == step["facts"]["exemplar_id"] and step["rests_on"][0]["lines"]
    poster = adverts.tables()["posters"][0]["id"]
    step = turnstone("trace", poster, "--json", at=place).json
    assert step["kind"] == "poster" and step["rests_on"] and step["facts"]["name"].startswith("[account ")
    offer = turnstone("trace", adverts.tables()["offers"][0]["id"], "--json", at=place).json
    assert offer["kind"] == "row"


@pytest.mark.parametrize("name", ["offers", "raw_offers", "offer_contacts", "posters", "template_parts"])
def test_tables_of_offers_are_masked(place: Path, name: str) -> None:
    shown = turnstone("table", name, "--json", "-n", 0, at=place)
    assert shown.code == 0 and shown.json
    assert leaks(shown.out) == [] and "cabin" not in shown.out


def test_mistakes(place: Path, tmp_path: Path) -> None:
    done = turnstone("template", "zzz", at=place)
    assert done.code == 1 and "has the id" in done.err
    assert turnstone("template", "template-", at=place).code == 1
    empty = new_workspace(tmp_path / "empty")
    for command in (("templates",), ("template", "1")):
        done = turnstone(*command, at=empty)
        assert done.code == 1 and "nothing has been run yet" in done.err
