"""What became of networks from one run to the next: new, grown, merged, split, renamed, gone."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.table import Table
from turnstone.kernels.lineage import lineage
from turnstone.model.networks import NETWORK_HISTORY


def network_history(before: Table | None, now: Table) -> pa.Table:
    """The events, from `network_members` of both runs (see `kernels.lineage`). `before`: None for a first run.

    Networks of one that come, stay or go are no event; one that merges into a larger one, or is split off, is.
    """
    columns = ["network_id", "node_id"]
    events = lineage(before.arrow(columns) if before is not None else None, now.arrow(columns), *columns)
    alone = pc.less(pc.max_element_wise(events.column("before"), events.column("now")), 2)
    return events.filter(pc.invert(alone)).cast(NETWORK_HISTORY.arrow)
