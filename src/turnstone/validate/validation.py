"""One run against truth: every measure, ready to be told."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.errors import TurnstoneError
from turnstone.validate.calibration import Band, calibration
from turnstone.validate.error_rates import GroupRates, error_rates, of_all_rows
from turnstone.validate.false_flags import FalseFlags, false_flags
from turnstone.validate.meet_truth import UNJUDGED, Meeting, TruthTable, meet
from turnstone.validate.named_victims import NamedVictims, named_victims
from turnstone.validate.precision import AtK, base_rate, precision
from turnstone.validate.recall import Delay, Recall, delay, found_networks, reasons, recall, recall_of_all
from turnstone.validate.share import Share, share
from turnstone.validate.suspect_views import suspect_views
from turnstone.validate.truth_table import Truth
from turnstone.workspace import Run, Workspace

NO_KIND, NO_TIER = "kind not known", "tier not known"


@dataclass(frozen=True)
class Validation:
    """All measures of one run. `name`: of the world, or of the truth's file; `seed`, `parameters`: of a synthetic world;
    `not_taken`: files that no importer takes, with the reason; `named`: None where truth has no people."""

    name: str
    synthetic: bool
    seed: str
    parameters: dict[str, str]
    run: str
    as_of: str | None
    leads: int
    unjudged: int
    not_taken: tuple[tuple[str, str], ...]
    tables: tuple[TruthTable, ...]
    folded: int
    labelled: Share
    unlabelled: int
    base: Share
    precision: tuple[AtK, ...]
    all_networks: Recall
    by_kind: tuple[Recall, ...]
    by_tier: tuple[Recall, ...]
    by_origin: tuple[Recall, ...]
    without_network: int
    why_not: tuple[tuple[str, int], ...]
    delay: Delay
    false_flags: tuple[FalseFlags, ...]
    calibration: tuple[Band, ...]
    all_rows: GroupRates
    groups: tuple[GroupRates, ...]
    named: NamedVictims | None

    @property
    def label(self) -> str:
        """By which it is told from other worlds."""
        return f"seed {self.seed}" if self.seed else self.name

    @property
    def heading(self) -> str:
        if not self.synthetic:
            return self.name
        return f"Synthetic market {self.name}" + (f", seed {self.seed}" if self.seed else "")


def validate_run(
    workspace: Workspace, run: Run, engine: LocalEngine, truth: Truth, *, name: str,
    not_taken: tuple[tuple[str, str], ...] = (), tell: Callable[[str], None] = lambda _: None,
) -> Validation:  # fmt: skip
    """Measures a run. Raises TurnstoneError where the run has none of the rows of the truth."""

    def read(table: str) -> Table:
        return workspace.table(run, table)

    tell("meeting leads and truth")
    met = meet(engine, read, run.tables, truth)
    _check_met(met, run)
    found = found_networks(met)
    base = base_rate(met)
    labels = met.rows.column("label").to_pylist()
    yes, no = labels.count("yes"), labels.count("no")
    world = truth.world or {}
    networks = list(truth.networks.values())
    named = None
    if truth.protected is not None:
        tell("reading every suspect view")
        with tempfile.TemporaryDirectory(prefix="turnstone-") as scratch:
            named = named_victims(truth.protected, suspect_views(workspace, run, engine, Path(scratch)))
    return Validation(
        name=name, synthetic=truth.synthetic, seed=str(world.get("seed", "")), parameters=_parameters(world), run=run.id,
        as_of=run.as_of, leads=len(met.leads), unjudged=sum(n.verdict == UNJUDGED for n in met.leads),
        not_taken=not_taken, tables=met.tables, folded=truth.folded, labelled=share(yes, yes + no),
        unlabelled=len(labels) - yes - no, base=base, precision=tuple(precision(met)), all_networks=recall_of_all(found),
        by_kind=tuple(recall(found, lambda n: n.kind or NO_KIND)) if any(n.kind for n in networks) else (),
        by_tier=tuple(recall(found, lambda n: NO_TIER if n.tier is None else f"tier {n.tier}"))
        if any(n.tier is not None for n in networks) else (),
        by_origin=tuple(recall(found, lambda n: n.how or "not known")) if any(n.how for n in networks) else (),
        without_network=sum(
            label == "yes" and not id for label, id in zip(labels, met.rows.column("network_id").to_pylist(), strict=True)
        ),
        why_not=tuple(reasons(found)), delay=delay(found), false_flags=tuple(false_flags(engine, met)),
        calibration=tuple(calibration(met, base)), all_rows=of_all_rows(engine, met),
        groups=tuple(error_rates(engine, met)), named=named,
    )  # fmt: skip


def _check_met(met: Meeting, run: Run) -> None:
    if not met.rows.num_rows:
        told = "; ".join(f"{t.table}: {t.rows:,} rows" for t in met.tables)
        raise TurnstoneError(
            f"run {run.id} has none of the rows of the truth ({told})",
            do="check the columns table, key and (of offers) site: the key is the source's own id (offers.external_id, "
            "job_orders.case_no, parties.external_id); see `turnstone table offers`",
        )


def _parameters(world: object) -> dict[str, str]:
    """What the simulator says of its world, one value a line; lists and nested tables are left to the file."""
    if not isinstance(world, dict):
        return {}
    flat = {**world, **(world["parameters"] if isinstance(world.get("parameters"), dict) else {})}
    return {str(k): str(v) for k, v in flat.items() if k != "seed" and isinstance(v, (str, int, float, bool))}
