"""A random sample of merged pairs and of pairs just below the bar, for people to label: drawn, written, read back."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.errors import SourceError, Where
from turnstone.evidence.files import written_aside
from turnstone.exports.mask import Mask
from turnstone.exports.old_runs import has_column
from turnstone.exports.pair_view import Births, facts_of, shown_profile
from turnstone.exports.table_file import escape_formula
from turnstone.exports.template_facts import asker, quoted

ReadTable = Callable[[str], Table]
VERDICTS = ("same", "different", "unsure")
BANDS = (2_000, 4_000, 8_000)
"""Bits over which merged pairs are told apart, in millibits: up to 2, 2 to 4, 4 to 8, 8 and more."""
NEAR = 2_000
"""Pairs below the bar are told apart by whether they miss it by less than two bits or more."""
COLUMNS = (
    "number", "verdict", "note", "question", "kind", "band", "bits", "weight", "a_name", "b_name", "a_address", "b_address",
    "a_town", "b_town", "a_phone", "b_phone", "a_email", "b_email", "a_rows", "b_rows", "hard_identifiers", "a", "b",
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One pair of the sample. `question`: merged (is it rightly one?) or below the bar (is it wrongly two?)."""

    a: str
    b: str
    question: str
    kind: str
    band: str
    bits: float | None

    @property
    def stratum(self) -> str:
        return f"{self.question} | {self.kind} | {self.band}"


def population(engine: LocalEngine, read: ReadTable, *, bar: int) -> dict[str, list[Drawn]]:
    """Stratum -> its pairs, by id.

    Merged: any two profiles of one entity, by the bits of their own pair, or `through others` where they have none that
    reaches the bar. Below the bar: kept pairs of two entities, and those that were enough and not followed. What a person judged is known and left out.
    """
    over = "l.bar_mbits" if has_column(read("links"), "bar_mbits") else str(int(bar))
    rows = asker(engine, read)(
        f"""
        WITH p AS (SELECT DISTINCT ON (id) id, kind FROM profiles ORDER BY id),
        merged AS (
            SELECT least(x.profile_id, y.profile_id) AS a, greatest(x.profile_id, y.profile_id) AS b
            FROM members x JOIN members y ON y.entity_id = x.entity_id AND x.profile_id < y.profile_id
        ), of_merged AS (
            SELECT m.a, m.b, 'merged' AS question, l.total_mbits AS mbits, {over} AS bar, l.verdict FROM merged m
            LEFT JOIN links l ON l.profile_a = m.a AND l.profile_b = m.b
        ), of_below AS (
            SELECT l.profile_a AS a, l.profile_b AS b, 'below the bar', l.total_mbits, {over}, l.verdict FROM links l
            JOIN members x ON x.profile_id = l.profile_a JOIN members y ON y.profile_id = l.profile_b
            WHERE x.entity_id <> y.entity_id
        )
        SELECT s.*, p.kind FROM (SELECT * FROM of_merged UNION ALL SELECT * FROM of_below) s JOIN p ON p.id = s.a
        WHERE coalesce(s.verdict, '') NOT LIKE 'judged%' ORDER BY s.a, s.b
        """,
        "profiles", "members", "links",
    )  # fmt: skip
    out: dict[str, list[Drawn]] = {}
    for row in rows:
        pair = Drawn(
            row["a"], row["b"], row["question"], row["kind"], _band(row["question"], row["mbits"], row["bar"] or bar),
            row["mbits"] / 1000 if row["mbits"] is not None else None,
        )  # fmt: skip
        out.setdefault(pair.stratum, []).append(pair)
    return dict(sorted(out.items()))


def _band(question: str, mbits: int | None, bar: int) -> str:
    if question == "merged":
        if mbits is None or mbits < bar:
            return "through others"
        low = max((edge for edge in BANDS if mbits >= edge), default=None)
        high = min((edge for edge in BANDS if mbits < edge), default=None)
        if low is None or high is None:
            return f"under {BANDS[0] // 1000} bits" if low is None else f"{BANDS[-1] // 1000} bits and more"
        return f"{low // 1000} to {high // 1000} bits"
    if mbits is None or mbits >= bar:
        return "enough, but kept apart"
    return "misses by less than 2 bits" if bar - mbits < NEAR else "misses by 2 bits and more"


