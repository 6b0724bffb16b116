"""What comparing needs of each offer's text, file by file: a new file is sketched, the others stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.near import BANDS, text_hashes
from turnstone.kernels.near_texts import keys_of, phrases_of
from turnstone.kernels.words import hash_words
from turnstone.model.schema import BYTES
from turnstone.model.texts import SKETCHES
from turnstone.stage import stage
from turnstone.texts.bodies import BODY
from turnstone.texts.vocabulary import read_vocabulary


@stage(SKETCHES)
def sketch(
    engine: LocalEngine, *, offers: Table, vocabulary: str, vocabulary_path: Path
) -> Mapping[str, Table | pa.Table]:
    """Hash and keys of each offer's body. `vocabulary`: the SHA-256 of the file, which stands in the receipt."""
    known = read_vocabulary(vocabulary_path)
    read = engine.sql(f"SELECT id AS offer_id, {BODY} AS body FROM o", o=offers)

    def kernel(batch: pa.RecordBatch) -> pa.RecordBatch:
        starts, words = hash_words(batch.column("body"))
        keys = keys_of(phrases_of(starts, words, known))
        width = BANDS * 4
        offsets = np.arange(0, (len(keys) + 1) * width, width, dtype=np.int32)
        return pa.RecordBatch.from_arrays(
            [
                batch.column("offer_id"),
                pa.array(text_hashes(starts, words).view(np.int64)),
                pa.array(np.diff(starts).astype(np.int32)),
                pa.Array.from_buffers(
                    BYTES, len(keys), [None, pa.py_buffer(offsets), pa.py_buffer(keys.astype("<u4"))]
                ),
            ],
            schema=SKETCHES.arrow,
        )

    return {"sketches@": engine.map_batches(read, kernel, SKETCHES.arrow)}
