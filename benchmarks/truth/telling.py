"""The figures of the truth benchmark as tables for people."""

from __future__ import annotations

import math
from typing import Any

from rich.console import Console
from rich.table import Table

POPULATIONS = {"all_active": "all active networks", "not_barred_before": "those not barred before the cut-off"}
MEASURES = {
    "roc_auc": ("ROC-AUC", "{:.3f}"),
    "lift_at_100": ("lift at 100", "{:.1f}"),
    "lift_at_1_percent": ("lift at 1 %", "{:.1f}"),
    "precision_at_100": ("precision at 100", "{:.3f}"),
}
console = Console(width=None if Console().is_terminal else 140)


def tell_cut_off(at: dict[str, Any]) -> None:
    """What came out at one cut-off."""
    console.print(
        f"\n[bold]As of {at['cut_off']}[/bold]: barred before {at['until']}? "
        f"({at['months_covered_by_list']} of 24 months are in the years of the list; {at['bars_known_before']} bars known "
        f"before)\n{at['bars_in_window']} bars: {at['bars_of_active_networks']} name a member of an active network, "
        f"{at['bars_of_networks_not_active']} of one not active since {at['active_from']}, "
        f"{at['bars_of_parties_unknown_before']} a party unknown before "
        f"({at['bars_of_parties_without_job_order_in_any_file']} without a job order in any file)"
    )
    for key, title in POPULATIONS.items():
        some = at[key]
        if key != "all_active" and some["networks"] == at["all_active"]["networks"]:
            continue
        table = Table(
            title=f"{title}: {some['networks_barred_later']} of {some['networks']:,} barred later; "
            f"{some['networks_with_weight']:,} have any weight, {some['of_these_with_weight']} of those barred later",
            title_justify="left",
        )
        table.add_column("ranking")
        for label, _ in MEASURES.values():
            table.add_column(label, justify="right")
        for name, measured in some["measures"].items():
            table.add_row(name, *(_cell(measured[m], form) for m, (_, form) in MEASURES.items()))
        table.add_section()
        for name, ahead in some["weight_of_evidence_ahead_of"].items():
            table.add_row(f"ahead of {name}", *(_cell(ahead[m], form) for m, (_, form) in MEASURES.items()))
        console.print(table)


def tell_reappearance(found: dict[str, Any]) -> None:
    """The indicator `reappearance` beside its exact twin."""
    kinds = ", ".join(f"{count} by {kind}" for kind, count in found["hits_by_what_is_shared"].items())
    table = Table(
        title=f"Reappearance: {found['bars']} bars; the indicator has {found['hits']} hits ({kinds})",
        title_justify="left",
    )
    for name in (
        "exact twin",
        "barred",
        "certifications",
        "recall",
        "hits confirmed",
        "held by 2-5",
        "6-40",
        "over 40",
    ):
        table.add_column(name, justify="left" if name == "exact twin" else "right")
    for reading, row in found.items():
        if isinstance(row, dict) and "certifications" in row:
            said = next(row[key] for key in row if key.startswith("hits_by_"))
            table.add_row(
                reading, str(row["barred_employers"]), str(row["certifications"]),
                f"{row['also_hits']} of {row['certifications']}", f"{row['of_these_confirmed']} of {said}",
                *(str(count) for count in row["certifications_by_holders_of_what_is_shared"].values()),
            )  # fmt: skip
    console.print()
    console.print(table)


def _cell(figure: dict[str, float], form: str) -> str:
    if math.isnan(figure["value"]):
        return "cannot be told"
    value, low, high = (form.format(figure[key]) for key in ("value", "low", "high"))
    return f"{value} [{low} to {high}]".replace("[", "\\[")
