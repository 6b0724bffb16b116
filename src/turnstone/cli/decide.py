"""turnstone decide VERDICT ID..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    WorkspaceOption,
    find_network,
    note,
    open_workspace,
    print_json,
    print_table,
    resolve_id,
    say,
    short_id,
    small_engine,
)  # fmt: skip
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.engine.local import LocalEngine
    from turnstone.workspace import Run, Workspace

LEADS = {"accept": "accepted", "reject": "rejected", "reopen": "withdrawn"}
PAIRS = {"same": "same", "different": "different", "unsure": "unsure"}


def command(
    verdict: Annotated[
        str | None, typer.Argument(help="accept, reject or reopen a lead; same, different or unsure for a pair.")
    ] = None,
    ids: Annotated[list[str] | None, typer.Argument(help="A lead, or two parties or profiles (see find).")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; it is written to the log.")] = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Record what a person decided; it enters the next run. Without a verdict: list what was decided."""
    place = open_workspace(workspace)
    if verdict is None:
        _list(place, as_json)
        return
    ids = ids or []
    if verdict not in LEADS | PAIRS or len(ids) != (1 if verdict in LEADS else 2):
        raise TurnstoneError(
            f"{' '.join([verdict, *ids])!r} is no decision",
            do="turnstone decide accept LEAD, reject LEAD, reopen LEAD, same A B, different A B or unsure A B, each with --reason",
        )
    why = (reason or "").strip() or str(typer.prompt("Reason")).strip()
    run = place.run()
    with small_engine(place) as engine:
        facts = _lead(place, run, engine, ids[0]) if verdict in LEADS else pair_of(place, run, engine, ids)
    record(place, run, (LEADS | PAIRS)[verdict], why, facts)


def record(place: Workspace, run: Run, verdict: str, reason: str, facts: dict[str, str]) -> None:
    """Writes a decision to the log, says what it does, and names judgements that it contradicts."""
    with place.locked():
        place.log.append("decided", verdict=verdict, run=run.id, reason=reason, **facts)
    say(f"Recorded: {verdict} {' and '.join(facts[k] for k in ('network', 'a', 'b') if k in facts)}.")
    if verdict == "unsure":
        say(
            "The next `turnstone run` weighs the pair as if nobody had judged it; `turnstone judge` does not ask again."
        )
    else:
        say("It counts from the next `turnstone run` on.")
    if "a" in facts:
        tell_contradictions(place, facts["a"], facts["b"])


def tell_contradictions(place: Workspace, *profiles: str) -> int:
    """Names judgements that cannot all be right, the latest first, and how to resolve them. `profiles`: only those that
    touch one of these. Gives how many there are."""
    from turnstone.exports.judgements import contradictions, judgements

    found = [
        c for c in contradictions(judgements(place.log.of("decided")))
        if not profiles or any(id in (j.a, j.b) for j in c.lines for id in profiles)
    ]  # fmt: skip
    for contradiction in found:
        note("")
        note("These judgements contradict each other, the latest first:")
        for j in contradiction.lines:
            pair = f"{short_id(j.a)} and {short_id(j.b)}"
            note(f"  line {j.line} of the log, {j.at_utc}, {j.by}: {pair} are {j.verdict}: {j.reason}")
        a, b = (short_id(id) for id in contradiction.different.pair)
        note(
            "A run keeps those judged different apart, and so leaves out one of the others: the last that would join them."
        )
        note("To resolve it, judge one of these pairs again: a later judgement replaces an earlier one. For example:")
        note(f"  turnstone judge {a} {b} same|unsure --reason ...   (or one of the others: different|unsure)")
    return len(found)


def _lead(place: Workspace, run: Run, engine: LocalEngine, lead: str) -> dict[str, str]:
    network = find_network(place, run, engine, lead)
    query = f"SELECT evidence FROM leads WHERE network_id = '{network}'"
    found = engine.sql(query, leads=place.table(run, "leads")).arrow().column(0).to_pylist()
    if not found:
        raise TurnstoneError(
            f"nothing is said about {network}, so there is nothing to decide", do="see `turnstone leads`"
        )
    return {"network": network, "evidence": str(found[0])}


def pair_of(place: Workspace, run: Run, engine: LocalEngine, ids: list[str]) -> dict[str, str]:
    """Two profiles; a party stands for its profile that was known first."""
    out = []
    for text in ids:
        found = resolve_id(place, run, engine, text)
        if found.startswith("entity-"):
            query = f"""SELECT b.profile_id FROM b LEFT JOIN m USING (profile_id) WHERE b.entity_id = '{found}'
                        GROUP BY b.profile_id ORDER BY min(m.known_on) NULLS LAST, b.profile_id LIMIT 1"""
            tables = {"b": place.table(run, "members"), "m": place.table(run, "mentions")}
            found = str(engine.sql(query, **tables).arrow().column(0)[0].as_py())
        if not found.startswith("profile-"):
            raise TurnstoneError(
                f"{text!r} is neither a party nor a profile", do="find their ids with `turnstone find`"
            )
        out.append(found)
    if out[0] == out[1]:
        raise TurnstoneError("both ids are one profile", do="see the profiles with `turnstone find TEXT --profiles`")
    return {"a": out[0], "b": out[1]}


def _list(place: Workspace, as_json: bool) -> None:
    rows = [
        {"at": e.at_utc, "by": e.facts.get("person", e.by), "verdict": e.facts["verdict"], "run": e.facts["run"], "reason": e.facts["reason"],
         "about": [e.facts[k] for k in ("network", "a", "b") if k in e.facts], "line": e.number}
        for e in place.log.of("decided")
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    columns = {"at": "When (UTC)", "by": "Who", "verdict": "Verdict", "about": "About", "run": "Run", "reason": "Reason",
               "line": "Log line"}  # fmt: skip
    print_table(rows, columns, right=("line",))
