"""One pair of rows taken apart: what each field says, what is not counted and why, and what it all adds up to."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from turnstone.kernels.records_score import PLACE
from turnstone.links.records.facts import facts_of
from turnstone.links.records.levels import NAMES, levels_of
from turnstone.links.records.resolve import Model
from turnstone.links.records.scoring import demote, field_mbits, is_good, score_pairs
from turnstone.links.records.weights import family_codes


def explain(model: Model, records: pa.Table, a: int, b: int) -> pa.Table:
    """Lines whose `mbits` add up to the pair's total: the prior, every field (`left`, `right`: the values as they stand in
    `records`; `level`; `note`), and what relatives or namesakes explain as well. The last line is the total, with the
    verdict as its level. Raises ValueError for rows that are none."""
    if not (0 <= a < records.num_rows and 0 <= b < records.num_rows) or a == b:
        raise ValueError(f"no two rows: {a} and {b}")
    coded, w = model.coded, model.weights
    left, right = (np.array([model.place[row]], np.int32) for row in (a, b))
    levels, extra = levels_of(coded, left, right, model.learnt)
    demote(coded, w, left, right, levels, model.learnt)
    s = score_pairs(coded, w, left, right, levels, extra)
    mbits = field_mbits(coded, w, left, right, levels, extra)[0]
    family = family_codes(coded)
    lines = [_line("before anything is compared", "", "", "prior", int(w.priors[0]), "")]
    homes = [i for i in range(len(coded.fields)) if family[i] == PLACE and levels[i, 0] > 0]
    counted = _strongest(homes, mbits)
    for i, f in enumerate(coded.fields):
        x, y = (str(records[f.name][r].as_py() or "") if f.name in records.column_names else "" for r in (a, b))
        level = NAMES[levels[i, 0]]
        if levels[i, 0] == 0:
            lines.append(_line(f.name, x, y, level, 0, "says nothing"))
        elif i in homes and i != counted:
            lines.append(
                _line(f.name, x, y, level, 0, f"not counted: of places {coded.fields[counted].name} says more")
            )
        elif f.kind not in ("order", "generation") or mbits[i]:
            lines.append(_line(f.name, x, y, level, int(mbits[i]), ""))
    total = int(s.total[0])
    rest = total - sum(int(str(line["mbits"])) for line in lines)
    lines.append(_line("relatives and namesakes", "", "", "", rest, "what they explain as well"))
    facts = facts_of(coded, w, levels, extra)
    against = [name for bit, name in enumerate(facts.names) if (facts.known[0] & ~facts.agrees[0]) >> bit & 1]
    good = bool(is_good(coded, s, levels, model.bar)[0])
    verdict = "good enough to join" if good or facts.sure[0] else f"not joined by this pair (bar {model.bar})"
    note = f"hard facts differ: {', '.join(against)}" if against else ("an equal number" if facts.sure[0] else "")
    lines.append(_line("total", "", "", verdict, total, note))
    return pa.Table.from_pylist(lines)


def _line(field: str, left: str, right: str, level: str, mbits: int, note: str) -> dict[str, str | int]:
    return {"field": field, "left": left, "right": right, "level": level, "mbits": mbits, "note": note}


def _strongest(homes: list[int], mbits: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> int:
    """Which of the places counts: the one that says most for, or where none speaks for, most against."""
    if not homes:
        return -1
    most = max(homes, key=lambda i: int(mbits[i]))
    return most if mbits[most] > 0 else min(homes, key=lambda i: int(mbits[i]))
