"""The text benchmarks' own workings: what is written, read, joined and flagged, on a few rows."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import edit_ladder
import identity_conflict
import labelled
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import text_groups
from ladder_texts import SCRIPTS, Writer
from text_peers import bands_for, exact, jaccard, labels_of, shingles

# Loaded by its path: `texts` is also what tests/texts.py is called.
_SPEC = importlib.util.spec_from_file_location(
    "speed_texts", Path(__file__).resolve().parents[2] / "benchmarks" / "speed" / "texts.py"
)
assert _SPEC and _SPEC.loader
speed_texts = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(speed_texts)


@pytest.mark.parametrize("name", SCRIPTS)
def test_corpora_come_again_and_hold_pairs_of_each_rung(name: str) -> None:
    texts, truth, rung = edit_ladder.corpus(name, 5, 2, 10)
    assert texts.equals(edit_ladder.corpus(name, 5, 2, 10)[0])
    assert not texts.equals(edit_ladder.corpus(name, 6, 2, 10)[0])
    assert len(texts) == 2 * 2 * 6 + 10
    for changes in edit_ladder.RUNGS:
        of = truth[rung == changes]
        assert len(of) == 4 and len(set(of.tolist())) == 2
    found, pairs = edit_ladder.judged(lambda _: truth, texts, truth, rung)
    assert found == [2] * 6 and pairs["said"] == pairs["both"] == 12


def test_an_edit_changes_as_many_words_as_asked() -> None:
    writer = Writer(SCRIPTS["Latin"], np.random.default_rng(1))
    words = [f"w{i}" for i in range(60)]
    for changes in edit_ladder.RUNGS:
        for _ in range(20):
            copy = writer.edited(words, changes)
            kept = sum(word in copy for word in words)
            lost, new = 60 - kept, len(copy) - kept
            assert max(lost, new) <= changes <= lost + new


def test_a_disguised_copy_has_other_letters_and_the_same_length() -> None:
    writer = Writer(SCRIPTS["Latin in disguise"], np.random.default_rng(1))
    words = writer.advert(60)
    plain, copy = writer.written(words), writer.written(words, copy=True)
    assert plain != copy and len(plain) == len(copy) and plain.isascii() and not copy.isascii()


def test_contacts_compare_by_their_digits() -> None:
    keys = text_groups.contact_keys(["+1 (555) 010-0123", "15550100123", "Bird@Example.com ", "", "12"])
    assert keys == ["15550100123", "15550100123", "bird@example.com", "", "12"]
    joined = text_groups.with_contacts(np.array([0, 1, 2, 2]), [["a", "a", "", "b"]])
    assert joined.tolist() == [0, 0, 2, 2]


def test_figures_apart_and_excluded() -> None:
    table = pa.table({"t": ["x y", "x y", "z", "z"], "g": ["1", "1", "2", "3"], "k": ["a", "a", "b", "c"]})
    truth, said = labelled.groups_of(table["g"].to_pylist()), exact(table["t"])
    got = text_groups.judged(truth, said, np.array([True, True, True, False]), np.array(["a", "a", "b", "c"]))
    assert got["pairs"] == {"both": 1, "true": 1, "said": 1}
    assert got["apart"]["a"]["rows"] == 2 and got["apart"]["a"]["recall"].value == 1.0 and "c" not in got["apart"]


@pytest.mark.parametrize("kind", ["csv", "tsv", "parquet"])
def test_labelled_files_of_each_kind_are_read_alike(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"some.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"a": ["one\ntwo", "", "NA"], "n": [1, 2, 3]}), path)
    else:
        between = "," if kind == "csv" else "\t"
        path.write_text(f'a{between}n\n"one\ntwo"{between}1\n""{between}2\nNA{between}3\n', "utf-8")
    table = labelled.read_labelled(path)
    assert labelled.joined(table, ["a", "n"]).to_pylist() == ["one\ntwo\n1", "2", "NA\n3"]
    assert labelled.groups_of(["x", "", "x", ""]).tolist()[0] == labelled.groups_of(["x", "", "x", ""]).tolist()[2]
    assert len(set(labelled.groups_of(["x", "", "x", ""]).tolist())) == 3


def test_unknown_identities_contradict_nothing() -> None:
    groups = np.array([0, 0, 2, 2, 4, 4, 4])
    who = ["a", None, "a", "b", "c", "c", None]
    assert identity_conflict.text_conflict(groups, who).tolist() == [False, False, True, True, False, False, False]


def test_shared_contacts_and_those_that_are_everybodys() -> None:
    contacts = [{"p"}, {"p", "w"}, {"p"}, set(), {"q"}] + [{"w"}] * 20
    who = ["a", "b", None, "c", "a"] + [f"x{i}" for i in range(20)]
    flags, generic = identity_conflict.shared_conflict(contacts, who)
    assert flags.tolist() == [True, True, True] + [False] * 22 and generic == 1


def test_peers_shingles_and_labels() -> None:
    assert shingles("One two, three FOUR") == {"one two three", "two three four"}
    assert shingles("one") == {"one"} and shingles(" !") == set()
    assert "字 字 字" in shingles("字" * 40)
    assert jaccard({"a", "b"}, {"b", "c"}) == pytest.approx(1 / 3) and jaccard(set(), set()) == 0
    assert labels_of(5, iter([(1, 3), (3, 4)])).tolist() == [0, 1, 2, 1, 1]
    assert exact(pa.array(["a", "", "a", "", None])).tolist() == [0, 1, 0, 3, 4]
    assert bands_for(0.9) < bands_for(0.5) < bands_for(0.15)


def test_growth_is_the_exponent() -> None:
    assert speed_texts.growth([(10, 3.0), (100, 30.0), (1000, 300.0)]) == pytest.approx(1)
    assert speed_texts.growth([(10, 1.0), (100, 100.0)]) == pytest.approx(2)
    assert speed_texts.growth([(10, 1.0), (10, 2.0)]) is None


def test_adverts_alone_are_nobodys_pairs() -> None:
    got = speed_texts.found(np.array([0, 0, -1, -1]), np.array([0, 0, 2, 2]))
    assert got["recall"] == 1.0 and got["pairwise_precision"] == 0.5 and got["largest_group"] == 2
