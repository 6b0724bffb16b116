"""What became of templates from one run to the next: new, grown, merged, split, renamed, gone."""

from __future__ import annotations

import pyarrow as pa

from turnstone.engine.table import Table
from turnstone.kernels.lineage import lineage
from turnstone.model.texts import TEMPLATE_HISTORY


def history(before: Table | None, now: Table) -> pa.Table:
    """The events, from the members of both runs (see `kernels.lineage`). `before`: None for a first run."""
    columns = ["template_id", "offer_id"]
    return lineage(before.arrow(columns) if before is not None else None, now.arrow(columns), *columns).cast(
        TEMPLATE_HISTORY.arrow
    )
