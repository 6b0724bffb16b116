"""The bench on which a run's stages work: it remembers receipts, gives folders, and tells how far the work is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from turnstone.engine.local import LocalEngine
from turnstone.evidence.receipts import Output, Receipt
from turnstone.workspace import Workspace, link_or_copy

Tell = Callable[[str], None]


class RunBench:
    """Stages of one run. What an earlier run left under the same key is linked into this run's folder."""

    def __init__(
        self, workspace: Workspace, engine: LocalEngine, folder: Path, tell: Tell, done: Callable[[], None]
    ) -> None:
        self.engine = engine
        self.fresh = 0
        """How many stages really ran."""
        self._workspace, self._folder, self._tell, self._done = workspace, folder, tell, done
        self._known = workspace.receipts()

    def folder(self) -> Path:
        return self._folder

    def relative(self, path: Path) -> str:
        return path.relative_to(self._workspace.folder).as_posix()

    def absolute(self, file: str) -> Path:
        return self._workspace.folder / file

    def find(self, key: str) -> Receipt | None:
        """The receipt of an earlier run of the stage, if all that it wrote is still there."""
        receipt = self._known.get(key)
        if receipt is None or not all(self.absolute(o.file).is_file() for o in receipt.outputs.values()):
            return None
        return receipt

    def reuse(self, receipt: Receipt, folder: Path) -> Receipt:
        """The receipt with its outputs under `folder`, where they are now also to be found."""
        self._done()
        return replace(receipt, outputs={name: self._under(folder, output) for name, output in receipt.outputs.items()})

    def _under(self, folder: Path, output: Output) -> Output:
        path = folder / Path(output.file).name
        if self.relative(path) == output.file:
            return output
        if not path.is_file():
            link_or_copy(self.absolute(output.file), path)
        return replace(output, file=self.relative(path))

    def note(self, receipt: Receipt) -> None:
        self._workspace.log.append("receipt", **receipt.facts())
        self._known[receipt.key] = receipt
        self.fresh += 1
        self._done()

    def begins(self, label: str) -> None:
        self._tell(label)


class ScratchBench:
    """A bench that remembers nothing and keeps nothing: every stage runs."""

    def __init__(self, engine: LocalEngine, folder: Path, tell: Tell) -> None:
        self.engine = engine
        self._folder, self._tell = folder, tell

    def folder(self) -> Path:
        return self._folder / "tables"

    def relative(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def absolute(self, file: str) -> Path:
        return self._folder / file

    def find(self, key: str) -> Receipt | None:
        return None

    def reuse(self, receipt: Receipt, folder: Path) -> Receipt:
        return receipt

    def note(self, receipt: Receipt) -> None:
        """Nothing is told: this is not a run."""

    def begins(self, label: str) -> None:
        self._tell(label)
