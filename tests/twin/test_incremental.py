"""Adding files gives what starting anew gives; template ids stand; what became of templates can be read."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.offers import OFFERS
from turnstone.model.texts import TEMPLATE_HISTORY, TEMPLATE_MEMBERS
from turnstone.texts import pairs
from turnstone.texts.history import history
from turnstone.texts.pairs import Before
from turnstone.texts.sketch import sketch
from turnstone.texts.templates import templates
from turnstone.texts.vocabulary import learn_vocabulary, read_vocabulary, write_vocabulary

OUTPUTS = ("text_edges", "templates", "template_parts", "template_members", "text_cuts")


def month(seed: int, bases: list[list[str]], words: list[str], count: int) -> list[str]:
    """Adverts of a month: copies of some wordings with edits, and others of their own."""
    choose = random.Random(seed)
    out = []
    for _ in range(count):
        text = list(choose.choice(bases)) if choose.random() < 0.5 else choose.choices(words, k=30)
        for _ in range(choose.randint(0, 8)):
            text[choose.randrange(len(text))] = choose.choice(words)
        out.append(" ".join(text) + f" call {choose.randint(1000, 9999)}")
    return out


def offers_of(texts: list[str], prefix: str) -> Table:
    rows = [
        {"id": f"offer-{prefix}{i:05d}", "text": text, "mixed_script": False, "account": f"a{i % 7}"}
        for i, text in enumerate(texts)
    ]
    return Table.of(pa.Table.from_pylist(rows, OFFERS.arrow))


def both(*tables: Table) -> Table:
    return Table.of(pa.concat_tables([t.arrow() for t in tables]))


@pytest.fixture(scope="module")
def words() -> list[str]:
    choose = random.Random(1)
    return ["".join(choose.choices("abcdefghijklmnoprstuvwz", k=choose.randint(3, 9))) for _ in range(2_000)]


@pytest.mark.parametrize("seed", range(4))
def test_a_month_more_is_the_same_as_starting_anew(
    engine: LocalEngine, tmp_path: Path, words: list[str], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose = random.Random(seed)
    bases = [choose.choices(words, k=30) for _ in range(6)]
    first, second = (
        offers_of(month(seed, bases, words, 300), "z"),
        offers_of(month(seed + 99, bases[:1], words, 20), "a"),
    )
    path = tmp_path / "vocabulary"
    write_vocabulary(learn_vocabulary(engine, first), path)
    given = {"vocabulary": "sha", "vocabulary_path": path}
    one, two = (sketch(engine, offers=o, **given)["sketches@"] for o in (first, second))
    begun = {k: _table(v) for k, v in templates(engine, offers=first, sketches=one, **given).items()}
    everything, sketches = both(first, second), both(_table(one), _table(two))
    anew = templates(engine, offers=everything, sketches=sketches, **given)

    read: list[int] = []
    original = pairs.bodies
    monkeypatch.setattr(pairs, "bodies", lambda e, o, ids: read.append(len(ids)) or original(e, o, ids))
    before = Before(begun | {"sketches": _table(one)})
    added = templates(engine, offers=everything, sketches=sketches, before=before, **given)
    for name in OUTPUTS:
        key = {"text_edges": ["a", "b"], "templates": ["id"], "template_parts": ["template_id", "position"],
               "template_members": ["template_id", "offer_id"], "text_cuts": ["kind", "what"]}[name]  # fmt: skip
        order = [(k, "ascending") for k in key]
        assert _table(added[name]).arrow().sort_by(order) == _table(anew[name]).arrow().sort_by(order), name
    assert read[0] < 200, "texts that nothing touched were read again"


def _table(made: Table | pa.Table) -> Table:
    return Table.of(made) if isinstance(made, pa.Table) else Table.of(made.arrow())


def test_a_vocabulary_comes_back_as_it_was_written(engine: LocalEngine, tmp_path: Path, words: list[str]) -> None:
    frame = " ".join(words[:12])
    learned = learn_vocabulary(
        engine, offers_of([f"{frame} {' '.join(words[i : i + 20])}" for i in range(20, 220)], "x")
    )
    paths = tmp_path / "one", tmp_path / "two"
    for path in paths:
        write_vocabulary(learned, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    again = read_vocabulary(paths[0])
    assert again.texts == learned.texts and (again.word_bits == learned.word_bits).all()
    as_dict = lambda v: {int(k): int(b) for k, b in zip(v.phrase_keys, v.phrase_bits, strict=True) if k}  # noqa: E731
    assert as_dict(again) == as_dict(learned) and as_dict(again)


def members(**templates_of: str) -> Table:
    rows = [
        {"template_id": f"template-{t}", "offer_id": f"offer-{o}", "copy": False, "saves_mbits": 1}
        for t, offers in templates_of.items()
        for o in offers
    ]
    return Table.of(pa.Table.from_pylist(rows, TEMPLATE_MEMBERS.arrow))


@pytest.mark.parametrize(
    ("before", "now", "events"),
    [
        ({"a": "123"}, {"a": "123"}, []),
        ({}, {"a": "12"}, [("a", "new", "a", 0, 2)]),
        ({"a": "12"}, {"a": "123"}, [("a", "grew", "a", 2, 3)]),
        ({"a": "123"}, {"a": "12"}, [("a", "shrank", "a", 3, 2)]),
        ({"a": "123", "b": "45"}, {"a": "12345"}, [("a", "grew", "a", 3, 5), ("a", "merged", "b", 2, 5)]),
        ({"a": "12345"}, {"a": "123", "c": "45"}, [("a", "shrank", "a", 5, 3), ("c", "split", "a", 5, 2)]),
        ({"a": "12"}, {"z": "012"}, [("z", "grew", "z", 2, 3), ("z", "renamed", "a", 2, 3)]),
        ({"a": "12"}, {}, [("a", "gone", "a", 2, 0)]),
    ],
)
def test_what_became_of_templates(
    engine: LocalEngine, before: dict[str, str], now: dict[str, str], events: list[tuple[str, str, str, int, int]]
) -> None:
    made = history(members(**before), members(**now))
    assert made.schema == TEMPLATE_HISTORY.arrow
    plain = [(r["template_id"][9:], r["event"], r["other_id"][9:], r["before"], r["now"]) for r in made.to_pylist()]
    assert sorted(plain) == sorted(events)
