"""Writing so that a crash leaves the old or the new, never half: aside, synced, renamed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from turnstone.errors import TurnstoneError

PIECE = 1 << 20


class DiskFull(TurnstoneError):
    """No room left to write. Whatever was complete stays; nothing half-written is taken for whole."""

    exit_code = 7

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"no space left on the disk while writing {path}",
            do="free some space and give the same command again: what was finished is not computed anew",
        )


@contextlib.contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; on success it is synced and takes `path`'s place, on failure it is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    with told_if_full(path):
        try:
            yield aside
            sync(aside)
            aside.replace(path)
            sync_folder(path.parent)
        finally:
            aside.unlink(missing_ok=True)


@contextlib.contextmanager
def told_if_full(path: Path) -> Iterator[None]:
    """Turns 'no space left' (whoever says it) into `DiskFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "no space" in str(error).lower():
            raise DiskFull(path) from error
        raise


def write_bytes(path: Path, data: bytes) -> None:
    """The whole file or nothing."""
    with written_aside(path) as aside:
        aside.write_bytes(data)


def sync(path: Path) -> None:
    """What was written is on the disk when this returns."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """The folder's own entry is on the disk; a no-op where the system has no such thing (Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sha256_of(path: Path) -> str:
    """The file's SHA-256 as hex digits."""
    with path.open("rb") as file:
        return copy_hashed(file, None)


def copy_hashed(source: BinaryIO, target: BinaryIO | None) -> str:
    """Copies `source` to `target` (or nowhere) and returns the SHA-256 of what went through."""
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest()
