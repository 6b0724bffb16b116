"""turnstone audit-links sample, turnstone audit-links read FILE"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    Look,
    RunOption,
    WorkspaceOption,
    looking,
    note,
    print_json,
    print_table,
    say,
    told_unmasked,
)  # fmt: skip
from turnstone.cli.width import say_wrapped
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.evidence.log import Entry
    from turnstone.exports.audit_sample import Drawn
    from turnstone.validate.link_audit import Stratum

SHARE_MERGED = 2 / 3
"""The part of a sample that asks about merges; the rest asks about pairs just below the bar."""
MORE = (50, 100, 200, 500, 1_000)
QUESTIONS = {"merged": "false merges", "below the bar": "missed merges"}


def command(
    action: Annotated[str, typer.Argument(help="sample or read.")],
    file: Annotated[Path | None, typer.Argument(help="The file that was filled in (read).")] = None,
    size: Annotated[int, typer.Option("--size", min=10, help="How many pairs to draw.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same pairs.")] = 1,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The CSV file to write (sample).")] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Estimate how many merges are false: draw pairs for people to label, then read what they said, with intervals."""
    if action == "sample":
        with looking(workspace, run) as look:
            _sample(look, size, seed, out or Path(f"audit-{look.run.id}-{seed}.csv"), as_json)
    elif action == "read" and file is not None:
        with looking(workspace, run) as look:
            _read(look, file, as_json)
    else:
        raise TurnstoneError(
            f"{action!r} is nothing to do{' without a file' if action == 'read' else ''}",
            do="turnstone audit-links sample --size 100 --out FILE.csv, then turnstone audit-links read FILE.csv",
        )


def _sample(look: Look, size: int, seed: int, out: Path, as_json: bool) -> None:
    from turnstone.evidence.files import sha256_of
    from turnstone.exports.audit_sample import draw, population, sample_digest, write_sample
    from turnstone.links.facts import compare_births
    from turnstone.links.weigh import ENOUGH
    from turnstone.validate.link_audit import allocate

    strata = population(look.engine, look.read, bar=ENOUGH)
    sizes: dict[str, int] = {}
    merged = round(size * SHARE_MERGED)
    for question, part in (("merged", merged), ("below the bar", size - merged)):
        names = [name for name, pairs in strata.items() if pairs[0].question == question]
        sizes |= dict(zip(names, allocate([len(strata[name]) for name in names], part), strict=True))
    sample = draw(strata, sizes, seed)
    if not sample:
        raise TurnstoneError(f"run {look.run.id} has no pairs to draw from", do="add files, and run again")
    weights = {name: len(pairs) / sizes[name] for name, pairs in strata.items() if sizes[name]}
    write_sample(out, look.engine, look.read, sample, weights, look.mask, compare_births)
    told_unmasked(look.place, look.mask, f"audit-links sample of {len(sample)} pairs")
    told = {name: {"pairs": len(pairs), "drawn": sizes[name]} for name, pairs in strata.items()}
    with look.place.locked():
        entry = look.place.log.append(
            "audit_sampled", run=look.run.id, seed=seed, size=len(sample), strata=told, pairs=sample_digest(sample),
            file=str(out.resolve()), sha256=sha256_of(out), masked=not look.mask.open,
        )  # fmt: skip
    if as_json:
        print_json({"file": str(out), "line": entry.number, "strata": told})
        return
    rows = [{"stratum": name, **counts} for name, counts in told.items()]
    print_table(rows, {"stratum": "Stratum", "pairs": "Pairs", "drawn": "Drawn"}, right=("pairs", "drawn"))
    say("")
    masked = "" if look.mask.open else " Names of people and contacts are masked: unlock first where they are needed."
    say_wrapped(f"{len(sample)} pairs written to {out}.{masked}")
    say_wrapped("Write same, different or unsure into the column `verdict`, then: turnstone audit-links read FILE")


def _read(look: Look, file: Path, as_json: bool) -> None:
    from turnstone.evidence.files import sha256_of
    from turnstone.exports.audit_sample import read_sample, sample_digest
    from turnstone.validate.link_audit import Stratum

    rows = read_sample(file)
    sampled = _entry(look, sample_digest([pair for pair, _ in rows]), file)
    given: Counter[tuple[str, str]] = Counter((pair.stratum, verdict) for pair, verdict in rows if verdict)
    if not given:
        raise TurnstoneError(f"{file.name} has no verdict yet", do="write same, different or unsure into that column")
    strata = [
        Stratum(
            name, counts["pairs"], given[name, "same"] + given[name, "different"],
            given[name, "different" if name.startswith("merged") else "same"], given[name, "unsure"],
        )
        for name, counts in sampled.facts["strata"].items()
    ]  # fmt: skip
    told = _told(strata)
    with look.place.locked():
        look.place.log.append(
            "audit_read", run=sampled.facts["run"], sampled_in_line=sampled.number, file=str(file.resolve()),
            sha256=sha256_of(file), labels=sum(given.values()),
            rates={q: {k: told[q]["overall"][k] for k in ("rate", "low", "high")} for q in told},
        )  # fmt: skip
    if as_json:
        print_json({"run": sampled.facts["run"], "sampled_in_line": sampled.number, **told})
        return
    say_wrapped(
        f"Run {sampled.facts['run']}, sample of line {sampled.number} of the log: {sum(given.values())} of {len(rows)} pairs labelled."
    )
    for question, one in told.items():
        _print(question, one)
    _disagreements(rows)


