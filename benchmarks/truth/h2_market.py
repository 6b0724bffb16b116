"""Are those ranked first barred later? Is who goes on under another name while barred found?

    python benchmarks/truth/h2_market.py RAW_FOLDER DEBARMENTS_FILE [--cut-off YYYY-MM-DD ...] [--out FILE.json]

Runs the pipeline as of each cut-off (it sees nothing from that day on) and once with all files, sets the later bars
against the rankings, and prints what came out. README.md beside this file says what is measured and how.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from telling import tell_cut_off, tell_reappearance

from turnstone import __version__
from turnstone.adding import Holding, add_file, files_below
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.evidence.receipts import whole_code_digest
from turnstone.running import made_with, run_workspace
from turnstone.validate import reappearance as twin
from turnstone.validate.bars import (
    WINDOW_MONTHS,
    Bar,
    begins_within,
    covered_months,
    default_cut_offs,
    months_later,
    read_bars,
)
from turnstone.validate.outcomes import (
    Market,
    Outcome,
    active_market,
    latest_day,
    networks_of,
    outcome,
    parties_with_orders,
)
from turnstone.validate.ranking import RESAMPLES, SEED, Estimates, Flags, compare
from turnstone.workspace import MARK, Workspace

Tables = Mapping[str, Table]
LAW = Holding("public record", "benchmark")


def main() -> None:
    """Reads the command line, measures, tells, writes."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("raw", type=Path, help="the folder of raw files")
    options.add_argument("debarments", type=Path, help="official bars, in the layout of debarments_2011_2012.csv")
    options.add_argument("--cut-off", type=date.fromisoformat, action="append", metavar="YYYY-MM-DD",
                         help="default: each 1 January of which at least 12 of the 24 months after are in the list's years")  # fmt: skip
    options.add_argument("--out", type=Path, metavar="FILE.json", help="also write all figures here")
    options.add_argument("--workspace", type=Path, metavar="DIR",
                         help="work here and keep it, so that the next call need not read the files again; else in a "
                              "temporary folder")  # fmt: skip
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="truth-") as temporary:
        result = measure(given.workspace or Path(temporary) / "workspace", given.raw, given.debarments, given.cut_off)
    for at in result["cut_offs"]:
        tell_cut_off(at)
    tell_reappearance(result["reappearance"])
    if given.out is not None:
        given.out.write_text(json.dumps(_without_nan(result), indent=1, sort_keys=False) + "\n", "utf-8")
        print(f"written: {given.out}")


def measure(folder: Path, raw: Path, debarments: Path, cut_offs: list[date] | None) -> dict[str, Any]:
    """All figures, with what is needed to make them again."""
    workspace = Workspace(folder) if (folder / MARK).is_file() else Workspace.create(folder)
    inputs = _keep(workspace, raw, debarments)
    with workspace.locked(), LocalEngine(workspace.scratch / "truth") as engine:
        full = _run(workspace, None)
        bars = read_bars(engine, debarments=full["debarments"], mentions=full["mentions"], profiles=full["profiles"])
        days = sorted(cut_offs or default_cut_offs(bars))
        return {
            "command": f"python benchmarks/truth/h2_market.py {raw.name} {debarments.name}"
            + "".join(f" --cut-off {day}" for day in cut_offs or ()),
            "machine": {"processors": os.cpu_count()} | made_with(),
            "version": __version__,
            "code_sha256": whole_code_digest(),
            "inputs_sha256": inputs,
            "files_without_rows": _without_rows(inputs, full),
            "bootstrap": {"resamples": RESAMPLES, "seed": SEED, "interval": "95 % percentile, stratified by outcome"},
            "bars": {"in_list": full["debarments"].rows, "with_a_first_day": len(bars),
                     "first": str(min((b.begin_on for b in bars), default=None)),
                     "last": str(max((b.begin_on for b in bars), default=None))},
            "cut_offs": [_at(engine, day, bars, full, _run(workspace, day)) for day in days],
            "reappearance": _reappearance(engine, bars, full),
        }  # fmt: skip


def _keep(workspace: Workspace, raw: Path, debarments: Path) -> dict[str, str]:
    """Keeps all files that are recognised; name -> SHA-256. What is not recognised is told and left out."""
    kept: dict[str, str] = {}
    with workspace.locked():
        for path in files_below([raw, debarments]):
            added = add_file(workspace, path, LAW)
            if added.sha256 is None:
                note(f"left out: {path.name}: {added.kind}")
            else:
                kept[path.name] = added.sha256
        others = {source.sha256 for source in workspace.sources() if source.state == "active"} - set(kept.values())
    if others:
        sys.exit(f"the workspace holds {len(others)} files that are not among those given: take another folder")
    return dict(sorted(kept.items()))


def _without_rows(inputs: dict[str, str], full: Tables) -> list[str]:
    """Files of which no row could be read: the figures are about a market with that hole."""
    read = {row["source"] for row in full["source_files"].arrow().to_pylist() if row["rows_out"]}
    holes = [name for name, sha256 in inputs.items() if sha256 not in read]
    if holes:
        note(f"no row could be read of: {', '.join(holes)}")
    return holes


