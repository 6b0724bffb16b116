"""Other ways to group near-duplicate texts, for benchmarks: equal texts, datasketch, rensa.

Both MinHash peers are used as their documentation shows (128 permutations, LSH) on sets of word 3-grams, and every
candidate pair is verified by its exact Jaccard similarity. Their documentation's example threshold, .5, is the default
here: at datasketch's constructor default of .9 they find hardly any edited copy. Texts without spaces give them
character 3-grams, since one 'word' would be the whole text. At .5 they find few of the more edited copies, so `rensa tuned`
is the same with word 2-grams and a threshold of .25: looser, dearer, and the fairer peer where recall counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Labels = NDArray[np.int64]
Texts = pa.Array | pa.ChunkedArray
PERMUTATIONS = 128
THRESHOLD = 0.5
WORDS = 3
BATCH = 20_000
_WORD = re.compile(r"\w+")


def labels_of(rows: int, edges: Iterator[tuple[int, int]]) -> Labels:
    """Connected rows share the least of their numbers."""
    flat = np.fromiter((row for edge in edges for row in edge), np.int64)
    graph = coo_array((np.ones(len(flat) // 2, np.int8), (flat[::2], flat[1::2])), shape=(rows, rows))
    return least_rows(connected_components(graph, directed=False)[1])


def least_rows(groups: NDArray[np.integer]) -> Labels:
    """Any labels as the least row that has each."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    return first[inverse].astype(np.int64)


def shingles(text: str, words_each: int = WORDS) -> set[str]:
    """Word n-grams in lower case; character n-grams where words are as long as sentences; the words of a short text."""
    words = _WORD.findall(text.lower())
    if words and sum(map(len, words)) > 12 * len(words):
        words = list("".join(words))
    if len(words) < words_each:
        return {" ".join(words)} if words else set()
    return {" ".join(some) for some in zip(*(words[i:] for i in range(words_each)), strict=False)}


def jaccard(a: set[str], b: set[str]) -> float:
    common = len(a & b)
    return common / (len(a) + len(b) - common) if common else 0.0


def turnstone(texts: Texts) -> Labels:
    """What this project makes of them, with its defaults."""
    from turnstone.texts.grouping import group_texts

    return np.asarray(group_texts(texts).labels, np.int64)


def exact(texts: Texts) -> Labels:
    """Equal texts, character by character; empty texts are alone."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    found = np.asarray(whole.fill_null("").dictionary_encode().indices, np.int64)
    empty = np.asarray(pc.equal(whole.fill_null(""), ""))
    found[empty] = found.max(initial=0) + 1 + np.arange(int(empty.sum()))
    return least_rows(found)


def datasketch(texts: Texts, threshold: float = THRESHOLD) -> Labels:
    """datasketch MinHash and MinHashLSH, verified."""
    from datasketch import MinHash, MinHashLSH

    sets = [shingles(text or "") for text in texts.to_pylist()]
    lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)

    def edges() -> Iterator[tuple[int, int]]:
        for row, some in enumerate(sets):
            if not some:
                continue
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([s.encode() for s in some])
            for other in lsh.query(sketch):
                if jaccard(some, sets[other]) >= threshold:
                    yield other, row
            lsh.insert(row, sketch)

    return labels_of(len(sets), edges())


def rensa(texts: Texts, threshold: float = THRESHOLD, words_each: int = WORDS) -> Labels:
    """rensa RMinHash and RMinHashLSH (as many bands as find the threshold with a chance of about .9), verified."""
    from rensa import RMinHash, RMinHashLSH

    sets = [shingles(text or "", words_each) for text in texts.to_pylist()]
    lsh = RMinHashLSH(threshold, PERMUTATIONS, bands_for(threshold))
    filled = [row for row, some in enumerate(sets) if some]

    def edges() -> Iterator[tuple[int, int]]:
        for at in range(0, len(filled), BATCH):
            rows = filled[at : at + BATCH]
            sketches = RMinHash.from_token_sets([list(sets[row]) for row in rows], PERMUTATIONS, 42)
            lsh.insert_many(sketches, at)
            for row, near in zip(rows, lsh.query_all(sketches), strict=True):
                for other in near:
                    if filled[other] < row and jaccard(sets[row], sets[filled[other]]) >= threshold:
                        yield filled[other], row

    return labels_of(len(sets), edges())


def rensa_tuned(texts: Texts) -> Labels:
    """rensa set to find edited copies: word 2-grams, threshold .25."""
    return rensa(texts, 0.25, 2)


def bands_for(threshold: float) -> int:
    """The fewest bands, among those that divide the permutations, that find a pair at the threshold in 9 of 10 tries."""
    for bands in (1, 2, 4, 8, 16, 32, 64):
        if 1 - (1 - threshold ** (PERMUTATIONS // bands)) ** bands >= 0.87:
            return bands
    return PERMUTATIONS


PEERS: dict[str, Callable[[Texts], Labels]] = {
    "exact": exact,
    "datasketch": datasketch,
    "rensa": rensa,
    "rensa tuned": rensa_tuned,
}
METHODS: dict[str, Callable[[Texts], Labels]] = {"turnstone": turnstone} | PEERS
