"""A lead meets truth by the rule of meet_truth.py: by hand on a small run, and as a slow twin has it on any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.validate.calibration import calibration, promised
from turnstone.validate.error_rates import error_rates, of_all_rows
from turnstone.validate.false_flags import false_flags
from turnstone.validate.meet_truth import NOT_TRUE, TRUE, UNJUDGED, Meeting, judge, meet
from turnstone.validate.precision import base_rate, precision
from turnstone.validate.recall import delay, found_networks, reasons, recall
from turnstone.validate.truth_table import read_truth

RowsOf = Callable[[str, list[dict[str, Any]]], Table]
COLUMNS = "table,key,site,label,network_id,class,unit_id,sex"
TRUTH = [
    # network-a is a lead: three rows of n1 and one lawful row, and one that nobody knows
    "offers,1,s,yes,n1,network,n1,F", "offers,2,s,yes,n1,network,n1,F", "offers,3,s,yes,n1,network,n1,",
    "offers,4,s,no,,salon,u1,F", "offers,5,s,,,,,",
    # network-b is a lead of one true row and two of a franchise: not true
    "offers,6,s,yes,n2,network,n2,M", "offers,7,s,no,,franchise,u2,M", "offers,8,s,no,,franchise,u2,M",
    # network-c is a lead of which truth knows nothing; network-d abstains and holds two rows of n3; n4 posts alone
    "offers,9,s,yes,n3,network,n3,", "offers,10,s,yes,n3,network,n3,", "offers,11,s,yes,n4,network,n4,", "offers,12,s,yes,n4,network,n4,",
    # a job order whose agent is in network-a, and whose employer is alone in none: not a row of network-a
    "job_orders,c-1,,no,,farm,u3,",
    # in no row of the run; on two sites and no site given; of a table that no run has yet
    "offers,99,s,yes,n5,network,n5,", "offers,50,,no,,salon,u9,", "statements,DE1,,yes,n5,network,n5,",
]  # fmt: skip
NETWORKS = [
    "network_id,kind,tier,started_on", "n1,farm work,0,2024-01-01", "n2,farm work,1,2024-01-01",
    "n3,construction,1,2024-01-01", "n4,construction,3,2024-01-01", "n5,begging,3,",
]  # fmt: skip
HELD = {"a": "12345", "b": "678", "c": ["30", "31"], "d": ["9", "10"], "e": ["11", "12"]}


@pytest.fixture
def met(engine: LocalEngine, rows_of: RowsOf, tmp_path: Path) -> Meeting:
    (tmp_path / "rows.csv").write_text("\n".join([COLUMNS, *TRUTH]))
    (tmp_path / "networks.csv").write_text("\n".join(NETWORKS))
    tables = run_of(rows_of, HELD)
    return meet(engine, lambda name: tables[name], tables, read_truth(tmp_path))


def run_of(rows_of: RowsOf, held: dict[str, Any]) -> dict[str, Table]:
    """A run: networks of one poster each, that hold these offers; and a job order whose agent is in network-a."""
    offers = [{"id": f"o{key}", "external_id": key, "site": "s"} for keys in held.values() for key in keys]
    offers += [{"id": f"o50{site}", "external_id": "50", "site": site} for site in "st"]
    by = [{"offer_id": f"o{key}", "poster_id": f"p{name}"} for name, keys in held.items() for key in keys]
    status = {"a": "lead", "b": "lead", "c": "lead", "d": "abstained"}
    base = {"size": 1, "names": 1, "orders": 1, "workers": 0, "barred": 0, "band": 0}
    leads = [
        {"network_id": f"network-{name}", "status": said, "rank": rank if said == "lead" else None, "evidence": "e",
         "weight_mbits": 9_000 - 2_500 * rank, "abstained": None if said == "lead" else "only one family speaks",
         "known_on": date(2024, 1, 1) + timedelta(days=10 * rank)}
        for rank, (name, said) in enumerate(status.items(), 1)
    ]  # fmt: skip
    return {
        "offers": rows_of("offers", offers), "offer_posters": rows_of("offer_posters", by),
        "job_orders": rows_of("job_orders", [{"id": "j1", "case_no": "C-1"}]),
        "mentions": rows_of("mentions", [{"row_id": "j1", "role": "agent", "profile_id": "agent"},
                                         {"row_id": "j1", "role": "employer", "profile_id": "farm"}]),
        "members": rows_of("members", [{"profile_id": "agent", "entity_id": "agent"}, {"profile_id": "farm", "entity_id": "farm"}]),
        "network_members": rows_of("network_members", [
            *({"network_id": f"network-{name}", "node_id": f"p{name}", "strongest_mbits": 0} for name in held),
            {"network_id": "network-a", "node_id": "agent", "strongest_mbits": 0},
            {"network_id": "network-f", "node_id": "farm", "strongest_mbits": 0},
        ]),
        "networks": rows_of("networks", [
            {"id": f"network-{name}", "kind": "alone" if name == "e" else "posters", **base} for name in (*held, "f")
        ]),
        "leads": rows_of("leads", leads),
    }  # fmt: skip


def test_what_each_network_of_the_run_is(met: Meeting) -> None:
    told = {n.id[-1]: (n.verdict, n.true_for, n.rows, n.yes, n.no) for n in met.networks.values()}
    assert told == {
        "a": (TRUE, "n1", 5, 3, 1), "b": (NOT_TRUE, None, 3, 1, 2), "c": (UNJUDGED, None, 2, 0, 0),
        "d": (TRUE, "n3", 2, 2, 0), "e": (TRUE, "n4", 2, 2, 0), "f": (NOT_TRUE, None, 1, 0, 1),
    }  # fmt: skip
    assert [lead.id for lead in met.leads] == ["network-a", "network-b", "network-c"]


def test_keys_that_are_not_in_the_run_are_counted(met: Meeting) -> None:
    told = {t.table: (t.rows, t.met, t.absent, t.twice, t.unread) for t in met.tables}
    assert told == {"offers": (14, 12, 1, 1, 0), "job_orders": (1, 1, 0, 0, 0), "statements": (1, 0, 0, 0, 1)}


def test_precision_by_hand(met: Meeting) -> None:
    ten = precision(met)[0]
    assert (ten.true.count, ten.true.of, ten.leads, ten.unjudged) == (1, 2, 3, 1)
    assert (ten.true.low, ten.true.high) == pytest.approx((0.012579, 0.987421), abs=1e-6)  # Clopper and Pearson, 1 of 2
    assert (base_rate(met).count, base_rate(met).of) == (2, 4)  # a and d of a, b, d, f: e posts alone, c is unjudged


def test_recall_by_hand(met: Meeting) -> None:
    found = found_networks(met)
    assert {f.network.id: (f.lead, f.covered.count, f.covered.of, f.days) for f in found if f.lead} == {
        "n1": ("network-a", 3, 3, 10)
    }
    assert {f.network.id: f.why_not for f in found if f.why_not} == {
        "n2": "the run has only one of its rows",
        "n3": "the system abstains: only one family speaks",
        "n4": "its rows look like those of people who post alone",
        "n5": "the run has none of its rows",
    }
    kinds = {r.group: (r.found.count, r.found.of, r.of_visible.of) for r in recall(found, lambda n: n.kind)}
    assert kinds == {"begging": (0, 1, 0), "construction": (0, 2, 2), "farm work": (1, 2, 1)}
    assert sum(n for _, n in reasons(found)) == 4
    late = delay(found)
    assert (late.dated, late.found, late.median, late.before) == (4, 1, 10, 0)
    assert [(d, s.count) for d, s in late.within if d <= 30] == [(7, 0), (14, 1), (30, 1)]


def test_false_flags_by_hand(engine: LocalEngine, met: Meeting) -> None:
    told = {f.group: (f.flagged.count, f.caught_up.count, f.flagged.of, f.per_10_000) for f in false_flags(engine, met)}
    assert told == {
        "farm": (0, 0, 1, 0), "franchise": (1, 0, 1, 10_000), "salon": (0, 1, 1, 0),
        "all lawful units": (1, 1, 3, pytest.approx(10_000 / 3)),
    }  # fmt: skip


def test_error_rates_by_hand(engine: LocalEngine, met: Meeting) -> None:
    told = {
        g.group: [(s.count, s.of) for s in (g.precision, g.recall, g.false_alarms)] for g in error_rates(engine, met)
    }
    assert told == {
        "F": [(2, 3), (2, 2), (1, 1)], "M": [(1, 3), (1, 1), (2, 2)], "not known": [(1, 1), (1, 5), (0, 1)],
    }  # fmt: skip
    whole = of_all_rows(engine, met)
    assert (whole.precision.count, whole.precision.of, whole.recall.of, whole.false_alarms.of) == (4, 7, 8, 4)


def test_bits_by_hand(met: Meeting) -> None:
    bands = calibration(met, base_rate(met))
    assert [(b.said, b.mean_bits, b.true.count, b.true.of) for b in bands] == [
        ("4 to 6", 4.0, 0, 1),
        ("6 to 8", 6.5, 1, 1),
    ]
    assert promised(3, 0.5) == pytest.approx(8 / 9) and promised(10, 1 / 1025) == pytest.approx(0.5)
    assert promised(4, None) is None and promised(500, 0.0) == 0.0 and promised(500, 0.5) == pytest.approx(1.0)


def test_half_is_enough_and_of_equals_the_larger_is_meant() -> None:
    assert judge({"n1": 2}, 2, {"n1": 9}) == (TRUE, "n1")
    assert judge({"n1": 2}, 3, {"n1": 9}) == (NOT_TRUE, None)
    assert judge({"n1": 2, "n2": 2}, 0, {"n1": 5, "n2": 6}) == (TRUE, "n2")
    assert judge({"n1": 2, "n2": 2}, 0, {"n1": 5, "n2": 5}) == (TRUE, "n1")
    assert judge({"n1": 1, "n2": 1, "n3": 1}, 0, {}) == (NOT_TRUE, None)
    assert judge({"": 3}, 1, {}) == (TRUE, "")
    assert judge({}, 0, {}) == (UNJUDGED, None) and judge({}, 1, {}) == (NOT_TRUE, None)


LABELS = st.sampled_from(["yes n1", "yes n2", "yes n3", "yes ", "no ", " ", "absent"])


@given(st.lists(st.tuples(LABELS, st.sampled_from("abcd")), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_the_twin(
    engine: LocalEngine, rows_of: RowsOf, tmp_path: Path, drawn: list[tuple[str, str]], chance: Any
) -> None:
    """The rule row by row in plain Python, whatever the order of the truth's rows."""
    held: dict[str, list[str]] = {name: [] for name in "abcd"}
    lines = []
    for number, (said, name) in enumerate(drawn):
        held[name].append(str(number))
        if said != "absent":
            label, _, network = said.partition(" ")
            lines.append(f"offers,{number},s,{label},{network}")
    chance.shuffle(lines)
    if not lines:
        return
    path = tmp_path / "closed.csv"
    path.write_text("\n".join(["table,key,site,label,network_id", *lines]))
    tables = run_of(rows_of, held)
    met = meet(engine, lambda name: tables[name], tables, read_truth(path))
    size = Counter(said.partition(" ")[2] for said, _ in drawn if said.startswith("yes"))
    for name in "abcd":
        mine = [said for said, whose in drawn if whose == name]
        yes = Counter(said.partition(" ")[2] for said in mine if said.startswith("yes"))
        known = sum(yes.values()) + mine.count("no ")
        best = sorted(yes, key=lambda n: (yes[n], size[n] if n else 0), reverse=True)
        ties = [
            n for n in best if best and (yes[n], size[n] if n else 0) == (yes[best[0]], size[best[0]] if best[0] else 0)
        ]
        expected = UNJUDGED if not known else TRUE if ties and yes[min(ties)] >= known / 2 else NOT_TRUE
        found = met.networks.get(f"network-{name}")
        assert (found.verdict if found else UNJUDGED) == expected, (name, mine)
        if expected == TRUE:
            assert found is not None and found.true_for == min(ties)
