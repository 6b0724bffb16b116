"""The vocabulary as a dated artefact: learned from the offers at hand, kept as a file, used until it is learned anew.

What was found with a vocabulary stays found while it holds: later files change neither what words weigh nor what is
boilerplate. `turnstone run --relearn` learns it anew.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.errors import SourceError, Where
from turnstone.kernels.boilerplate import learn_from
from turnstone.kernels.near import text_hashes
from turnstone.kernels.phrases import WORD_SLOTS, Vocabulary
from turnstone.texts.bodies import BODY
from turnstone.texts.grouping import words_of

SCHEMA = pa.schema([("what", pa.string()), ("at", pa.uint32()), ("value", pa.int64())])
MOST_READ = 1 << 18
"""Offers read to learn from: those with the least ids, which are as good as drawn at random."""


def learn_vocabulary(engine: LocalEngine, offers: Table) -> Vocabulary:
    """A vocabulary from these offers."""
    count = engine.sql("SELECT count(DISTINCT id) AS n FROM o", o=offers).arrow().column("n")[0].as_py()
    texts = engine.sql(
        f"SELECT {BODY} AS body FROM (SELECT DISTINCT ON (id) * FROM o ORDER BY id LIMIT {MOST_READ})", o=offers
    ).arrow()
    starts, words = words_of(texts.column("body"))
    first = np.unique(text_hashes(starts, words), return_index=True)[1].astype(np.int32)
    learned = learn_from(starts, words, first)
    return Vocabulary(max(count, 2), learned.word_bits, learned.phrase_keys, learned.phrase_bits)


def write_vocabulary(vocabulary: Vocabulary, path: Path) -> None:
    """One Parquet file, the same bytes for the same vocabulary. It holds hashes and weights, and no text."""
    rows = [("texts", np.array([0], np.uint32), np.array([vocabulary.texts]))]
    rows.append(("word", np.arange(WORD_SLOTS, dtype=np.uint32), vocabulary.word_bits))
    filled = np.flatnonzero(vocabulary.phrase_keys)
    filled = filled[np.argsort(vocabulary.phrase_keys[filled])]
    rows.append(("phrase", vocabulary.phrase_keys[filled], vocabulary.phrase_bits[filled]))
    table = pa.concat_tables(
        pa.table(
            [pa.array([what] * len(at), pa.string()), pa.array(at), pa.array(value.astype(np.int64))], schema=SCHEMA
        )
        for what, at, value in rows
    )
    pq.write_table(table, path, compression="zstd", write_statistics=False)


@lru_cache(maxsize=2)
def read_vocabulary(path: Path) -> Vocabulary:
    """A kept vocabulary. Raises SourceError for a file that is none."""
    try:
        table = pq.ParquetFile(path).read()
        if table.schema != SCHEMA:
            raise ValueError("other columns")
        what = table.column("what").to_numpy()
        at, value = table.column("at").to_numpy(), table.column("value").to_numpy()
        words = what == "word"
        if int(words.sum()) != WORD_SLOTS:
            raise ValueError("words are missing")
    except (pa.ArrowInvalid, OSError, ValueError) as error:
        raise SourceError(
            f"not a whole vocabulary ({str(error).splitlines()[0]})", where=Where(str(path)),
            expected="a file that `turnstone run` has kept", do="`turnstone run --relearn` learns a new one",
        ) from error  # fmt: skip
    phrases = what == "phrase"
    keys, bits = placed(at[phrases], value[phrases].astype(np.uint8))
    return Vocabulary(int(value[what == "texts"][0]), value[words].astype(np.uint8), keys, bits)


def placed(keys: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Keys and values in an open table (see `kernels.phrases.look_up`)."""
    size = 1 << max(4, int(4 * len(keys)).bit_length())
    out, bits = np.zeros(size, np.uint32), np.zeros(size, np.uint8)
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        at = key & (size - 1)
        while out[at]:
            at = (at + 1) & (size - 1)
        out[at], bits[at] = key, value
    return out, bits
