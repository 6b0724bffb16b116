"""What cleaning offers and finding the contacts in them costs, an offer; on request beside another version, results compared.

    python benchmarks/speed/offers_clean.py FILE.parquet [--most N] [--country XX] [--beside SRC] [--repeat 1] [--out FILE.json]

FILE has a column `text`. SRC is the `src` folder of another version of Turnstone. README.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

AT_ONCE, WARM = 20_000, 2_000


def main() -> None:
    """Reads the command line, measures each version in a process of its own, tells, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=0, metavar="N", help="only the first N texts")
    parser.add_argument("--country", default="", metavar="XX", help="where all offers stand; not said otherwise")
    parser.add_argument("--beside", type=Path, metavar="SRC", help="another version, measured in turn with this one")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the one with the least CPU counts")
    parser.add_argument("--out", type=Path, metavar="FILE.json")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        print(json.dumps(measure(given.file, given.most, given.country)))
        return
    versions = {"this": None, **({"beside": given.beside} if given.beside else {})}
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in versions}
    for _ in range(given.repeat):
        for name, folder in versions.items():
            runs[name].append(in_own_process(given.file, given.most, given.country, folder))
    best = {name: min(some, key=lambda run: run["cpu_s"]["both"]) for name, some in runs.items()}
    found: dict[str, Any] = {
        "command": f"python benchmarks/speed/offers_clean.py {given.file.name}",
        "machine": {"system": f"{platform.system()} {platform.machine()}", "python": platform.python_version()},
        "input_sha256": hashlib.sha256(given.file.read_bytes()).hexdigest(),
        "country": given.country or None, **best,
    }  # fmt: skip
    if given.beside:
        found["same_results"] = best["this"]["digests"] == best["beside"]["digests"]
    text = json.dumps(found, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", "utf-8")


def in_own_process(file: Path, most: int, country: str, folder: Path | None) -> dict[str, Any]:
    """The figures of one run; `folder`: where its version of Turnstone is, None for this one's."""
    command = [sys.executable, __file__, str(file), "--once", "--most", str(most), "--country", country]
    path = folder or Path(__file__).resolve().parents[2] / "src"
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(path)}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(file: Path, most: int, country: str) -> dict[str, Any]:
    """CPU seconds of cleaning and of the contacts' stage, after a warm-up with texts of their own; digests of both tables."""
    from turnstone.engine.local import LocalEngine

    texts = pq.read_table(file, columns=["text"]).column("text").combine_chunks()
    texts = texts.slice(0, most or len(texts))
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder, LocalEngine(Path(folder), memory="2GB") as engine:
        run(engine, texts.slice(0, WARM), country)
        warm = time.process_time() - begun
        offers, contacts, cleaning, finding = run(engine, texts, country)
    size = len(texts)
    return {
        "offers": size,
        "contacts": contacts.num_rows,
        "cpu_s": {
            "warm_up": round(warm, 2), "cleaning": round(cleaning, 2), "contacts": round(finding, 2),
            "both": round(cleaning + finding, 2),
        },
        "microseconds_an_offer": {"cleaning": round(1e6 * cleaning / size), "contacts": round(1e6 * finding / size)},
        "offers_a_cpu_s": {"cleaning": round(size / cleaning), "contacts": round(size / finding)},
        "digests": {"offers": digest(offers, ["id"]), "contacts": digest(contacts, ["offer_id", "field", "start"])},
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def run(engine: Any, texts: pa.Array, country: str) -> tuple[pa.Table, pa.Table, float, float]:
    """Clean offers, their contacts, and the CPU seconds of each."""
    from turnstone.engine.table import Table
    from turnstone.kernels.unique import Memory
    from turnstone.tables.contacts import contacts
    from turnstone.tables.offers import read_offers
    from turnstone.tables.raw_batch import RawBatch

    raw, memory = raw_offers(texts, country), Memory()
    begun = time.process_time()
    offers = pa.Table.from_batches([read_offers(RawBatch(batch, memory)) for batch in raw.to_batches(AT_ONCE)])
    cleaned = time.process_time()
    made = contacts(engine, offers=Table.of(offers), raw=Table.of(raw))["offer_contacts@"]
    found = made if isinstance(made, pa.Table) else made.arrow()
    return offers, found, cleaned - begun, time.process_time() - cleaned


def raw_offers(texts: pa.Array, country: str) -> pa.Table:
    """Raw rows with these texts, and nothing else but a country."""
    from turnstone.model.offers import OFFERS

    size = len(texts)
    columns = dict.fromkeys(OFFERS.raw, pa.nulls(size, pa.string()))
    columns |= {"text": texts.cast(pa.string()), "id": pa.array([f"offer-{i:09d}" for i in range(size)])}
    columns |= {"source": pa.array(["s"] * size), "sheet": pa.nulls(size, pa.string())}
    columns |= {"row": pa.array(range(size), pa.int32()), "style": pa.array(["dmy."] * size)}
    if country:
        columns["country"] = pa.array([country] * size)
    return pa.table(columns)


def digest(table: pa.Table, order: list[str]) -> str:
    """SHA-256 of all rows in an order that does not depend on how they were made."""
    rows = table.sort_by([(name, "ascending") for name in order]).to_pylist()
    return hashlib.sha256("\n".join(map(repr, rows)).encode("utf-8", "surrogatepass")).hexdigest()


if __name__ == "__main__":
    main()
