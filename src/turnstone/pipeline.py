"""The corridor: the stages in order, from kept files to leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from turnstone.engine.table import Table
from turnstone.evidence.files import sha256_of
from turnstone.indicators.observe import check, observe
from turnstone.indicators.registry import registry
from turnstone.leads.compose import leads
from turnstone.links.entities import entities
from turnstone.links.premises import premises
from turnstone.model.hits import CHECKS, HITS
from turnstone.model.offers import CLAIMS, OFFER_CONTACTS, OFFER_POSTERS, OFFERS, POSTERS
from turnstone.model.profiles import MENTIONS, PROFILES
from turnstone.model.sources import REJECTS, SOURCE_COLUMNS, SOURCE_FILES
from turnstone.model.tables import FILLED_BY_SOURCES, RAW
from turnstone.model.texts import SKETCHES, TEMPLATE_MEMBERS, TEMPLATE_PARTS, TEMPLATES, TEXT_CUTS, TEXT_EDGES
from turnstone.networks.continuity import continuities
from turnstone.networks.groups import networks
from turnstone.networks.holdings import holdings
from turnstone.networks.moves import moves
from turnstone.networks.outline import outline
from turnstone.networks.positions import positions
from turnstone.networks.ties import ties
from turnstone.networks.weak_points import weak_points
from turnstone.sources.importer import import_file
from turnstone.sources.mapping import Mapping as SourceMapping
from turnstone.stage import Bench, Stored, run_stage
from turnstone.tables.clean import clean_table
from turnstone.tables.contacts import contacts
from turnstone.texts.claims import claims
from turnstone.texts.pairs import Before
from turnstone.texts.posters import posters
from turnstone.texts.sketch import sketch
from turnstone.texts.templates import templates
from turnstone.texts.vocabulary import learn_vocabulary, write_vocabulary

Tables = dict[str, Stored]
File = tuple[str, Path, SourceMapping | None, str]
"""SHA-256, path, mapping (None: recognise it), the mapping's text."""


@dataclass(frozen=True)
class Wording:
    """Which vocabulary texts are compared with, and what a run before found with it.

    `file`: a kept vocabulary and its SHA-256; None: learn one from the offers at hand, `keep` it, and use that. `before`:
    the run before's tables by name, if it used the same vocabulary; they save work and change no result.
    """

    file: tuple[str, Path] | None = None
    keep: Callable[[Path], tuple[str, Path]] | None = None
    before: Mapping[str, Table] | None = None


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
    wording: Wording = Wording(),
) -> Tables:
    """All tables of a run. `imports`: the folder for what reading the files gives, shared by all runs."""
    tables = read_files(bench, files, imports)
    tables |= clean(bench, tables, as_of)
    tables |= compare_texts(bench, tables, wording)
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
        if name == OFFERS.name:
            tables |= clean_offers(bench, read, shared, as_of)
            continue
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


def clean_offers(bench: Bench, read: Tables, shared: Tables, as_of: str | None) -> Tables:
    """Offers, and the contacts in them, file by file: a new file leaves the others as they stand."""
    tables: Tables = {OFFERS.name: Stored(OFFERS, ()), OFFER_CONTACTS.name: Stored(OFFER_CONTACTS, ())}
    for part in read["raw_offers"].parts:
        raw = Stored(read["raw_offers"].schema, (part,))
        given = {"raw": raw, "columns": read["source_columns"]}
        params = {"table": OFFERS.name, "as_of": as_of}
        made = run_stage(bench, clean_table, given, params=params, label="cleaning offers")
        found = run_stage(
            bench, contacts, {"offers": made[OFFERS.name], "raw": raw}, label="finding contacts in offers"
        )
        tables[OFFERS.name] += made.pop(OFFERS.name)
        tables[OFFER_CONTACTS.name] += found[OFFER_CONTACTS.name]
        for output, stored in made.items():
            shared[output] += stored
    return tables


def compare_texts(bench: Bench, tables: Tables, wording: Wording) -> Tables:
    """The templates that offers share, and who posts them. Without offers all is empty."""
    offers = tables[OFFERS.name]
    made: Tables = {
        schema.name: Stored(schema, ())
        for schema in (
            SKETCHES, TEXT_EDGES, TEMPLATES, TEMPLATE_PARTS, TEMPLATE_MEMBERS, TEXT_CUTS, CLAIMS, POSTERS, OFFER_POSTERS
        )
    }  # fmt: skip
    if not offers.rows:
        return made
    sha256, path = wording.file or _learned(bench, offers, wording)
    known = {"vocabulary": sha256}
    for part in offers.parts:
        one = {OFFERS.name: Stored(OFFERS, (part,))}
        found = run_stage(bench, sketch, one, params=known, extra={"vocabulary_path": path}, label="reading texts")
        made[SKETCHES.name] += found[SKETCHES.name]
    given = {OFFERS.name: offers, SKETCHES.name: made[SKETCHES.name]}
    before = Before(dict(wording.before)) if wording.before is not None else None
    extra = {"vocabulary_path": path, "before": before}
    made |= run_stage(bench, templates, given, params=known, extra=extra, label="finding templates")
    made |= run_stage(bench, claims, {OFFERS.name: offers}, label="telling claimed names apart")
    named = {OFFERS.name: offers, OFFER_CONTACTS.name: tables[OFFER_CONTACTS.name]}
    named |= {name: made[name] for name in (TEMPLATE_MEMBERS.name, TEMPLATES.name)}
    return made | run_stage(bench, posters, named, label="telling posters apart")


def _learned(bench: Bench, offers: Stored, wording: Wording) -> tuple[str, Path]:
    """A vocabulary learned from the offers at hand and kept."""
    bench.begins("learning what is common")
    path = bench.folder() / "vocabulary.new"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_vocabulary(learn_vocabulary(bench.engine, offers.table()), path)
    if wording.keep is None:
        return sha256_of(path), path
    kept = wording.keep(path)
    path.unlink()
    return kept


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
    offered = ("offers", "offer_contacts", "template_members", "templates", "posters", "offer_posters", "claims")
    known = ("profiles", "mentions", "premises", "entities", "members")
    named = {name: tables[name] for name in (*wanted, *known, *offered)}
    held = run_stage(bench, holdings, named, label="gathering who holds what")
    shared = {name: held[name] for name in ("nodes", "holdings")}
    tied = run_stage(bench, ties, shared, label="tying parties that share things")
    grouped = {"nodes": held["nodes"], "ties": tied["ties"], "posters": tables["posters"]}
    made = held | tied | run_stage(bench, networks, grouped, label="growing networks")
    told = {name: (tables | made)[name] for name in ("nodes", "ties", "network_members", "possible_members", "posters")}
    made |= run_stage(bench, outline, told, label="summing networks up")
    hung = {name: (tables | made)[name] for name in ("nodes", "holdings", "network_members", "posters")}
    made |= run_stage(bench, weak_points, hung, label="looking for what networks hang on")
    placed = hung | {name: (tables | made)[name] for name in ("dealings", "offers", "offer_posters")}
    made |= run_stage(bench, positions, placed, label="looking for positions in networks")
    made |= run_stage(bench, moves, {"holdings": held["holdings"]}, label="following moves")
    grown = {name: (tables | made)[name] for name in ("nodes", "holdings", "network_members")}
    return made | run_stage(bench, continuities, grown, label="looking for who goes on from whom")


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
        if not any(stored.rows for stored in given.values()):
            continue
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
