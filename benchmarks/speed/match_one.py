"""How long one new record takes against many: any file of records.

    python benchmarks/speed/match_one.py FILE --given COL --family COL [--birth COL] ... [--tries 200] [--out FILE.json]

Resolves the file, builds the index, then takes `--tries` of its rows (fixed seed), changes one letter of a name and gives
each as a new record. Milliseconds on the clock for each, and how many found the entity that the row is in.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "truth"))

from labelled import made_from, write
from records import arguments, fields_of, records_of

from turnstone.links.records.index import index_of
from turnstone.links.records.matching import match_one
from turnstone.links.records.resolve import resolve


def main() -> None:
    parser = arguments()
    parser.description = __doc__
    parser.add_argument("--tries", type=int, default=200)
    args = parser.parse_args()
    records, fields = records_of(args), fields_of(args)
    found = resolve(records, fields)
    before = time.process_time()
    index = index_of(records, fields, found)
    built = time.process_time() - before
    draw = random.Random(20_261_125)
    family = next((c for c, k in fields.items() if k in ("family", "full", "org")), None)
    rows = draw.sample(range(records.num_rows), args.tries)
    took, right, near = [], 0, 0
    for warm in (True, False):
        for row in rows[:5] if warm else rows:
            new: dict[str, Any] = records.slice(row, 1).to_pylist()[0]
            if family and new[family] and len(new[family]) > 3:
                new[family] = new[family][:2] + new[family][3:]
            start = time.perf_counter()
            matches = match_one(index, new)
            if not warm:
                took.append(1000 * (time.perf_counter() - start))
                entity = int(found.labels[row])
                right += any(m.entity == entity and m.verdict == "same" for m in matches)
                near += any(m.entity == entity for m in matches)
    result = {
        **made_from(f"python benchmarks/speed/{' '.join([Path(a).name if '/' in a else a for a in sys.argv])}", args.files),
        "rows": records.num_rows, "tries": args.tries, "index_cpu_s": round(built, 2),
        "milliseconds": {f"p{p}": round(float(np.percentile(took, p)), 1) for p in (50, 95, 99, 100)},
        "own_entity_same": right, "own_entity_shown": near,
    }  # fmt: skip
    print(
        {k: result[k] for k in ("rows", "tries", "index_cpu_s", "milliseconds", "own_entity_same", "own_entity_shown")}
    )
    write(result, args.out)


if __name__ == "__main__":
    main()
