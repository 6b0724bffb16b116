"""The corridor: the stages in order, from kept files to leads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from turnstone.indicators.observe import check, observe
from turnstone.indicators.registry import registry
from turnstone.leads.compose import leads
from turnstone.links.entities import entities
from turnstone.links.premises import premises
from turnstone.model.hits import CHECKS, HITS
from turnstone.model.profiles import MENTIONS, PROFILES
from turnstone.model.sources import REJECTS, SOURCE_COLUMNS, SOURCE_FILES
from turnstone.model.tables import FILLED_BY_SOURCES, RAW
from turnstone.networks.groups import networks
from turnstone.networks.holdings import holdings
from turnstone.networks.ties import ties
from turnstone.sources.importer import import_file
from turnstone.sources.mapping import Mapping as SourceMapping
from turnstone.stage import Bench, Stored, run_stage
from turnstone.tables.clean import clean_table

Tables = dict[str, Stored]
File = tuple[str, Path, SourceMapping | None, str]
"""SHA-256, path, mapping (None: recognise it), the mapping's text."""


Judgements = Sequence[tuple[str, str, str]]
"""(profile, profile, same or different): what people have decided."""


def corridor(
    bench: Bench,
    files: Sequence[File],
    imports: Path,
    *,
    as_of: str | None = None,
    judgements: Judgements = (),
    decisions: Judgements = (),
) -> Tables:
    """All tables of a run. `imports`: the folder for what reading the files gives, shared by all runs."""
    tables = read_files(bench, files, imports)
    tables |= clean(bench, tables, as_of)
    tables |= resolve(bench, tables, judgements)
    tables |= connect(bench, tables)
    tables |= question(bench, tables)
    return tables | conclude(bench, tables, decisions)


def read_files(bench: Bench, files: Sequence[File], imports: Path) -> Tables:
    """Each file to raw rows and accounts. A table that no file fills is there and empty."""
    tables = {schema.name: Stored(schema, ()) for schema in (*RAW.values(), SOURCE_FILES, SOURCE_COLUMNS, REJECTS)}
    for sha256, path, mapping, text in files:
        made = run_stage(
            bench,
            import_file,
            {},
            files={"file": sha256},
            params={"source": sha256, "mapping_text": text},
            extra={"path": path, "mapping": mapping},
            label="reading files",
            into=imports,
        )
        for name, stored in made.items():
            tables[name] += stored
    return tables


def clean(bench: Bench, read: Tables, as_of: str | None) -> Tables:
    """Raw rows to clean tables, the parties that they name, and further rejects."""
    shared = {PROFILES.name: Stored(PROFILES, ()), MENTIONS.name: Stored(MENTIONS, ()), REJECTS.name: read["rejects"]}
    tables: Tables = {}
    for name in FILLED_BY_SOURCES:
        made = run_stage(
            bench,
            clean_table,
            {"raw": read[f"raw_{name}"], "columns": read["source_columns"]},
            params={"table": name, "as_of": as_of},
            label=f"cleaning {name.replace('_', ' ')}",
        )
        tables[name] = made.pop(name)
        for output, stored in made.items():
            shared[output] += stored
    return tables | shared


def resolve(bench: Bench, tables: Tables, judgements: Judgements) -> Tables:
    """Written addresses to premises, profiles to entities."""
    named = {name: tables[name] for name in ("profiles", "mentions")}
    places = run_stage(bench, premises, named, label="finding which addresses are one place")
    decided = {"judgements": [list(judgement) for judgement in judgements]}
    return places | run_stage(bench, entities, named | places, params=decided, label="finding who is the same")


def connect(bench: Bench, tables: Tables) -> Tables:
    """Who holds what, what ties whom, and the networks."""
    wanted = (
        "job_orders",
        "housing",
        "crews",
        "wage_offers",
        "recruiters",
        "joint_employers",
        "parties",
        "party_links",
    )
    named = {name: tables[name] for name in (*wanted, "profiles", "mentions", "premises", "entities", "members")}
    held = run_stage(bench, holdings, named, label="gathering who holds what")
    tied = run_stage(bench, ties, held, label="tying parties that share things")
    grouped = {"nodes": held["nodes"], "ties": tied["ties"]}
    return held | tied | run_stage(bench, networks, grouped, label="growing networks")


def question(bench: Bench, tables: Tables) -> Tables:
    """What indicators look at, and what each of those that are on finds."""
    wanted = ("job_orders", "debarments", "profiles", "mentions", "members", "nodes", "housing", "premises")
    seen = run_stage(
        bench, observe, {name: tables[name] for name in wanted}, label="laying out what indicators look at"
    )
    found = {HITS.name: Stored(HITS, ()), CHECKS.name: Stored(CHECKS, ())}
    for indicator in registry().values():
        if not indicator.on:
            continue
        given = {name: (tables | seen)[name] for name in indicator.reads}
        params = {"indicator": indicator.name}
        made = run_stage(bench, check, given, params=params, label=f"asking: {indicator.title}")
        for name, stored in made.items():
            found[name] += stored
    return seen | found


def conclude(bench: Bench, tables: Tables, decisions: Judgements) -> Tables:
    """Networks ranked by the weight of evidence."""
    given = {name: tables[name] for name in ("networks", "network_members", "hits", "checks")}
    families = {i.name: i.family.value for i in registry().values() if i.on}
    params = {"families": families, "decisions": [list(decision) for decision in decisions]}
    return run_stage(bench, leads, given, params=params, label="weighing the evidence")
