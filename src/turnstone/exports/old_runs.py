"""What runs of earlier versions lack."""

from __future__ import annotations

import pyarrow.parquet as pq

from turnstone.engine.table import Table


def has_column(table: Table, name: str) -> bool:
    """Whether a table really has a column: the files of an older run may lack one that the model has now."""
    if table.data is not None:
        return name in table.data.schema.names
    return all(name in pq.read_schema(path).names for path in table.paths)
