"""A synthetic world through the whole pipeline of the day: a workspace, all files that an importer takes, a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from turnstone.adding import Holding, TextFolder, add_file, add_texts, gathered
from turnstone.engine.local import LocalEngine
from turnstone.errors import SourceError, TurnstoneError, Where
from turnstone.running import run_workspace
from turnstone.validate.truth_table import read_truth
from turnstone.validate.validation import Validation, validate_run
from turnstone.workspace import MARK, Workspace

SYNTHETIC = Holding("synthetic: about nobody", "validation on a synthetic market")


MAPPING = ".yml"
"""A table of no shipped kind has its mapping beside it, under its own name."""


def validate_world(world: Path, folder: Path, tell: Callable[[str], None]) -> Validation:
    """Makes a workspace in `folder` (or goes on with the one that is there), adds DIR/data, runs, and measures. Files that no
    importer takes are told in the result. Raises SourceError for what is no world, TurnstoneError where no file was taken."""
    data = world / "data"
    if not data.is_dir():
        raise SourceError(
            "there is no folder data",
            where=Where(str(world)),
            do="name the folder of a synthetic world, which has data and truth",
        )
    truth = read_truth(world)  # before the long work: a fault in it is told at once
    place = Workspace(folder) if (folder / MARK).is_file() else Workspace.create(folder)
    refused: list[tuple[str, str]] = []
    with place.locked():
        taken = 0
        for path in gathered([data]):
            if not isinstance(path, TextFolder) and path.suffix == MAPPING and _described(path):
                continue
            named = (path.path if isinstance(path, TextFolder) else path).relative_to(data).as_posix()
            tell(f"adding {named}")
            added = (
                add_texts(place, path, SYNTHETIC)
                if isinstance(path, TextFolder)
                else add_file(place, path, SYNTHETIC, _mapping_of(path))
            )
            if added.error is not None:
                refused.append((named, added.error.problem))
            else:
                taken += 1
        if not taken:
            raise TurnstoneError(
                f"no file in {data} is of a kind that is read", do="see `turnstone sources --kinds` for those that are"
            )
        run, _ = run_workspace(place, tell=tell)
    scratch = folder / ".scratch" / "validate"
    with LocalEngine(scratch) as engine:
        return validate_run(place, run, engine, truth, name=world.resolve().name, not_taken=tuple(refused), tell=tell)


def _described(mapping: Path) -> bool:
    return any(mapping.with_suffix(ending).is_file() for ending in (".csv", ".ndjson"))


def _mapping_of(path: Path) -> str | None:
    mapping = path.with_suffix(MAPPING)
    return mapping.read_text("utf-8") if mapping.is_file() else None
