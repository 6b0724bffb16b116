"""The stage that tells which claimed names are one identity, and which say that they find workers for others."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.agency import says_agency
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.offers import CLAIMS
from turnstone.model.schema import FLAG
from turnstone.stage import stage
from turnstone.texts.identity import identities


@stage(CLAIMS)
def claims(engine: LocalEngine, *, offers: Table) -> Mapping[str, Table | pa.Table]:
    """Each name that offers claim, once."""
    named = engine.sql(
        """
        SELECT claimed_key, min(claimed) AS claimed,
               CASE WHEN bool_and(coalesce(claimed_kind = 'business', false)) THEN 'business' ELSE 'person' END AS kind
        FROM o WHERE claimed_key IS NOT NULL GROUP BY claimed_key ORDER BY claimed_key
        """,
        o=offers,
    ).arrow()
    written = [said or key for key, said in zip(*(named.column(i).to_pylist() for i in (0, 1)), strict=True)]
    known = identities(pa.array(written, pa.string()))
    keys = named.column("claimed_key").combine_chunks()
    agency = pa.array([says_agency(text) for text in written], FLAG)
    columns = [keys, named.column("kind").combine_chunks(), pc.coalesce(known, keys), agency]
    return {"claims": pa.table(columns, schema=CLAIMS.arrow)}
