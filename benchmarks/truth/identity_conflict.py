"""Does the same text or contact under different identities tell fraudulent offers from genuine ones?

    python benchmarks/truth/identity_conflict.py FILE --text COL [--text COL ...] --identity COL --label COL
        [--place COL] [--side recruiting|selling] [--contact-pattern REGEX] [--cited-pattern REGEX] [--prevalence .048] [--out FILE.json]

The rows are taken through a run as offers, and what its indicators found is what is judged; peers and further rules are
computed from their own groups with the run's identities. FILE is CSV, TSV or Parquet. `--label` is 1 (or true, t, yes) for what is sought. An empty identity is unknown and never
contradicts anything. Contacts are looked for in all columns but the identity and the label: what stands in a profile
belongs to who the offer says it is from, and is no way of answering it. README.md beside this file says the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from labelled import column, command_line, console, joined, made_from, note, options, read_labelled, write
from measures import SEED, Interval, Ints, at_prevalence, wilson
from numpy.typing import NDArray
from offers_run import ASKED, run_offers
from rich.table import Table

CONTACTS = r"#(?:EMAIL|PHONE)_[0-9a-f]+#"
"""Ways of answering the offer. An address of a page is none: anybody may cite it."""
CITED = r"#URL_[0-9a-f]+#"
MOST_IDENTITIES = 10
"""A contact under more identities than this, and than one in a hundred of all, is everybody's: a board, a mail service."""
TRUE = {"1", "true", "t", "yes", "y"}
Flags = NDArray[np.bool_]