def _run(workspace: Workspace, cut_off: date | None) -> Tables:
    """The tables of a run as of the cut-off; what an earlier run left is taken where nothing has changed."""
    note(f"running as of {cut_off}" if cut_off else "running with all that is known")
    run, _ = run_workspace(workspace, as_of=cut_off and cut_off.isoformat())
    return {name: workspace.table(run, name) for name in run.tables}


def _at(engine: LocalEngine, cut_off: date, bars: list[Bar], full: Tables, before: Tables) -> dict[str, Any]:
    """What came out at one cut-off."""
    latest = latest_day(engine, before)
    if latest is not None and latest >= cut_off:
        sys.exit(f"the run as of {cut_off} knows something of {latest}: its figures would mean nothing")
    market = active_market(engine, before, cut_off)
    later = [bar for bar in bars if begins_within(bar, cut_off)]
    after = outcome(market, networks_of(engine, later, full, before))
    everyone = np.ones(len(market.networks), bool)
    return {
        "cut_off": cut_off.isoformat(),
        "active_from": months_later(cut_off, -WINDOW_MONTHS).isoformat(),
        "until": months_later(cut_off, WINDOW_MONTHS).isoformat(),
        "months_covered_by_list": covered_months(bars, cut_off),
        "bars_known_before": before["debarments"].rows,
        "bars_in_window": after.bars,
        "bars_of_active_networks": after.bars_active,
        "bars_of_networks_not_active": after.bars_inactive,
        "bars_of_parties_unknown_before": after.bars_unknown,
        "bars_in_several_networks": after.bars_in_several,
        "bars_of_parties_without_job_order_in_any_file": len(later) - len(parties_with_orders(engine, later, full)),
        "last_day_known_to_the_run": str(latest),
        "all_active": _ranked(market, after, everyone),
        "not_barred_before": _ranked(market, after, ~market.barred_before),
    }


def _ranked(market: Market, after: Outcome, among: Flags) -> dict[str, Any]:
    """The ranking by bits beside the baselines, among some of the networks."""
    sought = after.sought[among]
    rankings = {
        "weight of evidence": market.mbits[among],
        "random order": None,
        "largest first": market.workers[among],
        "most denials so far": market.denied[among],
    }
    measured, ahead = compare(rankings, sought)
    return {
        "networks": len(sought),
        "networks_barred_before": int(market.barred_before[among].sum()),
        "networks_with_weight": int((market.mbits[among] > 0).sum()),
        "networks_barred_later": int(sought.sum()),
        "of_these_with_weight": int((market.mbits[among][sought] > 0).sum()),
        "measures": {name: _figures(estimates) for name, estimates in measured.items()},
        "weight_of_evidence_ahead_of": {name: _figures(estimates) for name, estimates in ahead.items()},
    }


def _figures(estimates: Estimates) -> dict[str, dict[str, float]]:
    return {
        name: {key: round(value, 4) for key, value in asdict(estimate).items()} for name, estimate in estimates.items()
    }


def _reappearance(engine: LocalEngine, bars: list[Bar], full: Tables) -> dict[str, Any]:
    """The indicator against its slow twin, on the run with all files."""
    note("joining exact addresses and numbers, slowly")
    lines = twin.read_lines(engine, job_orders=full["job_orders"], profiles=full["profiles"])
    hits = twin.read_hits(engine, hits=full["hits"])
    party = {
        row["id"]: row["node_id"] for name in ("bars", "orders") for row in full[name].arrow(["id", "node_id"]).to_pylist()
    }  # fmt: skip
    readings = {"on the line": twin.on_the_line(bars, lines), "by the name": twin.by_the_name(bars, lines)}
    out: dict[str, Any] = {
        "bars": len(bars),
        "hits": len(hits),
        "hits_by_what_is_shared": {kind: sum(h.shared == kind for h in hits) for kind in sorted({h.shared for h in hits})},
    }  # fmt: skip
    for reading, found in readings.items():
        for by, shared in (("address", "premises"), ("phone", "phone")):
            some = [f for f in found if f.by == by]
            got, there = twin.recall(some, hits)
            confirmed, said = twin.precision(found, hits, {shared})
            out[f"{by} {reading}"] = {
                "barred_employers": len({f.bar for f in some}), "certifications": there,
                "also_hits": got, "missed": twin.why_missed(some, hits, party),
                f"hits_by_{shared}": said, "of_these_confirmed": confirmed,
                "certifications_by_holders_of_what_is_shared": _holders(some),
            }  # fmt: skip
    return out


def _holders(found: list[twin.Found]) -> dict[str, int]:
    """Certifications by how many names hold the shared address or number: the more, the likelier an office."""
    bounds = {"2 to 5": range(2, 6), "6 to 40": range(6, 41)}
    out = {label: sum(f.holders in holders for f in found) for label, holders in bounds.items()}
    return out | {"more than 40": sum(f.holders > 40 for f in found)}


def _without_nan(value: Any) -> Any:
    """JSON has no NaN: what cannot be told is null."""
    if isinstance(value, dict):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def note(text: str) -> None:
    """How far the work is, on standard error."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
