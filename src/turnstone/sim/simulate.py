"""Makes a world: each block by any of several processes, then each file from its parts in the order of the blocks."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from turnstone.errors import TurnstoneError
from turnstone.sim.filings import write as filings
from turnstone.sim.money import write as money
from turnstone.sim.offers import write as offers
from turnstone.sim.truth import Truth, networks_table, people_table, phases_table, rows_table, write
from turnstone.sim.world import World

PARTS = ".parts"


@dataclass(frozen=True)
class Maker:
    """What makes some of the files. `headings`: file, as a path below the data -> its first lines; `write`: writes a block's
    part of each, `FILE.NNN`, and files that are its own, and says what is true of their rows; `mappings`: file -> its text, for
    tables that no shipped source knows."""

    headings: Callable[[World], dict[str, str]]
    write: Callable[[World, int, Path], Truth]
    mappings: Callable[[World], dict[str, str]]


MAKERS = (
    Maker(lambda _: offers.headings(), offers.write_offers, lambda _: {}),
    Maker(lambda _: filings.headings(), filings.write_filings, lambda _: filings.mappings()),
    Maker(money.headings, money.write_money, money.mappings),
)


@dataclass(frozen=True)
class Simulated:
    """What was made: files below the folder, each with its size in bytes; rows and people of the truth; networks."""

    files: dict[str, int]
    rows: int
    people: int
    networks: int


def simulate(made: World, folder: Path, processes: int, told: Callable[[int, int], None]) -> Simulated:
    """Writes FOLDER/data and FOLDER/truth. `told` is called with blocks done and their number. Interrupted, it goes on where
    it stopped when it is asked again for the same world. Raises TurnstoneError where the folder holds something else."""
    parts = folder / PARTS
    wanted = json.dumps(_about(made), indent=1)
    _begin(folder, wanted)
    left = [block for block in range(made.blocks) if not (parts / f"done.{block:03}").exists()]
    done = made.blocks - len(left)
    told(done, made.blocks)
    for _ in _each(made, left, parts, processes):
        done += 1
        told(done, made.blocks)
    for block in range(made.blocks):  # joining takes the parts away: who interrupts it makes them again
        (parts / f"done.{block:03}").unlink()
    files = _join(made, parts, folder)
    truth = folder / "truth"
    truth.mkdir(exist_ok=True)
    rows = _tables(parts, "rows", truth, made.blocks)
    people = _tables(parts, "people", truth, made.blocks)
    networks = networks_table(made)
    write(networks, truth / "networks.parquet")
    write(phases_table(made), truth / "phases.parquet")
    (truth / "world.json").write_text(wanted + "\n", encoding="utf-8")
    shutil.rmtree(parts)
    return Simulated(files, rows, people, len(networks))


def _about(made: World) -> dict[str, object]:
    plan = made.plan
    return {
        "synthetic": True, "seed": plan.seed, "months": plan.months, "offers": plan.offers, "countries": list(plan.countries),
        "first_day": made.first_day.isoformat(), "blocks": made.blocks,
        "parameters": {name: list(row.values) for name, row in plan.parameters.rows.items()},
    }  # fmt: skip


def _begin(folder: Path, wanted: str) -> None:
    parts = folder / PARTS
    begun = parts / "world.json"
    if folder.exists() and any(folder.iterdir()) and not (begun.exists() and begun.read_text("utf-8") == wanted):
        raise TurnstoneError(f"{folder} is not empty", do="name a folder that is new or empty, or remove what is in it")
    parts.mkdir(parents=True, exist_ok=True)
    begun.write_text(wanted, encoding="utf-8")


def _each(made: World, blocks: list[int], parts: Path, processes: int) -> Iterator[None]:
    if processes == 1 or len(blocks) < 2:
        for block in blocks:
            _block(made, block, parts)
            yield
        return
    context = multiprocessing.get_context("spawn")  # a forked child of a process with threads may hang
    with ProcessPoolExecutor(processes, context, _hold, (made,)) as pool:
        yield from pool.map(_held, blocks, [parts] * len(blocks))


_made: World | None = None


def _hold(made: World) -> None:
    global _made  # a process gets the world once, not with each block
    _made = made


def _held(block: int, parts: Path) -> None:
    assert _made is not None
    _block(_made, block, parts)


def _block(made: World, block: int, parts: Path) -> None:
    told = Truth()
    for maker in MAKERS:
        part = maker.write(made, block, parts / "data")
        told.rows += part.rows
        told.people += part.people
    write(rows_table(told.rows), parts / f"rows.{block:03}")
    write(people_table(told.people), parts / f"people.{block:03}")
    (parts / f"done.{block:03}").touch()


def _join(made: World, parts: Path, folder: Path) -> dict[str, int]:
    """Each file from its heading and the parts of all blocks; what a block wrote as a whole file stays as it is."""
    files = {}
    data = folder / "data"
    for name, heading in sorted((name, text) for maker in MAKERS for name, text in maker.headings(made).items()):
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.write(heading.encode())
            for block in range(made.blocks):
                part = parts / "data" / f"{name}.{block:03}"
                if part.exists():
                    with part.open("rb") as read:
                        shutil.copyfileobj(read, out, 1 << 20)
                    part.unlink()  # a world of many gigabytes is not held twice
        if path.stat().st_size == 0:
            path.unlink()
            continue
        files[name] = path.stat().st_size
    for name, text in sorted((name, text) for maker in MAKERS for name, text in maker.mappings(made).items()):
        (data / name).write_bytes(text.encode())
        files[name] = len(text.encode())
    for whole in sorted(path for path in (parts / "data").rglob("*") if path.is_file()):
        name = whole.relative_to(parts / "data").as_posix()
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        whole.replace(data / name)
        files[name] = (data / name).stat().st_size
    return files


def _tables(parts: Path, name: str, truth: Path, blocks: int) -> int:
    rows = 0
    writer: pq.ParquetWriter | None = None
    for block in range(blocks):
        table: pa.Table = pq.read_table(parts / f"{name}.{block:03}")
        writer = writer or pq.ParquetWriter(truth / f"{name}.parquet", table.schema, compression="zstd")
        writer.write_table(table)
        rows += len(table)
    if writer is not None:
        writer.close()
    return rows
