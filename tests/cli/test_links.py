"""Why two are the same, judgements and audits, as people ask for them."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from market import BARRED, NETWORK, SECRETS, farms, h2a_order, write_csv
from shell import LAW, Result, new_workspace, turnstone

Row = dict[str, Any]


TOWNS = ("Thermopolis", "Ten Sleep", "Meeteetse", "Kaycee", "Dubois", "Wheatland")
BASES = ("Quillmark", "Fennimore", "Aldergate", "Brindlecomb", "Corvendale", "Dunmarrow")


def alike() -> list[Row]:
    """Six firms, each written in four ways at one address: with a slip, and with two words more, three."""
    rows = []
    more = ("", "Harvest Labour ", "Sons Harvest Labour ")
    for i, (base, town) in enumerate(zip(BASES, TOWNS, strict=True)):
        names = [*(f"{base} {words}Crews Inc" for words in more), f"{base[:-1]} Crew Inc"]
        for j, name in enumerate(names):
            row = h2a_order(950 + 4 * i + j, name, "12 Larkspur Road", f"307-555-{2000 + 4 * i + j}", town=town)
            rows.append(row | {"DECISION_DATE": "05/05/2016"})
    return rows


@pytest.fixture(scope="module")
def near(market_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The market with firms whose names are nearly alike, run: not to be changed."""
    folder = tmp_path_factory.mktemp("near")
    return new_workspace(folder / "ws", [*market_files, write_csv(folder / "alike.csv", alike())], run=True)


@pytest.fixture
def own(near: Path, tmp_path: Path) -> Path:
    """A copy of it of the test's own."""
    return Path(shutil.copytree(near, tmp_path / "own"))


def ask(place: Path, *words: object, **more: Any) -> Any:
    done = turnstone(*words, "--json", at=place, **more)
    assert done.code == 0, done.all
    return done.json


def entity(place: Path, name: str) -> str:
    return str(turnstone("find", name, "--json", at=place).json[0]["id"])


def profiles(place: Path, name: str) -> list[str]:
    rows = turnstone("find", name, "--profiles", "--json", at=place).json
    return sorted({row["id"] for row in rows if row["name"] == name})


def hidden(done: Result) -> bool:
    """Whether nothing that must stay masked stands in what a command gave."""
    return not any(secret in done.all.lower() for secret in SECRETS)


# same


def test_two_ways_of_writing_one_party(finished: Path) -> None:
    a, b = profiles(finished, BARRED)
    told = ask(finished, "same", a, b)
    assert told["verdict"] == "same" and told["chain"] == []
    pair = told["pair"]
    assert pair["kept"] and {pair["a"]["id"], pair["b"]["id"]} == {a, b}
    counted = sum(step["bits"] for step in pair["steps"] if step["counted"])
    assert pair["total"] == pytest.approx(pair["prior"] + counted)
    assert pair["total"] > pair["bar"]
    names = next(step for step in pair["steps"] if step["feature"] == "name")
    assert names["a"] == names["b"] == ["TESSALY PICKING"]
    text = turnstone("same", a, b, at=finished).out
    assert "Taken for one party" in text and "over the bar of 1" in text and "both: TESSALY PICKING" in text


def test_names_are_resolved_and_the_asked_order_is_kept(finished: Path) -> None:
    told = ask(finished, "same", NETWORK[2], NETWORK[1])
    assert told["verdict"] == "different"
    assert [told[side]["name"] for side in "ab"] == [NETWORK[2], NETWORK[1]]
    assert told["pair"]["a"]["name"] == NETWORK[2] and told["pair"]["b"]["name"] == NETWORK[1]
    assert not told["pair"]["kept"] and set(told["pair"]["keys"]) == {"one place", "one telephone number"}
    assert told["pair"]["total"] < told["pair"]["bar"]


def test_strangers_were_never_compared(finished: Path) -> None:
    told = ask(finished, "same", farms()[0], farms()[31])
    assert told["sentence"].startswith("Never compared: they share none of the keys")
    assert told["pair"]["keys"] == [] and told["pair"]["total"] < 0


