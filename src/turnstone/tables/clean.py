"""The stage from raw rows to a clean table, the parties that its rows name, and what could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import BATCH_ROWS, Table
from turnstone.kernels.unique import Memory
from turnstone.model.profiles import MENTIONS, PROFILES
from turnstone.model.sources import REJECTS
from turnstone.model.tables import FILLED_BY_SOURCES
from turnstone.stage import stage
from turnstone.tables import appendices, job_orders, offers, registers
from turnstone.tables.parties import PartyFields, read_parties
from turnstone.tables.raw_batch import VALUE_REJECTS, RawBatch, by_style

Reader = Callable[[RawBatch], pa.RecordBatch]

_ROWS_AT_ONCE = 2 * BATCH_ROWS
"""Most rows that are cleaned together, of more than one file."""


@dataclass(frozen=True)
class Recipe:
    """How a table is cleaned, which parties its rows name, and which column says when a row could be known."""

    read: Reader
    parties: tuple[PartyFields, ...] = ()
    known_on: str | None = None


RECIPES: dict[str, Recipe] = {
    "job_orders": Recipe(job_orders.read_job_orders, job_orders.PARTIES, "known_on"),
    "crews": Recipe(appendices.read_crews, (), "filed_on"),
    "wage_offers": Recipe(appendices.read_wage_offers, (), "filed_on"),
    "recruiters": Recipe(appendices.read_recruiters, (appendices.RECRUITER, appendices.RECRUITER_FIRM), "filed_on"),
    "housing": Recipe(appendices.read_housing, (appendices.HOUSING,), "filed_on"),
    "joint_employers": Recipe(
        appendices.read_joint_employers, (appendices.JOINT_EMPLOYER, appendices.JOINT_CONTACT), "filed_on"
    ),
    "debarments": Recipe(registers.read_debarments, (registers.BARRED,), "begin_on"),
    "parties": Recipe(registers.read_parties_table, (registers.PARTY,)),
    "party_links": Recipe(registers.read_party_links, (), "begin_on"),
    "wage_floors": Recipe(registers.read_wage_floors),
    "offers": Recipe(offers.read_offers, (), "posted_on"),
}


@stage(*FILLED_BY_SOURCES.values(), PROFILES, MENTIONS, REJECTS)
def clean_table(
    engine: LocalEngine, *, raw: Table, columns: Table, table: str, as_of: str | None = None
) -> Mapping[str, Table | pa.Table]:
    """Cleans all raw rows of one table. The same row in two files is cleaned once and has two locators.

    `columns`: the column accounts of the files, for the names in rejects. `as_of`: leave out what became known on
    that day or later, so that a question can be asked as of then.
    """
    schema, recipe, memory = FILLED_BY_SOURCES[table], RECIPES[table], Memory()
    rows, profiles, mentions, rejects = (list[pa.RecordBatch]() for _ in range(4))
    for batch in _gathered(_once(raw)):
        for same_style in by_style(batch):
            under = RawBatch(same_style, memory)
            clean = recipe.read(under)
            known = clean.column(recipe.known_on) if recipe.known_on else pa.nulls(under.size, pa.date32())
            case_no = clean.column("case_no") if "case_no" in clean.schema.names else pa.nulls(under.size, pa.string())
            keep = _known_before(known, recipe, as_of)
            for fields in recipe.parties:
                found, named = read_parties(under, fields, case_no, known)
                profiles.append(found)
                if keep is not None:
                    named = named.filter(pc.is_in(named.column("row_id"), under.ids.filter(keep)))
                mentions.append(named)
            kept = clean.columns if keep is None else [column.filter(keep) for column in clean.columns]
            rows.append(pa.RecordBatch.from_arrays(kept, schema=schema.arrow))
            rejects.extend(under.rejects())
    mentioned = pa.Table.from_batches(mentions, MENTIONS.arrow)
    done = Table.of(pa.Table.from_batches(rows, schema.arrow))
    return {
        # Offers are cleaned file by file, so that a file that is added is all that is cleaned: one part of many.
        "offers@" if table == "offers" else table: finish(engine, done, mentioned) if table == "job_orders" else done,
        "profiles@": _distinct_profiles(engine, profiles, mentioned),
        "mentions@": mentioned,
        "rejects@": _value_rejects(engine, rejects, columns),
    }


def finish(engine: LocalEngine, orders: Table, mentions: pa.Table) -> Table:
    """What only all lines together say: the employer's profile, the part a line plays in its case, and which line of
    several about the same employer, place and job in a case is the current one (the one known last)."""
    return engine.sql(
        f"""
        WITH named AS (
            SELECT o.id, o.case_no, o.worksite_town, o.job_key, o.known_on, m.profile_id
            FROM o LEFT JOIN m ON m.row_id = o.id AND m.role = 'employer'
        ), counted AS (
            SELECT id, case_no, profile_id, row_number() OVER (
                PARTITION BY case_no, profile_id, worksite_town, job_key ORDER BY known_on DESC, id
            ) AS place FROM named
        ), members AS (
            SELECT case_no, count(DISTINCT profile_id) AS employers FROM counted WHERE place = 1 GROUP BY case_no
        )
        SELECT {", ".join(f"c.{name}" for name in FILLED_BY_SOURCES["job_orders"].names)} FROM (
            SELECT o.* REPLACE (
                counted.profile_id AS employer_profile, place = 1 AS current,
                CASE WHEN coalesce(employers, 1) <= 1 THEN 'whole'
                     WHEN part IS NOT NULL THEN part
                     WHEN employer_kind IN ('association', 'joint', 'contractor') THEN 'primary'
                     ELSE 'member' END AS part
            ) FROM o JOIN counted USING (id) LEFT JOIN members ON members.case_no = o.case_no
        ) AS c
        """,
        o=orders,
        m=mentions,
    )


def _once(raw: Table) -> Iterator[pa.RecordBatch]:
    """The batches without the rows that came before in them or in another."""
    new = _first(raw.arrow(["id"]).column("id"))
    at = 0
    for batch in raw.batches():
        here = new[at : at + batch.num_rows]
        at += batch.num_rows
        yield batch if here.all() else batch.filter(pa.array(here))


def _gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in fewer batches: what several files say alike is then looked up once."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if held and sum(b.num_rows for b in held) + batch.num_rows > _ROWS_AT_ONCE:
            yield pa.concat_batches(held)
            held = []
        held.append(batch)
    if held:
        yield pa.concat_batches(held)


def _first(ids: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Where an id is met for the first time: codes are given in that order, so there the code is a new highest one."""
    if len(ids) == 0:
        return np.zeros(0, bool)
    codes = ids.combine_chunks().dictionary_encode().indices.to_numpy()
    first = np.ones(len(codes), bool)
    first[1:] = codes[1:] > np.maximum.accumulate(codes)[:-1]
    return first


