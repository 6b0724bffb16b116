"""The review desk: one verdict a person, two people where networks would be joined, undo, agreement, what enters a run."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from turnstone.engine.table import Table
from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone.exports.sources_behind import sources_behind
from turnstone.links.weigh import ENOUGH
from turnstone.workspace import Workspace
from turnstone_web.accounts.models import Role, User
from turnstone_web.audit.models import Line
from turnstone_web.jobs.models import Kind
from turnstone_web.jobs.perform import perform
from turnstone_web.review.actions.judge import judge, take_back
from turnstone_web.review.frozen import freeze_judgements
from turnstone_web.review.models import Judged, Verdict
from turnstone_web.review.standing import LEAST, Standing, agreement, standings
from turnstone_web.runs import whole_shelf
from turnstone_web.shelf.opened import Opened, opened
from turnstone_web.shelf.pairs import TABLES as PAIRS
from turnstone_web.shelf.pairs import fill_pairs

Pair = tuple[str, str]


@pytest.fixture
def pair(site: Path) -> Pair:
    row = whole_shelf().pairs()[0]
    return row["profile_a"], row["profile_b"]


@pytest.fixture
def bo(someone: Callable[..., User]) -> User:
    return someone("bo", Role.ANALYST)


def test_the_queue_is_that_of_the_command(site: Path) -> None:
    rows = whole_shelf().pairs()
    assert rows and whole_shelf().pairs_in_all() >= len(rows)
    for row in rows:
        found = whole_shelf().pair(row["profile_a"], row["profile_b"])
        assert found is not None and found["document"]["total"] == pytest.approx(row["bits"])
        assert found["document"]["over"] == pytest.approx(found["document"]["total"] - found["document"]["bar"])
        assert (found["document"]["over"] >= 0) == row["above"]
    assert {row["kind"] for row in whole_shelf().pairs("person")} <= {"person"}


def _with_pairs_apart(held: Opened) -> list[tuple[dict[str, Any], bool]]:
    """The rows of the queue, and whether `same` would join two networks, of a run whose parties are linked two and two: every
    second pair joined, above the bar, the others apart, below it."""
    tables = {"links": held.read("links"), "members": held.read("members")}
    numbered = """numbered AS (SELECT m.*, row_number() OVER (ORDER BY profile_id) - 1 AS n FROM members m),
        pairs AS (SELECT a.profile_id AS a, b.profile_id AS b, a.entity_id AS one, a.n // 2 AS k, (a.n // 2) % 2 = 0 AS joined
                  FROM numbered a JOIN numbered b ON b.n = a.n + 1 WHERE a.n % 2 = 0)"""
    changed = {
        "links": f"""WITH {numbered} SELECT l.* REPLACE (a AS profile_a, b AS profile_b,
                         CASE WHEN joined THEN 'same' ELSE 'different' END AS verdict,
                         CAST({ENOUGH} + CASE WHEN joined THEN 37 * (k * 7 % 11) ELSE -53 * (k * 5 % 13) - 1 END AS INTEGER) AS total_mbits)
                     FROM pairs, (SELECT * FROM links LIMIT 1) l""",
        "members": f"""WITH {numbered} SELECT m.* REPLACE (coalesce(p.one, m.entity_id) AS entity_id)
                       FROM members m LEFT JOIN pairs p ON p.joined AND p.b = m.profile_id""",
    }  # fmt: skip
    made = {name: Table.of(held.engine.sql(query, **tables).arrow()) for name, query in changed.items()}

    def read(name: str) -> Table:
        return made.get(name) or held.read(name)

    db = sqlite3.connect(":memory:")
    db.executescript(PAIRS + "CREATE TABLE facts (name TEXT, value TEXT)")
    fill_pairs(db, held.engine, held.workspace, read, sources_behind(held.engine, held.read, held.run.tables))
    return [(json.loads(row), bool(joins)) for row, joins in db.execute("SELECT row, joins FROM pairs ORDER BY place")]


def test_pairs_apart_are_asked_in_turn_with_joined_ones_the_nearest_to_the_bar_first(shelved: Path) -> None:
    place = Workspace(shelved)
    with opened(place, place.run()) as held:
        rows = _with_pairs_apart(held)
    above = [row["above"] for row, _ in rows]
    each = min(above.count(True), above.count(False))
    assert each > 3 and above[: 2 * each] == [False, True] * each
    assert not any(joins for row, joins in rows if row["above"])  # those that are one join nothing new
    for side in (True, False):
        away = [abs(row["bits"] * 1000 - ENOUGH) for row, _ in rows if row["above"] == side]
        assert away == sorted(away)
        assert all((row["bits"] * 1000 >= ENOUGH) == side for row, _ in rows if row["above"] == side)


def test_people_are_masked_in_pairs(site: Path) -> None:
    for row in whole_shelf().pairs("person"):
        document = whole_shelf().pair(row["profile_a"], row["profile_b"])
        assert document is not None
        for side in ("a", "b"):
            assert str(document["document"][side]["name"]).startswith("[person ")


def test_a_verdict_replaces_ones_own_and_undo_takes_it_back(analyst: User, pair: Pair) -> None:
    judge(analyst, *pair, "same", joins=False, run="r1")
    with pytest.raises(TurnstoneError, match="said so already"):
        judge(analyst, *reversed(pair), "same", joins=False, run="r1")
    judge(analyst, *pair, "different", joins=False, run="r1", reason="another registration")
    assert standings()[pair].verdicts == {analyst.pk: "different"} and standings()[pair].holds == "different"
    take_back(analyst, *pair, run="r1")
    assert standings()[pair].state == "waiting" and Judged.objects.count() == 3
    with pytest.raises(TurnstoneError, match="no verdict of yours"):
        take_back(analyst, *pair, run="r1")
    assert [line.action for line in Line.objects.filter(kind="pair").order_by("number")] == [
        "judge same",
        "judge different",
        "judge withdrawn",
    ]


def test_joining_two_networks_needs_two_people(analyst: User, bo: User, pair: Pair) -> None:
    judge(analyst, *pair, "same", joins=True, run="r1")
    assert standings()[pair].state == "second" and standings()[pair].holds is None
    judge(bo, *pair, "different", joins=True, run="r1")
    assert standings()[pair].state == "disagreed" and standings()[pair].holds is None
    judge(bo, *pair, "same", joins=True, run="r1")
    assert standings()[pair].holds == "same"
    take_back(analyst, *pair, run="r1")
    assert standings()[pair].holds is None
    judge(analyst, *pair, "different", joins=True, run="r1")
    take_back(bo, *pair, run="r1")
    assert standings()[pair].holds == "different"  # keeping apart joins nothing: one is enough


def test_a_prosecutor_judges_nothing(site: Path, someone: Callable[..., User], pair: Pair) -> None:
    with pytest.raises(PolicyDenied):
        judge(someone("pro", Role.PROSECUTOR), *pair, "same", joins=False, run="r1")


def test_what_holds_enters_the_log_once_and_the_next_run(shelved: Path, tmp_path: Path, site: Path, settings: Any, analyst: User) -> None:  # fmt: skip
    folder = Path(shutil.copytree(shelved, tmp_path / "ws"))
    settings.WORKSPACE = folder
    joined = next(row for row in whole_shelf().pairs() if row["above"])
    before = {
        row["profile_id"]: row["entity_id"]
        for row in Workspace(folder).table(Workspace(folder).run(), "members").arrow().to_pylist()
    }
    kinds = {
        row["id"]: row["kind"]
        for row in Workspace(folder).table(Workspace(folder).run(), "profiles").arrow().to_pylist()
    }
    first, *others = sorted(id for id in before if kinds[id] == "business" and id not in joined.values())
    apart = next(id for id in others if before[id] != before[first])
    pairs = [(joined["profile_a"], joined["profile_b"]), (first, apart)]
    judge(analyst, *pairs[0], "different", joins=False, run="r1", reason="two firms")
    judge(analyst, *pairs[1], "same", joins=False, run="r1")
    place = Workspace(folder)
    with place.locked():
        assert freeze_judgements(place) == 2 and freeze_judgements(place) == 0
    perform(Kind.RUN, lambda what, done, of: None)
    place = Workspace(folder)
    assert place.run().id == "r2"
    entity = {row["profile_id"]: row["entity_id"] for row in place.table(place.run(), "members").arrow().to_pylist()}
    assert entity[pairs[0][0]] != entity[pairs[0][1]] and entity[pairs[1][0]] == entity[pairs[1][1]]
    entry = next(e for e in place.log.of("decided") if e.facts["verdict"] == "different")
    assert entry.facts["person"] == analyst.username and entry.facts["reason"] == "two firms"
    take_back(analyst, *pairs[0], run="r2")
    with place.locked():
        assert freeze_judgements(place) == 1
    assert list(place.log.of("decided"))[-1].facts["verdict"] == "unsure"
    assert place.decisions()[0] == [(*pairs[1], "same")]


def test_agreement_as_worked_by_hand() -> None:
    """12 pairs, agreed 10; of 24 verdicts 12 same, 10 different, 2 unsure: chance (144 + 100 + 4) / 576."""
    said = (
        [("same", "same")] * 5 + [("different", "different")] * 4 + [("same", "different")] * 2 + [("unsure", "unsure")]
    )
    both = [Standing({1: a, 2: b}, False) for a, b in said]
    found = agreement(both)
    assert found is not None and found.n == 12
    assert found.raw == pytest.approx(10 / 12) and found.pi == pytest.approx((10 / 12 - 248 / 576) / (1 - 248 / 576))
    assert found.low < found.pi < found.high
    assert agreement(both[: LEAST - 1]) is None


@given(st.lists(st.tuples(st.sampled_from(["same", "different"]), st.sampled_from(["same", "different"])), min_size=LEAST, max_size=40))  # fmt: skip
def test_perfect_agreement_is_one_and_no_agreement_is_below_chance(said: list[tuple[str, str]]) -> None:
    found = agreement([Standing({1: a, 2: b}, False) for a, b in said])
    assert found is not None and 0 <= found.raw <= 1
    if all(a == b for a, b in said) and len({a for a, _ in said}) == 2:
        assert found.pi == 1
    if all(a != b for a, b in said):
        assert found.pi < 0


def test_what_others_said_is_not_told_before_one_has_spoken(
    as_analyst: Client, analyst: User, bo: User, pair: Pair
) -> None:
    judge(bo, *pair, "same", joins=True, run="r1", reason="bo knows them")
    page = as_analyst.get(f"/review/{pair[0]}/{pair[1]}/").content.decode()
    assert "bo knows" not in page and "needs a second" not in page
    judge(analyst, *pair, "different", joins=True, run="r1")
    assert "People disagree" in as_analyst.get(f"/review/{pair[0]}/{pair[1]}/").content.decode()


def test_the_desk_goes_on_to_the_next_pair(as_analyst: Client, analyst: User, pair: Pair) -> None:
    rows = [(r["profile_a"], r["profile_b"]) for r in as_analyst.get("/review/").context["rows"]]
    assert rows[0] == pair
    answer = as_analyst.post(f"/review/{pair[0]}/{pair[1]}/judge", {"verdict": "unsure"})
    assert (
        answer["Location"].startswith(f"/review/{rows[1][0]}/{rows[1][1]}/")
        if len(rows) > 1
        else answer["Location"] == "/review/"
    )
    assert pair not in [(r["profile_a"], r["profile_b"]) for r in as_analyst.get("/review/").context["rows"]]
    assert as_analyst.post(f"/review/{pair[0]}/{pair[1]}/judge", {"undo": "1"}).status_code == 302
    assert as_analyst.post(f"/review/{pair[0]}/{pair[1]}/judge", {"verdict": "maybe"}).status_code == 409
    assert as_analyst.get("/review/profile-x/profile-y/").status_code == 404
    assert Judged.objects.filter(verdict=Verdict.WITHDRAWN).count() == 1
