"""One party that somebody asks about, read as an importer would read a line of a register with it."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from turnstone.errors import TurnstoneError
from turnstone.kernels.unique import Memory
from turnstone.model.profiles import PROFILES
from turnstone.model.tables import RAW
from turnstone.tables.parties import read_parties
from turnstone.tables.raw_batch import RawBatch
from turnstone.tables.registers import PARTY

FIELDS = tuple(PARTY.fields())
"""What may be said of a party: the fields of a register's line."""


def new_party(said: Mapping[str, str], *, dates: str = "dmy") -> tuple[pa.Table, dict[str, str]]:
    """The party's profile (one row of `profiles`), and what could not be read: field -> why.

    `said`: field of FIELDS -> text as written; `dates`: dmy or mdy. Raises TurnstoneError where neither a name nor an
    address can be read.
    """
    schema = RAW["parties"].arrow
    row = dict.fromkeys(schema.names, None) | {"id": "asked", "source": "", "row": 1, "style": f"{dates}."} | dict(said)
    raw = RawBatch(pa.RecordBatch.from_pylist([row], schema), Memory())
    profiles, _ = read_parties(raw, PARTY, raw.ids, pa.nulls(1, pa.date32()))
    refused = {line["field"]: line["reason"] for batch in raw.rejects() for line in batch.to_pylist()}
    if profiles.num_rows == 0:
        raise TurnstoneError(
            "neither a name nor an address can be read from what was said",
            do="give --name, or --address with --town; see `turnstone match --help`",
        )
    return pa.Table.from_batches([profiles]).cast(PROFILES.arrow), refused