def _known_before(known: pa.Array, recipe: Recipe, as_of: str | None) -> pa.Array | None:
    """True for rows known before the day; None for all. Where rows have days, one without is known only when no day
    is asked for; tables without days (registers) hold at any day."""
    if as_of is None or recipe.known_on is None:
        return None
    return pc.less(known, pa.scalar(date.fromisoformat(as_of))).fill_null(False)


def _distinct_profiles(engine: LocalEngine, batches: list[pa.RecordBatch], mentions: pa.Table) -> pa.Table:
    """Each profile that is still mentioned, once. Rows with one id are equal: the id is made of the content."""
    if not batches:
        return PROFILES.arrow.empty_table()
    table = pa.Table.from_batches(batches).cast(PROFILES.arrow)
    ids = table.column("id").combine_chunks()
    encoded = ids.dictionary_encode()
    first = pc.index_in(encoded.dictionary, ids)
    wanted = pc.is_in(encoded.dictionary, mentions.column("profile_id").combine_chunks())
    return table.take(first.filter(wanted))


def _value_rejects(engine: LocalEngine, batches: list[pa.RecordBatch], columns: Table) -> Table | pa.Table:
    """Values refused, under the column's name as the file has it."""
    if not batches:
        return REJECTS.arrow.empty_table()
    return engine.sql(
        """
        SELECT r.source, r.sheet, r.row, coalesce(c.header, r.field) AS "column", 'value' AS scope,
               min(r.value) AS value, r.reason
        FROM r LEFT JOIN c ON c.source = r.source AND c.sheet IS NOT DISTINCT FROM r.sheet AND c.field = r.field
        GROUP BY r.source, r.sheet, r.row, coalesce(c.header, r.field), r.reason
        """,
        r=pa.Table.from_batches(batches, VALUE_REJECTS),
        c=columns,
    )