def test_what_is_weighed_now_is_what_a_run_weighs(near: Path) -> None:
    """Every pair that the run keeps, weighed again by itself, has the same bits."""
    from turnstone.engine.local import LocalEngine
    from turnstone.links.one_pair import weigh_pairs
    from turnstone.workspace import Workspace

    place = Workspace(near)
    run = place.run()
    links = [row for row in place.table(run, "links").arrow().to_pylist() if not row["verdict"].startswith("judged")]
    assert len(links) > 3
    with LocalEngine(near / ".test", threads=1) as engine:
        tables = place.table(run, "profiles"), place.table(run, "premises")
        again = [
            weighed
            for kind in ("business", "person")
            for weighed in weigh_pairs(engine, *tables, kind, [(x["profile_b"], x["profile_a"]) for x in links])
        ]
    told = {(w.profile_a, w.profile_b): w for w in again}
    assert len(told) == len(links)
    for link in links:
        weighed = told[link["profile_a"], link["profile_b"]]
        assert weighed.mbits == {name: value for name, value in link.items() if name.endswith("_mbits")}
        assert weighed.keys, "a kept pair was found by a key"


def test_a_chain_where_two_were_never_joined_directly(workspace: Path, tmp_path: Path) -> None:
    """A name written three ways at two addresses: the first and the last are one party only through the middle one."""
    rows = [
        h2a_order(950, "Quillmark Crews Inc", "12 Aldergate Road", "307-555-0181", town="Thermopolis"),
        h2a_order(951, "Quillmark Crews Inc", "77 Fennimore Lane", "307-555-0182", town="Thermopolis"),
        h2a_order(952, "Quilmark Crew Inc", "77 Fennimore Lane", "307-555-0182", town="Thermopolis"),
    ]
    for row in rows:
        row |= {"DECISION_DATE": "05/05/2016"}
    assert turnstone("add", write_csv(tmp_path / "more.csv", rows), *LAW, at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    whole = entity(workspace, "Quillmark Crews Inc")
    told = ask(workspace, "same", whole, whole)
    assert told["verdict"] == "same" and told["a"]["profiles"] == 3
    assert len(told["chain"]) == 2
    totals = [link["total"] for link in told["chain"]]
    assert totals == sorted(totals), "the weakest first"
    assert f"{totals[0]:.1f} bits" in told["sentence"]


def test_people_stay_masked_until_unlocked(workspace: Path) -> None:
    people = [r for r in turnstone("table", "profiles", "--json", "-n", 0, at=workspace).json if r["kind"] == "person"]
    ids = sorted({row["id"] for row in people})[:2]
    for words in (
        ["same", *ids],
        ["same", *ids, "--json"],
        ["judge", "--kind", "person"],
        ["network", "1", "--all"],
        ["path", *NETWORK[1:3]],
    ):
        assert hidden(turnstone(*words, at=workspace)), words
    page = workspace.parent / "page.html"
    assert turnstone("same", *ids, "--html", page, at=workspace).code == 0
    assert not any(secret in page.read_text("utf-8").lower() for secret in SECRETS)
    assert turnstone("unlock", "--reason", "a case of ours", at=workspace).code == 0
    assert not hidden(turnstone("same", *ids, at=workspace))
    log = (workspace / "receipts.jsonl").read_text("utf-8")
    assert '"shown_unmasked"' in log and "same profile-" in log


def test_what_names_no_one_party_for_certain_is_asked_about(finished: Path) -> None:
    near = turnstone("same", "Tesaly Piking", BARRED, at=finished)
    assert near.code == 1 and BARRED in near.err and "may be meant" in near.err
    none = turnstone("same", "Nobody Atall", BARRED, at=finished)
    assert none.code == 1 and "no party fits" in none.err


# match


def fits(place: Path, **said: str) -> list[Row]:
    options = [word for name, value in said.items() for word in (f"--{name}", value)]
    return list(ask(place, "match", *options)["fits"])


def test_a_new_line_finds_its_party_with_a_slip(near: Path) -> None:
    """The name with a slip in its own town joins; in a town elsewhere it is near at most; alone it joins nothing."""
    own = fits(near, name="Fenimore Crews", town="Ten Sleep", state="WY")
    assert own[0]["verdict"] == "same" and "Fennimore" in own[0]["name"]
    assert own[0]["pair"]["total"] > own[0]["pair"]["bar"]
    for said in ({"town": "Bangor", "state": "ME"}, {}):
        assert not [fit for fit in fits(near, name="Fennimore Crews Inc", **said) if fit["verdict"] == "same"]


def test_a_line_written_just_so_is_its_party(near: Path) -> None:
    row = alike()[0]
    assert row["EMPLOYER_NAME"] == "Quillmark Crews Inc"
    found = fits(
        near, name="Quillmark Crews Inc", address="12 Larkspur Road", town="Thermopolis", state="WY",
        phone="307-555-2000", postcode=row["EMPLOYER_POSTAL_CODE"],
    )  # fmt: skip
    assert found[0]["entity"] == entity(near, "Quillmark Crews Inc"), found
    assert found[0]["verdict"] == "same"


def test_what_cannot_be_read_is_told(near: Path) -> None:
    told = ask(near, "match", "--name", "Fennimore Crews Inc", "--town", "Ten Sleep", "--state", "WY", "--phone", "12")
    assert set(told["not_read"]) == {"phone"}
    said = turnstone("match", "--name", "Fennimore Crews Inc", "--town", "Ten Sleep", "--state", "WY", at=near)
    assert "A run with this line would join it to" in said.out and hidden(said)


# judge


def test_a_pair_is_asked_once(own: Path) -> None:
    """Nothing is asked again after same, different or unsure; skip leaves the pair."""
    before = ask(own, "judge", "-n", 50)
    assert before and {row["above"] for row in before} == {True, False}
    first = (before[0]["profile_a"], before[0]["profile_b"])
    skipped = turnstone("judge", "next", at=own, answers="skip\nquit\n")
    assert skipped.code == 0 and turnstone("decide", "--json", at=own).json == []
    done = turnstone("judge", "next", at=own, answers="what\nunsure\ncannot tell from this\nquit\n")
    assert done.code == 0 and "Recorded: unsure" in done.out and "Answer with one of these words" in done.out
    (decision,) = turnstone("decide", "--json", at=own).json
    assert tuple(decision["about"]) == first and decision["reason"] == "cannot tell from this"
    after = ask(own, "judge", "-n", 50)
    assert first not in {(row["profile_a"], row["profile_b"]) for row in after}
    run = turnstone("run", at=own)
    assert "Nothing has changed" in run.out, "unsure changes nothing in the run"
    assert turnstone("verify", "--quick", at=own).code == 0


def test_unsure_takes_an_earlier_judgement_back(workspace: Path) -> None:
    ids = [entity(workspace, name) for name in NETWORK[1:3]]
    assert turnstone("judge", *ids, "same", "--reason", "one owner", at=workspace).code == 0
    assert (
        turnstone("judge", *reversed(ids), "unsure", "--reason", "another owner of that name", at=workspace).code == 0
    )
    assert "Nothing has changed" in turnstone("run", at=workspace).out


def test_judgements_come_into_the_run_and_are_told(workspace: Path) -> None:
    ids = [entity(workspace, name) for name in NETWORK[1:3]]
    parted = profiles(workspace, BARRED)
    assert turnstone("judge", "effects", at=workspace).code == 1, "there is no run before"
    assert turnstone("judge", *ids, "same", "--reason", "register of firms", at=workspace).code == 0
    assert turnstone("judge", *parted, "different", "--reason", "another firm of that name", at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    told = ask(workspace, "judge", "effects")
    assert (told["before"], told["now"], len(told["judged_in_lines"])) == ("r1", "r2", 2)
    events = {event["event"]: event for event in told["events"]}
    assert events.keys() == {"joined", "split"}
    assert {e["id"] for e in events["joined"]["before"]} == set(ids) and len(events["joined"]["now"]) == 1
    assert len(events["split"]["before"]) == 1 and len(events["split"]["now"]) == 2
    assert events["joined"]["judged_in_lines"] == told["judged_in_lines"][:1]
    same = ask(workspace, "same", *NETWORK[1:3])
    assert same["verdict"] == "same" and "a person judged so" in same["sentence"]
    assert [(j["verdict"], j["reason"]) for j in same["judged"]] == [("same", "register of firms")]
    assert same["pair"]["steps"] and same["pair"]["total"] != 0, "the bits that it would have are told too"
    apart = ask(workspace, "same", *parted)
    assert apart["verdict"] == "different" and apart["sentence"] == "Kept apart: a person judged so."
    text = turnstone("judge", "effects", at=workspace).out
    assert "joined (judged in line" in text and "split (judged in line" in text


def test_judgements_that_contradict_each_other(workspace: Path) -> None:
    a, b, c = (entity(workspace, name) for name in NETWORK[1:4])
    assert turnstone("judge", a, b, "same", "--reason", "seen by Ansa", at=workspace).code == 0
    assert turnstone("judge", b, c, "same", "--reason", "seen by Bertil", at=workspace).code == 0
    third = turnstone("judge", a, c, "different", "--reason", "seen by Cilla", at=workspace)
    assert third.code == 0 and "contradict each other" in third.err
    at = [third.err.index(f"seen by {who}") for who in ("Cilla", "Bertil", "Ansa")]
    assert at == sorted(at), "the latest first"
    assert "turnstone judge profile-" in third.err
    assert "contradict each other" in turnstone("judge", at=workspace).err
    assert turnstone("run", at=workspace).code == 0
    assert entity(workspace, NETWORK[1]) != entity(workspace, NETWORK[3]), "what is judged different stays apart"
    left_out = ask(
        workspace, "same", NETWORK[3], NETWORK[2]
    )  # the later of the two that would join what is judged different
    assert left_out["verdict"] == "different" and "although a person judged the pair the same" in left_out["sentence"]
    resolved = turnstone("judge", a, c, "unsure", "--reason", "fourth", at=workspace)
    assert "contradict" not in resolved.err and "contradict" not in turnstone("judge", at=workspace).err
    assert turnstone("run", at=workspace).code == 0
    assert len({entity(workspace, name) for name in NETWORK[1:4]}) == 1


def filled(path: Path, out: Path, verdicts: dict[str, str], *, separator: str = ",") -> Path:
    """The file with a verdict for each question, as a spreadsheet saves it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(row | {"verdict": verdicts[row["question"]]} for row in rows)
    return out


def test_an_audit_from_sample_to_rate(own: Path, tmp_path: Path) -> None:
    sample = tmp_path / "audit.csv"
    drawn = turnstone("audit-links", "sample", "--size", 12, "--seed", 7, "--out", sample, at=own)
    assert drawn.code == 0 and hidden(drawn)
    assert not any(secret in sample.read_text("utf-8").lower() for secret in SECRETS)
    again = tmp_path / "again.csv"
    turnstone("audit-links", "sample", "--size", 12, "--seed", 7, "--out", again, at=own)
    assert again.read_bytes() == sample.read_bytes(), "a seed draws the same pairs"
    assert turnstone("audit-links", "read", sample, at=own).code == 1, "nothing is filled in"
    done = filled(sample, tmp_path / "done.csv", {"merged": "same", "below the bar": "unsure"}, separator=";")
    told = ask(own, "audit-links", "read", done)
    merges = told["false merges"]["overall"]
    assert merges["rate"] == 0 and merges["wrong"] == 0 and merges["labelled"] > 0
    assert 0 < merges["high"] < 1 or merges["labelled"] == merges["pairs"]
    assert told["missed merges"]["overall"]["rate"] is None and told["missed merges"]["overall"]["unsure"] > 0
    entry = (own / "receipts.jsonl").read_text("utf-8").splitlines()[-1]
    assert '"audit_read"' in entry and '"sha256"' in entry
    assert "False merges" in turnstone("audit-links", "read", done, at=own).out
    assert "Nothing has changed" in turnstone("run", at=own).out, "labels change no run"


def test_a_changed_audit_file_is_refused(own: Path, tmp_path: Path) -> None:
    sample = tmp_path / "audit.csv"
    assert turnstone("audit-links", "sample", "--size", 12, "--out", sample, at=own).code == 0
    done = filled(sample, tmp_path / "done.csv", {"merged": "same", "below the bar": "same"})
    lines = done.read_text("utf-8-sig").splitlines(keepends=True)
    (tmp_path / "short.csv").write_text("".join(lines[:-1]), "utf-8")
    refused = turnstone("audit-links", "read", tmp_path / "short.csv", at=own)
    assert refused.code == 1 and "does not hold the pairs of any sample" in refused.err
    (tmp_path / "odd.csv").write_text("".join([lines[0], lines[1].replace(",same,", ",perhaps,"), *lines[2:]]), "utf-8")
    odd = turnstone("audit-links", "read", tmp_path / "odd.csv", at=own)
    assert odd.code == 3 and "'perhaps' is no verdict" in odd.err and "row 2" in odd.err
    (tmp_path / "other.csv").write_text("name,note\nx,y\n", "utf-8")
    assert turnstone("audit-links", "read", tmp_path / "other.csv", at=own).code == 3
