"""The files as they came, kept under their SHA-256 and never changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from turnstone.errors import SourceError, Where
from turnstone.evidence.files import copy_hashed, sha256_of, sync, sync_folder, told_if_full


@dataclass(frozen=True)
class Kept:
    """A file in the vault: its digest, its size in bytes, and whether it was there before."""

    sha256: str
    size: int
    new: bool


class Vault:
    """The folder of kept files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def keep(self, file: Path) -> Kept:
        """Copies a file in. Raises SourceError when the file changes while it is being read or cannot be read."""
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / f".{os.getpid()}.part"
        try:
            with told_if_full(self.folder):
                before = file.stat()
                with file.open("rb") as source, aside.open("wb") as target:
                    sha256 = copy_hashed(source, target)
                after = file.stat()
                size = aside.stat().st_size
                if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
                    raise SourceError(
                        "the file changed while it was read",
                        where=Where(str(file)),
                        expected="a file that nobody writes to",
                        do="wait until whatever writes it has finished, then add it again",
                    )
                if self.holds(sha256):
                    return Kept(sha256, size, new=False)
                sync(aside)
                final = self.path(sha256)
                final.parent.mkdir(exist_ok=True)
                aside.replace(final)
                sync_folder(final.parent)
            return Kept(sha256, size, new=True)
        except PermissionError as error:
            raise SourceError(
                "the file may not be read", where=Where(str(file)), do="ask for the right to read it"
            ) from error
        finally:
            aside.unlink(missing_ok=True)

    def intact(self, sha256: str) -> bool:
        """Whether the kept file still is what its name says."""
        return self.holds(sha256) and sha256_of(self.path(sha256)) == sha256

    def remove(self, sha256: str) -> None:
        """Deletes a kept file. Only `expire` does this, and leaves a tombstone in the log."""
        self.path(sha256).unlink(missing_ok=True)
