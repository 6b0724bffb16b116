"""turnstone judge, turnstone judge next, turnstone judge A B VERDICT, turnstone judge effects"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    Look,
    RunOption,
    WorkspaceOption,
    for_workspace,
    looking,
    note,
    print_json,
    print_table,
    reader,
    say,
    short_id,
    told_unmasked,
)  # fmt: skip
from turnstone.cli.width import say_wrapped
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.exports.judgements import Judgement

VERDICTS = ("same", "different", "unsure")
_HOW = "turnstone judge, judge next, judge A B, judge A B same|different|unsure --reason ..., judge effects"


def command(
    words: Annotated[
        list[str] | None, typer.Argument(help="Nothing, `next`, `effects`, or two parties and a verdict.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; it is written to the log.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only pairs of business or of person.")] = None,
    most: Annotated[
        int, typer.Option("--most", "-n", min=1, help="How many to list, or to ask one after another.")
    ] = 20,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Review pairs: list those nearest to the bar that nobody judged, ask about the next, record what a person says."""
    given = words or []
    if kind not in (None, "business", "person"):
        raise TurnstoneError(f"there is no kind {kind!r} of pairs", do="choose business or person")
    with looking(workspace, run) as look:
        if not given:
            _list(look, kind, most, as_json, workspace)
        elif given == ["next"]:
            _next(look, kind, most, reason)
        elif given == ["effects"]:
            _effects(look, as_json)
        elif len(given) == 3 and given[2] in VERDICTS:
            _record(look, given[:2], given[2], reason)
        elif len(given) == 2:
            _ask(look, given[0], given[1], reason)
        else:
            raise TurnstoneError(f"{' '.join(given)!r} is nothing to judge", do=_HOW)


def _judged(look: Look) -> list[Judgement]:
    from turnstone.exports.judgements import judgements

    return judgements(look.place.log.of("decided"))


def _pairs(look: Look, kind: str | None, most: int) -> tuple[list[dict[str, Any]], int]:
    from turnstone.exports.judgements import standing
    from turnstone.exports.pairs_to_judge import pairs_to_judge
    from turnstone.links.weigh import ENOUGH

    judged = standing(_judged(look))
    return pairs_to_judge(look.engine, look.read, look.mask, judged, bar=ENOUGH, most=most, kind=kind)


def _list(look: Look, kind: str | None, most: int, as_json: bool, workspace: Any) -> None:
    from turnstone.cli.decide import tell_contradictions

    rows, found = _pairs(look, kind, most)
    told_unmasked(look.place, look.mask, "pairs to judge")
    if as_json:
        print_json(rows)
        return
    for row in rows:
        row["now"], row["bits"] = "joined" if row["above"] else "apart", f"{row['bits']:.2f}"
        for side in ("a", "b"):
            place = ", ".join(row[f"{side}_{c}"] for c in ("town", "state") if row[f"{side}_{c}"])
            row[side] = f"{row[f'{side}_name'] or '(no name)'}{f', {place}' if place else ''}"
            row[f"{side}_id"] = row[f"profile_{side}"].removeprefix("profile-")[:8]
    columns = {"bits": "Bits", "now": "Now", "a": "A", "b": "B", "a_id": "Profile A", "b_id": "Profile B"}
    print_table(rows, columns, right=("bits",), least={"a": 18, "b": 18, "a_id": 8, "b_id": 8, "bits": 4})
    if len(rows) < found:
        note(f"{found - len(rows):,} more: --most {found} shows all.")
    tell_contradictions(look.place)
    if rows:
        note(f"Next: turnstone judge next{for_workspace(workspace)}")


def _next(look: Look, kind: str | None, most: int, reason: str | None) -> None:
    """Asks about one pair after another until somebody stops."""
    rows, found = _pairs(look, kind, most)
    if not rows:
        say("No pair is left to judge.")
        return
    if not look.mask.open and any(row["kind"] == "person" for row in rows):
        note("Names of people are masked; equal stand-ins are equal names. `turnstone unlock` shows them.")
    for number, row in enumerate(rows, 1):
        say(f"Pair {number} of {found:,} ({'joined' if row['above'] else 'apart'} now)")
        if not _ask(look, row["profile_a"], row["profile_b"], reason):
            return
        say("")


def _ask(look: Look, a: str, b: str, reason: str | None) -> bool:
    """Shows a pair and asks; whether to go on."""
    from turnstone.cli.decide import pair_of, record
    from turnstone.cli.parties import two_parties
    from turnstone.cli.same import weighed_view
    from turnstone.cli.width import screen_width
    from turnstone.exports.same_text import same_text

    ids = two_parties(look, a, b)
    view = weighed_view(look, ids[0], ids[1])
    told_unmasked(look.place, look.mask, f"judge {short_id(ids[0])} {short_id(ids[1])}")
    say(same_text(view, screen_width()))
    say("")
    while True:
        try:
            answer = str(typer.prompt("same, different, unsure, skip or quit")).strip().lower()
        except (EOFError, typer.Abort):
            say("")
            return False
        words = [word for word in (*VERDICTS, "skip", "quit") if answer and word.startswith(answer)]
        if len(words) == 1 or answer in (*VERDICTS, "skip", "quit"):
            verdict = answer if answer in words else words[0]
            break
        say("Answer with one of these words (same and skip from their second letter on).")
    if verdict in VERDICTS:
        why = (reason or "").strip() or str(typer.prompt("Reason")).strip()
        record(look.place, look.run, verdict, why, pair_of(look.place, look.run, look.engine, ids))
    return verdict != "quit"


def _record(look: Look, texts: list[str], verdict: str, reason: str | None) -> None:
    from turnstone.cli.decide import pair_of, record
    from turnstone.cli.parties import two_parties

    ids = two_parties(look, texts[0], texts[1])
    facts = pair_of(look.place, look.run, look.engine, ids)
    why = (reason or "").strip() or str(typer.prompt("Reason")).strip()
    record(look.place, look.run, verdict, why, facts)


def _effects(look: Look, as_json: bool) -> None:
    """What changed from the run before, in who is the same."""
    from turnstone.exports.effects import effects

    runs = look.place.runs()
    at = next(i for i, run in enumerate(runs) if run.id == look.run.id)
    if at == 0:
        raise TurnstoneError(
            f"there is no run before {look.run.id} to compare with", do="judge, `turnstone run`, and ask again"
        )
    before = runs[at - 1]
    judged = [j for j in _judged(look) if before.line < j.line <= look.run.line]
    rows = effects(look.engine, reader(look.place, before), look.read, look.mask, judged)
    told_unmasked(look.place, look.mask, "judge effects")
    if as_json:
        print_json(
            {"before": before.id, "now": look.run.id, "judged_in_lines": [j.line for j in judged], "events": rows}
        )
        return
    n = len(rows)
    say_wrapped(
        f"From run {before.id} to {look.run.id}: {len(judged)} judgement{'s' if len(judged) != 1 else ''} came in; "
        f"entities were joined or split {n} time{'s' if n != 1 else ''}."
    )
    for row in rows:
        lines = ", ".join(str(line) for line in row["judged_in_lines"])
        said = f"judged in line {lines} of the log" if lines else "by new files or another evidence"
        say(f"  {row['event']} ({said}):")
        for heading, side in (("before", "before"), ("now", "now")):
            for entity in row[side]:
                say(
                    f"    {heading:<7}{short_id(entity['id'])}  {entity['name'] or ''} ({entity['profiles']} ways of writing)"
                )
