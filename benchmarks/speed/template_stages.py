"""What the stages from offers to templates cost, slots included; and what adding a tenth costs then.

    python benchmarks/speed/template_stages.py FILE.parquet [--out FILE.json]

FILE has a column `text`. Nine tenths of the rows (drawn by their place) are the market before, the rest is the month
that is added. CPU seconds are those of the process; compiled code is loaded before. README.md says how to read them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.offers import OFFERS
from turnstone.texts import templates as room
from turnstone.texts.pairs import Before
from turnstone.texts.sketch import sketch
from turnstone.texts.templates import templates
from turnstone.texts.vocabulary import learn_vocabulary, write_vocabulary


def offers_of(texts: pa.Array, first: int) -> Table:
    """Offers with these texts and nothing else."""
    size = len(texts)
    columns = {
        "id": pa.array([f"offer-{first + i:09d}" for i in range(size)]),
        "text": texts,
        "mixed_script": pa.array(np.zeros(size, bool)),
    }
    return Table.of(
        pa.Table.from_arrays([columns.get(f.name, pa.nulls(size, f.type)) for f in OFFERS.arrow], schema=OFFERS.arrow)
    )


def both(*tables: Table) -> Table:
    return Table.of(pa.concat_tables([t.arrow() for t in tables]))


def held(made: Any) -> Table:
    return Table.of(made) if isinstance(made, pa.Table) else made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    texts = pq.read_table(given.file, columns=["text"]).column("text").combine_chunks()
    chosen = np.arange(len(texts)) % 10 == 9
    parts = [texts.filter(pa.array(~chosen)), texts.filter(pa.array(chosen))]
    old, new = offers_of(parts[0], 0), offers_of(parts[1], len(parts[0]))
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, LocalEngine(Path(folder), memory="4GB") as engine:
        path = Path(folder) / "vocabulary"

        def lap(name: str, work: Any) -> Any:
            begun = time.process_time()
            out = work()
            seconds[name] = round(time.process_time() - begun, 2)
            print(f"{name}: {seconds[name]} CPU s", flush=True)
            return out

        words = {"vocabulary": "benchmark", "vocabulary_path": path}
        few = offers_of(texts.slice(0, 2000), 0)
        write_vocabulary(learn_vocabulary(engine, few), path)
        templates(engine, offers=few, sketches=held(sketch(engine, offers=few, **words)["sketches@"]), **words)
        words["vocabulary_path"] = path = Path(folder) / "learned"
        lap("learn and keep the vocabulary", lambda: write_vocabulary(learn_vocabulary(engine, both(old, new)), path))
        one = held(lap("sketch nine tenths", lambda: sketch(engine, offers=old, **words))["sketches@"])
        two = held(lap("sketch one tenth", lambda: sketch(engine, offers=new, **words))["sketches@"])
        before = lap("templates of nine tenths", lambda: templates(engine, offers=old, sketches=one, **words))
        tables = {name: held(table) for name, table in before.items()} | {"sketches": one}
        everything, sketches = both(old, new), both(one, two)
        added = lap(
            "templates when one tenth is added",
            lambda: templates(engine, offers=everything, sketches=sketches, before=Before(tables), **words),
        )
        laying = room._Made.tables
        spent: list[float] = []

        def timed(self: Any) -> Any:
            begun = time.process_time()
            out = laying(self)
            spent.append(time.process_time() - begun)
            return out

        room._Made.tables = timed  # type: ignore[method-assign]
        anew = lap("templates of all, anew", lambda: templates(engine, offers=everything, sketches=sketches, **words))
        seconds["of which slots, parts and members"] = round(spent[0], 2)
    same = all(
        held(added[name]).arrow().sort_by([(k, "ascending") for k in key])
        == held(anew[name]).arrow().sort_by([(k, "ascending") for k in key])
        for name, key in {
            "templates": ["id"],
            "template_members": ["template_id", "offer_id"],
            "text_edges": ["a", "b"],
        }.items()
    )
    found = {
        "command": f"python benchmarks/speed/template_stages.py {given.file.name}",
        "machine": {"system": f"{platform.system()} {platform.machine()}", "python": platform.python_version()},
        "input_sha256": hashlib.sha256(given.file.read_bytes()).hexdigest(), "offers": len(texts), "cpu_s": seconds,
        "in_templates": held(anew["template_members"]).rows, "templates": held(anew["templates"]).rows,
        "added_gives_the_same_as_anew": same,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip
    text = json.dumps(found, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
