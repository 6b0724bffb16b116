"""The search: any spelling, any script, numbers whole; masked; nobody who posts alone; kept searches alert."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from turnstone.engine.local import LocalEngine
from turnstone.exports.mask import Mask
from turnstone.exports.sources_behind import sources_behind
from turnstone.workspace import Workspace
from turnstone_web.accounts.models import User
from turnstone_web.audit.models import Line
from turnstone_web.desk.models import Alert
from turnstone_web.search.actions.keep import keep
from turnstone_web.search.alerting import alert_searches
from turnstone_web.search.models import SavedSearch
from turnstone_web.shelf.findable import CONTACTS, findables
from turnstone_web.shelf.search_index import find, index_path

Look = Callable[..., Any]


@pytest.fixture
def look(shelved: Path) -> Look:
    return lambda text, **more: find(Workspace(shelved), "r1", text, **more)


@pytest.fixture
def rows(shelved: Path, engine: LocalEngine) -> Callable[[str, str], list[dict[str, Any]]]:
    place = Workspace(shelved)
    run = place.run()

    def ask(query: str, *tables: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = engine.sql(query, **{t: place.table(run, t) for t in tables}).arrow().to_pylist()
        return found

    return ask


def business(rows: Any) -> dict[str, Any]:
    query = "SELECT * FROM entities WHERE kind = 'business' AND len(name) > 14 AND name LIKE '% %' ORDER BY id LIMIT 1"
    return dict(rows(query, "entities")[0])


def test_a_business_is_found_in_many_spellings(look: Look, rows: Any) -> None:
    name = business(rows)["name"]
    word = max(name.split(), key=len)
    slipped = name.replace(word, word[:2] + word[3] + word[2] + word[4:])
    for text in (
        name,
        name.lower(),
        slipped,
        " ".join(reversed(name.split())),
        name[:-2],
        name.replace("A", "Á").replace("E", "É"),
    ):
        found = look(text)
        assert name in [row["label"] for row in found.rows], text
    assert look(name).rows[0]["label"] == name
    assert sum(look(name).kinds.values()) == look(name).total
    assert all(row["kind"] == "business" for row in look(name, kind="business").rows)


def test_a_telephone_number_is_found_whole_in_any_spelling_and_shown_masked(look: Look, rows: Any) -> None:
    query = """SELECT h.value FROM holdings h JOIN network_members m ON m.node_id = h.node_id
               JOIN networks w ON w.id = m.network_id
               WHERE h.kind = 'phone' AND h.value LIKE '+1%' AND w.kind <> 'alone' ORDER BY 1 LIMIT 1"""
    number = rows(query, "holdings", "network_members", "networks")[0]["value"]
    plain = number[2:]
    for text in (
        number,
        plain,
        f"({plain[:3]}) {plain[3:6]}-{plain[6:]}",
        f"{plain[:3]}.{plain[3:6]}.{plain[6:]}",
        f"1 {plain}",
    ):
        found = [row for row in look(text).rows if row["kind"] == "phone"]
        assert len(found) == 1 and found[0]["label"].startswith("[phone ") and found[0]["networks"], text
    assert not [row for row in look(plain[:-1]).rows if row["kind"] == "phone"]


def test_people_are_masked_in_what_is_found(look: Look, rows: Any) -> None:
    person = rows("SELECT id, name FROM entities WHERE kind = 'person' ORDER BY id LIMIT 1", "entities")[0]
    found = [row for row in look(person["name"]).rows if row["id"] == person["id"]]
    assert found and found[0]["label"].startswith("[person ")


def test_no_contact_and_nobody_who_posts_alone_is_in_the_index(shelved: Path, rows: Any, engine: LocalEngine) -> None:
    place = Workspace(shelved)
    run = place.run()

    def read(name: str) -> Any:
        return place.table(run, name)

    all = list(findables(engine, read, sources_behind(engine, read, run.tables), Mask(place.key), place.key))
    query = """SELECT m.node_id AS id FROM network_members m JOIN networks w ON w.id = m.network_id WHERE w.kind = 'alone'
               UNION SELECT id FROM posters WHERE alone"""
    alone = {row["id"] for row in rows(query, "network_members", "networks", "posters")}
    assert not alone & {row.id for row in all}
    listed = ", ".join(f"'{kind}'" for kind in CONTACTS)
    values = [row["value"] for row in rows(f"SELECT DISTINCT value FROM holdings WHERE kind IN ({listed})", "holdings")]
    kept = b"".join(file.read_bytes() for file in index_path(shelved, "r1").iterdir() if file.is_file())
    assert values and not [value for value in values if value.encode() in kept]


def test_hostile_and_empty_questions_are_answered(as_analyst: Client) -> None:
    for text in (
        "",
        "   ",
        '"',
        "(((",
        "a" * 5000,
        "* OR *",
        "\u202e\u0000",
        "<script>alert(1)</script>",
        "🙂",
        "'; DROP TABLE rows; --",
    ):
        answer = as_analyst.get("/search/", {"text": text, "page": "99999999"})
        refused = 409 if "\x00" in text else 200
        assert answer.status_code == refused and "<script>alert" not in answer.content.decode(), text
    assert Line.objects.filter(action="search").exists()


def test_a_kept_search_tells_what_is_new_once(shelved: Path, site: Path, analyst: User, rows: Any) -> None:
    place = Workspace(shelved)
    text = business(rows)["name"]
    kept = keep(analyst, place, "r1", text, "")
    SavedSearch.objects.update(run="r0")
    assert kept.seen and alert_searches(place, "r1") == 0  # nothing new
    SavedSearch.objects.update(run="r0", seen=kept.seen[1:])
    assert alert_searches(place, "r1") == 1 and alert_searches(place, "r1") == 0
    assert Alert.objects.get().before == text and Alert.objects.get().after == "+ 1"


def test_searches_are_ones_own(as_analyst: Client, someone: Callable[..., User], analyst: User, rows: Any) -> None:
    name = business(rows)["name"]
    assert as_analyst.post("/search/keep", {"text": name, "kind": ""}).status_code == 302
    other = SavedSearch.objects.create(user=someone("other"), text="x", run="r1")
    assert as_analyst.post(f"/search/{other.pk}/drop").status_code == 404
    assert as_analyst.post(f"/search/{SavedSearch.objects.get(user=analyst).pk}/drop").status_code == 302
    assert as_analyst.post("/search/keep", {"text": " "}).status_code == 409