def draw(strata: dict[str, list[Drawn]], sizes: dict[str, int], seed: int) -> list[Drawn]:
    """So many of each stratum, at random by the seed, in an order that tells nothing of the stratum. The order of rows,
    the machine and the version of any library make no difference: each pair's place is a hash of the seed and its ids."""

    def place(pair: Drawn) -> str:
        return hashlib.sha256(f"{seed}\x1f{pair.a}\x1f{pair.b}".encode()).hexdigest()

    chosen = [pair for name, pairs in strata.items() for pair in sorted(pairs, key=place)[: sizes.get(name, 0)]]
    return sorted(chosen, key=place)


def sample_digest(sample: Sequence[Drawn]) -> str:
    """What tells whether a file that comes back holds the pairs that were drawn."""
    text = "\n".join(f"{pair.a} {pair.b} {pair.stratum}" for pair in sorted(sample, key=lambda p: (p.a, p.b)))
    return hashlib.sha256(text.encode()).hexdigest()


def write_sample(
    path: Path, engine: LocalEngine, read: ReadTable, sample: Sequence[Drawn], weights: dict[str, float], mask: Mask,
    births: Births,
) -> None:  # fmt: skip
    """The file to fill in: CSV, one pair a row, masked, what a spreadsheet would run as a formula escaped."""
    listed = ", ".join(quoted(id) for id in sorted({id for pair in sample for id in (pair.a, pair.b)})) or "''"
    rows = asker(engine, read)(
        f"""SELECT p.*, m.mentions FROM (SELECT DISTINCT ON (id) * FROM profiles WHERE id IN ({listed}) ORDER BY id) p
            LEFT JOIN (SELECT profile_id, count(*) AS mentions FROM mentions GROUP BY profile_id) m ON m.profile_id = p.id""",
        "profiles", "mentions",
    )  # fmt: skip
    known = {row["id"]: row for row in rows}
    with written_aside(path) as aside, aside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, pair in enumerate(sample, 1):
            a, b = shown_profile(known[pair.a], mask), shown_profile(known[pair.b], mask)
            facts = facts_of(known[pair.a], known[pair.b], mask, births)
            told = {
                "number": number, "question": pair.question, "kind": pair.kind, "band": pair.band,
                "bits": "" if pair.bits is None else round(pair.bits, 3), "weight": round(weights[pair.stratum], 6),
                "hard_identifiers": "; ".join(f"{f.said}: {f.how}" for f in facts),
                "a": pair.a, "b": pair.b,
            }  # fmt: skip
            for side, row in (("a", a), ("b", b)):
                told |= {f"{side}_{name}": row[name] or "" for name in ("name", "address", "town", "phone", "email")}
                told[f"{side}_rows"] = row["mentions"] or 0
            writer.writerow([_cell(told.get(column, "")) for column in COLUMNS])


def _cell(value: Any) -> Any:
    return escape_formula(value) if isinstance(value, str) else value


def read_sample(path: Path) -> list[tuple[Drawn, str]]:
    """(pair, verdict; empty where none was given) of a file that was filled in, in any of the ways in which spreadsheets
    write CSV. Raises SourceError for what is no such file or a verdict that is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SourceError("there is no such file", where=Where(str(path))) from None
    except UnicodeDecodeError:
        raise SourceError("is not UTF-8", where=Where(str(path)), do="save it as CSV UTF-8") from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    wanted = ("verdict", "question", "kind", "band", "a", "b")
    lacking = [column for column in wanted if not rows or column not in rows[0]]
    if lacking:
        raise SourceError(
            f"has no column {lacking[0]!r}", where=Where(str(path)), expected="a file that `audit-links sample` wrote",
        )  # fmt: skip
    out = []
    for number, row in enumerate(rows, 2):
        given = (row["verdict"] or "").strip().lower()
        if given not in ("", *VERDICTS):
            raise SourceError(
                f"{given!r} is no verdict", where=Where(str(path), row=number, column="verdict"),
                expected=", ".join(VERDICTS), do="write one of these, or leave it empty",
            )  # fmt: skip
        out.append((Drawn(row["a"], row["b"], row["question"], row["kind"], row["band"], None), given))
    return out