def _entry(look: Look, digest: str, file: Path) -> Entry:
    """The line of the log that drew these pairs. Raises TurnstoneError where none did."""
    found = [entry for entry in look.place.log.of("audit_sampled") if entry.facts["pairs"] == digest]
    if not found:
        raise TurnstoneError(
            f"{file.name} does not hold the pairs of any sample of this workspace: rows were added, removed or changed",
            do="fill in the column `verdict` of the file as it was written, and leave the others; or draw a new sample",
        )
    return found[-1]


def _told(strata: list[Stratum]) -> dict[str, dict[str, Any]]:
    """For false merges and for missed ones: overall, by kind, by stratum, and what more labels would give."""
    from turnstone.exports.as_plain import as_plain
    from turnstone.validate.link_audit import estimate, with_more, worst_and_best

    out: dict[str, dict[str, Any]] = {}
    for question, said in QUESTIONS.items():
        own = [s for s in strata if s.name.startswith(question)]
        if not own:
            continue
        kinds = sorted({s.name.split(" | ")[1] for s in own})
        none_wrong, all_wrong = worst_and_best(own)
        out[said] = {
            "overall": as_plain(estimate(own)), "wilson": as_plain(estimate(own, limits="wilson")),
            "if_unsure_are_right": none_wrong, "if_unsure_are_wrong": all_wrong,
            "by_kind": {k: as_plain(estimate([s for s in own if s.name.split(" | ")[1] == k])) for k in kinds},
            "by_stratum": {s.name: as_plain(estimate([s])) for s in own},
            "with_more_labels": {more: as_plain(with_more(own, more)) for more in MORE},
        }  # fmt: skip
    return out


def _print(question: str, told: dict[str, Any]) -> None:
    say("")
    rows = [{"what": "all", **told["overall"]}]
    rows += [{"what": kind, **one} for kind, one in told["by_kind"].items()]
    rows += [{"what": f"  {name.partition(' | ')[2]}", **one} for name, one in told["by_stratum"].items()]
    for row in rows:
        row["rate"] = "" if row["rate"] is None else f"{row['rate']:.2%}"
        row["interval"] = f"{row['low']:.2%} to {row['high']:.2%}"
    columns = {"what": question.capitalize(), "rate": "Rate", "interval": "95 % interval", "wrong": "Wrong",
               "labelled": "Labelled", "unsure": "Unsure", "pairs": "Pairs"}  # fmt: skip
    print_table(rows, columns, right=("rate", "interval", "wrong", "labelled", "unsure", "pairs"))
    overall, wilson = told["overall"], told["wilson"]
    say_wrapped(
        f"The intervals are exact (Clopper-Pearson); Wilson's for all: {wilson['low']:.2%} to {wilson['high']:.2%}."
    )
    if overall["unsure"]:
        right, wrong = told["if_unsure_are_right"], told["if_unsure_are_wrong"]
        say_wrapped(f"If all unsure pairs are right {right:.2%}, if all are wrong {wrong:.2%}.")
    if overall["unlabelled_share"]:
        share = overall["unlabelled_share"]
        say_wrapped(f"{share:.0%} of the pairs are in strata without a label; the interval allows for all of it.")
    left = overall["pairs"] - overall["labelled"]
    more = [f"{n:,} more, {e['low']:.2%} to {e['high']:.2%}" for n, e in told["with_more_labels"].items() if n < left]
    if more:
        say_wrapped(f"If the rates stay as they are, more labels narrow it to: {'; '.join(more)}.")


def _disagreements(rows: list[tuple[Drawn, str]]) -> None:
    """How to act on what was found wrong."""
    wrong = [(p, v) for p, v in rows if v == ("different" if p.question == "merged" else "same")]
    if wrong:
        note("")
        note("A label changes no run. To record one as a judgement: turnstone judge A B different|same --reason ...")
        for pair, verdict in wrong[:5]:
            note(f"  turnstone judge {pair.a[:20]} {pair.b[:20]} {verdict} --reason ...")
        if len(wrong) > 5:
            note(f"  and {len(wrong) - 5} more in the file")
