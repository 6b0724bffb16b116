"""A world is the same bytes in any order and number of processes, goes on where it stopped, and its truth fits its files."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from turnstone.errors import SourceError, TurnstoneError
from turnstone.sim import simulate as making
from turnstone.sim.networks import phases
from turnstone.sim.parameters import parameters
from turnstone.sim.simulate import simulate
from turnstone.sim.world import World, world

TABLE = parameters()


def _world(seed: int = 5, offers: int = 60_000, countries: tuple[str, ...] = ("US", "FR")) -> World:
    return world(seed, 12, offers, countries, TABLE)


def _silent(done: int, of: int) -> None:
    pass


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worlds") / "one"
    simulate(_world(), folder, 1, _silent)
    return folder


def test_the_number_of_processes_changes_no_byte(made: Path, tmp_path: Path) -> None:
    assert _world().blocks > 1
    simulate(_world(), tmp_path / "two", 2, _silent)
    assert _digests(tmp_path / "two") == _digests(made)


def test_another_seed_is_another_world(made: Path, tmp_path: Path) -> None:
    simulate(_world(seed=6), tmp_path / "other", 2, _silent)
    ours, other = _digests(made), _digests(tmp_path / "other")
    assert all(ours[name] != other[name] for name in ours if name.startswith("data/adverts"))


def test_interrupted_it_goes_on_where_it_stopped(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, seen = making._block, []

    def stops(world: World, block: int, parts: Path) -> None:
        if block == 1:
            raise KeyboardInterrupt
        whole(world, block, parts)

    monkeypatch.setattr(making, "_block", stops)
    with pytest.raises(KeyboardInterrupt):
        simulate(_world(), tmp_path / "w", 1, _silent)
    assert not (tmp_path / "w" / "truth").exists()
    monkeypatch.setattr(
        making, "_block", lambda world, block, parts: (seen.append(block), whole(world, block, parts))[1]
    )
    simulate(_world(), tmp_path / "w", 1, _silent)
    assert 0 not in seen and 1 in seen
    assert _digests(tmp_path / "w") == _digests(made)


def test_interrupted_while_parts_are_joined_it_loses_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    join = making._join

    def stops(world: World, parts: Path, folder: Path) -> dict[str, int]:
        join(world, parts, folder)
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "_join", stops)
    with pytest.raises(KeyboardInterrupt):
        simulate(_world(), tmp_path / "w", 2, _silent)
    monkeypatch.setattr(making, "_join", join)
    simulate(_world(), tmp_path / "w", 2, _silent)
    assert _digests(tmp_path / "w") == _digests(made)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(TurnstoneError, match="not empty"):
        simulate(_world(offers=200), tmp_path, 1, _silent)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_there_are_as_many_offers_as_asked_for_and_truth_has_each(made: Path) -> None:
    truth = pq.read_table(made / "truth" / "rows.parquet").to_pylist()
    told = {(row["site"], row["key"]): row for row in truth if row["table"] == "offers"}
    held: list[tuple[str, str]] = []
    for name, site, key in (("meet.ndjson", "site", "ad_id"), ("notices.ndjson", "site", "id")):
        for line in (made / "data" / "adverts" / name).open(encoding="utf-8"):
            row = json.loads(line)
            held.append((row[site], row[key]))
    for name, site, key in (("jobs.csv", "site", "job_id"), ("board.csv", "website", "listing_id")):
        with (made / "data" / "adverts" / name).open(encoding="utf-8", newline="") as file:
            held += [(row[site], row[key]) for row in csv.DictReader(file)]
    assert len(held) == len(set(held)) == 60_000
    assert set(held) == set(told)
    networks = set(pq.read_table(made / "truth" / "networks.parquet")["network_id"].to_pylist())
    of = {row["network_id"] for row in truth}
    assert of - {""} == networks
    assert all((row["label"] == "yes") == bool(row["network_id"]) for row in told.values())
    people = pq.read_table(made / "truth" / "people.parquet").to_pylist()
    assert len({(person["person_id"], person["phone"]) for person in people}) == len(people)
    assert len({(person["person_id"], person["name"]) for person in people}) == len({p["person_id"] for p in people})
    assert {person["role"] for person in people if person["protected"]} == {"possible victim"}


def test_the_files_say_nothing_that_only_truth_may_know(made: Path) -> None:
    people = pq.read_table(made / "truth" / "people.parquet").to_pylist()
    secret = {person["name"] for person in people if person["protected"]} | {"possible victim", "network_id", "unit_id"}
    for path in (made / "data" / "adverts").iterdir():
        text = path.read_text("utf-8")
        assert not [word for word in secret if word in text]


def test_networks_live_as_told() -> None:
    found = [phase for seed in range(30) for phase in phases(_world(seed).plan)]
    assert {phase.how for phase in found} == {"new", "split", "merger", "phoenix"}
    assert all(0 <= phase.begin <= phase.end and phase.offers > 0 for phase in found)
    assert {phase.tier for phase in found} == {0, 1, 2, 3}
    assert all(phase.kept for phase in found if phase.how != "new")


def test_as_few_as_one_offer_and_what_no_world_can_be() -> None:
    assert _world(offers=1, countries=("AU",)).plan.network_offers == 1
    for seed, months, offers in ((-1, 12, 10), (1, 0, 10), (1, 12, 0), (1, 999, 10)):
        with pytest.raises(TurnstoneError, match="no world"):
            world(seed, months, offers, ("US",), TABLE)
    with pytest.raises(TurnstoneError, match="XX"):
        world(1, 12, 10, ("US", "XX"), TABLE)


def test_figures_that_are_changed(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("name,value\nshare network,100000\n")
    assert parameters(mine).one("share network") == 100_000
    assert world(1, 12, 10_000, ("US",), parameters(mine)).plan.network_offers == 1_000
    mine.write_text("name,value\nshare networks,100000\n")
    with pytest.raises(SourceError, match="share networks"):
        parameters(mine)
    mine.write_text("name,value\nshare network,many\n")
    with pytest.raises(SourceError, match="no parameter"):
        parameters(mine)