def main() -> None:
    """Reads the command line, measures, tells, writes."""
    parser = options(__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--text", action="append", required=True, metavar="COL")
    parser.add_argument("--identity", required=True, metavar="COL")
    parser.add_argument("--label", required=True, metavar="COL")
    parser.add_argument("--place", metavar="COL", help="the town, for texts that name nobody in many towns")
    parser.add_argument("--side", choices=("recruiting", "selling"), default="recruiting")
    parser.add_argument("--contact-pattern", default=CONTACTS, metavar="REGEX")
    parser.add_argument("--cited-pattern", default=CITED, metavar="REGEX", help="addresses cited, reported apart")
    parser.add_argument("--prevalence", type=float, default=0.048, help="natural share of what is sought")
    given = parser.parse_args()
    table = read_labelled(given.file)
    result = made_from(command_line(), [given.file]) | {"prevalence": given.prevalence, "seed": SEED}
    patterns = {"contact": given.contact_pattern, "cited": given.cited_pattern}
    place = column(table, given.place) if given.place else [""] * len(table)
    result |= measure(
        table,
        given.text,
        given.identity,
        given.label,
        place,
        given.side,
        patterns,
        given.prevalence,
        not given.no_peers,
    )
    tell(result)
    write(result, given.out)


def measure(
    table: pa.Table,
    texts: list[str],
    identity: str,
    label: str,
    place: list[str],
    side: str,
    patterns: dict[str, str],
    prevalence: float,
    peers: bool,
) -> dict[str, Any]:
    """All figures for one labelled table."""
    from text_peers import METHODS

    sought = np.array([v.lower() in TRUE for v in column(table, label)], bool)
    body = joined(table, texts)
    note(f"a run over {len(sought):,} offers")
    run = run_offers(body.to_pylist(), column(table, identity), place, side)
    who = run.who
    others = [column(table, name) for name in table.column_names if name not in (identity, label)]
    whole = ["\n".join(row) for row in zip(*others, strict=True)]
    flagged = {f"indicator {name}": of_rows(run.found[name], len(who)) for name in ASKED}
    flagged |= {"all three indicators": of_rows(set().union(*run.found.values()), len(who))}
    generic: dict[str, int] = {}
    by_contact, generic["contact"] = shared_conflict([set(re.findall(patterns["contact"], t)) for t in whole], who)
    cited, generic["cited"] = shared_conflict([set(re.findall(patterns["cited"], t)) for t in whole], who)
    groups: dict[str, int] = {}
    for name, method in METHODS.items():
        if name not in ("turnstone", "exact") and not peers:
            continue
        said = method(body)
        by_text = text_conflict(said, who)
        together = np.bincount(said)[said] > 1
        groups[name] = int((np.bincount(said) > 1).sum())
        flagged |= {f"{name}: text under several identities": by_text, f"{name}: text or contact": by_text | by_contact,
                    f"{name}: in a group (no identity asked)": together}  # fmt: skip
        if name == "turnstone":
            flagged |= {"contact under several identities": by_contact, "page cited under several identities": cited}
    known = [key for key in who if key is not None]
    return {
        "rows": len(who), "sought": int(sought.sum()), "genuine": int((~sought).sum()), "identity_known": len(known),
        "writings": len(set(column(table, identity)) - {""}), "identities": len(set(known)),
        "rows_not_taken_as_offers": run.untaken, "groups": groups,
        "contacts_left_out_as_everybodys": generic,
        "flags": {name: figures(some, sought, prevalence) for name, some in flagged.items()},
    }  # fmt: skip


def of_rows(found: set[int], rows: int) -> Flags:
    """Flags of the rows that were found."""
    return np.isin(np.arange(rows), sorted(found))


def text_conflict(said: Ints, who: list[str | None]) -> Flags:
    """Rows of groups in which two or more identities are known."""
    names: dict[int, set[str]] = defaultdict(set)
    for group, key in zip(said.tolist(), who, strict=True):
        if key is not None:
            names[group].add(key)
    return np.array([len(names[group]) > 1 for group in said.tolist()], bool)


def shared_conflict(contacts: list[set[str]], who: list[str | None]) -> tuple[Flags, int]:
    """Rows with a contact that stands under two or more identities; and how many contacts were left out as everybody's."""
    names: dict[str, set[str]] = defaultdict(set)
    for some, key in zip(contacts, who, strict=True):
        if key is not None:
            for contact in some:
                names[contact].add(key)
    most = max(MOST_IDENTITIES, len({key for key in who if key is not None}) // 100)
    told = {contact for contact, keys in names.items() if 1 < len(keys) <= most}
    generic = sum(len(keys) > most for keys in names.values())
    return np.array([not told.isdisjoint(some) for some in contacts], bool), generic


def figures(flagged: Flags, sought: Flags, prevalence: float) -> dict[str, Any]:
    """Counts, shares with Wilson intervals, and precision at the natural prevalence."""
    hit, wrong = int((flagged & sought).sum()), int((flagged & ~sought).sum())
    of, others = int(sought.sum()), int((~sought).sum())
    return {
        "flagged": hit + wrong, "sought_flagged": hit, "genuine_flagged": wrong, "recall": wilson(hit, of),
        "genuine_flagged_share": wilson(wrong, others), "precision": wilson(hit, hit + wrong),
        "precision_at_prevalence": at_prevalence(hit, of, wrong, others, prevalence),
    }  # fmt: skip


def tell(result: dict[str, Any]) -> None:
    """The figures as a table for people."""
    left_out = result["contacts_left_out_as_everybodys"]
    console.print(
        f"{result['rows']:,} rows, {result['sought']} sought, {result['genuine']} genuine; {result['identity_known']} name "
        f"an identity: {result['writings']} writings of {result['identities']} identities. Left out as everybody's: "
        f"{left_out['contact']} contacts, {left_out['cited']} pages."
    )
    table = Table()
    table.add_column("flagged by")
    for label in (
        "sought flagged",
        "genuine flagged",
        "recall",
        "precision",
        f"precision at {result['prevalence']:.1%}",
    ):
        table.add_column(label, justify="right")
    for name, some in result["flags"].items():
        shown: list[Interval] = [some["recall"], some["precision"], some["precision_at_prevalence"]]
        table.add_row(
            name, f"{some['sought_flagged']} of {result['sought']}", f"{some['genuine_flagged']} of {result['genuine']}",
            *(share(figure) for figure in shown),
        )  # fmt: skip
    console.print(table)


def share(figure: Interval) -> str:
    return "-" if figure.value != figure.value else f"{figure.value:.3f} \\[{figure.low:.3f} to {figure.high:.3f}]"


if __name__ == "__main__":
    main()
