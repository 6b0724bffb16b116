"""What of a file may be kept: itself, or a copy without pictures; or nothing, where pictures cannot be taken out."""

from __future__ import annotations

import mmap
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from turnstone.errors import SourceError, Where
from turnstone.formats.image_hash import looks_like_image
from turnstone.formats.pictures import Dropped, copy_without_pictures, may_hold_pictures
from turnstone.formats.warc import is_warc
from turnstone.formats.warc_without_pictures import copy_warc

_WITH_HASHES = "a table with hashes of pictures (pdq:...), not with pictures"
_REMOVE = "take the pictures out and add the table again: no picture is ever kept, only its hash"


def cleared(path: Path, target: Path) -> Dropped | None:
    """Writes a copy without pictures to `target` and says what was taken out; None where the file has none and can be
    kept as it is. Raises SourceError for a file whose pictures cannot be taken out.
    """
    if path.stat().st_size == 0:
        return None
    with path.open("rb") as file:
        start = file.read(4096)
    if looks_like_image(start) and not start.startswith((b"\x1f\x8b", b"PK")):
        raise SourceError("a picture: none is kept", where=Where(str(path)), expected="a table, a page or a text")
    dropped = Dropped()
    if is_warc(path):
        with target.open("wb") as out:
            copy_warc(path, out, dropped)
    elif not start.startswith((b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1", b"PK")):
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            found = may_hold_pictures(data)
            wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
            if wide and any(data.find("data:image".encode(code)) >= 0 for code in ("utf-16-le", "utf-16-be")):
                raise SourceError(
                    "pictures in a text that is UTF-16", where=Where(str(path)), expected=_WITH_HASHES,
                    do="save the table as UTF-8, then its pictures are replaced by their hashes",
                )  # fmt: skip
        if found:
            with target.open("wb") as out:
                copy_without_pictures(path, out, dropped)
    if dropped:
        return dropped
    target.unlink(missing_ok=True)
    return None


def refuse_pictures(path: Path) -> None:
    """Raises SourceError for a table of offers (Parquet, workbook) that holds pictures, which cannot be taken out."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PAR1":
        _refuse_in_parquet(path)
    elif start == b"PK\x03\x04":
        _refuse_in_workbook(path)


def _refuse_in_parquet(path: Path) -> None:
    try:
        with pq.ParquetFile(path) as file:
            wanted = [f.name for f in file.schema_arrow if _may_hold_bytes(f.type)]
            for batch in file.iter_batches(4096, columns=wanted) if wanted else ():
                for name, column in zip(batch.schema.names, batch.columns, strict=True):
                    if _has_picture(column):
                        raise SourceError(
                            "a column of pictures",
                            where=Where(str(path), column=name),
                            expected=_WITH_HASHES,
                            do=_REMOVE,
                        )
    except (pa.ArrowException, OSError):
        return  # no whole Parquet file: whoever reads it says so


def _may_hold_bytes(type: pa.DataType) -> bool:
    nested = [type.field(i).type for i in range(type.num_fields)] if pa.types.is_nested(type) else []
    return pa.types.is_binary(type) or pa.types.is_large_binary(type) or pa.types.is_string(type) or any(
        map(_may_hold_bytes, nested)
    )  # fmt: skip


def _has_picture(column: pa.Array) -> bool:
    if pa.types.is_struct(column.type):
        return any(map(_has_picture, column.flatten()))
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return _has_picture(column.flatten())
    if pa.types.is_string(column.type):
        found = pc.match_substring_regex(column, r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/]{40}|^(/9j/4|iVBORw0KGgo)")
        return bool(pc.any(found).as_py())
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return any(looks_like_image(value[:32]) for value in column.to_pylist() if value)
    return False


def _refuse_in_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as zipped:
            media = [n for n in zipped.namelist() if n.startswith("xl/media/")]
    except (zipfile.BadZipFile, OSError):
        return
    if media:
        raise SourceError(
            f"{len(media):,} pictures in a workbook", where=Where(str(path)), expected=_WITH_HASHES, do=_REMOVE
        )
