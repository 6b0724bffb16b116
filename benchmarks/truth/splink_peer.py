"""Splink 5 (MIT) as a peer: the comparisons of its README, or tuned as far as its users commonly go. Not part of Turnstone."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def clusters(records: pa.Table, fields: Mapping[str, str], *, tuned: bool) -> tuple[NDArray[np.int64], dict[str, Any]]:
    """README: JaroWinkler or Jaro for names, DateOfBirthComparison, EmailComparison, exact for the rest, threshold .95;
    tuned: term frequencies everywhere, mail compared exactly, tighter keys, threshold .99."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    con = duckdb.connect()
    con.sql("set threads=2")
    con.sql("set memory_limit='4GB'")
    of = {kind: [c for c, k in fields.items() if k == kind] for kind in set(fields.values())}
    first = {kind: names[0] for kind, names in of.items()}
    compared = []
    for name, kind in fields.items():
        if kind in ("given", "family", "full", "org"):
            how: Any = cl.JaroWinklerAtThresholds(name, [0.9, 0.7])
            compared.append(how.configure(term_frequency_adjustments=True) if tuned else how)
        elif kind == "birth":
            compared.append(cl.DateOfBirthComparison(name, input_is_string=True, datetime_metrics=["year", "month"],
                                                     datetime_thresholds=[1, 1]))  # fmt: skip
        elif kind == "email" and not tuned:
            compared.append(cl.EmailComparison(name))
        else:
            compared.append(cl.ExactMatch(name).configure(term_frequency_adjustments=True))
    given, family = first.get("given"), first.get("family", first.get("full", first.get("org")))
    others = [first[k] for k in ("birth", "place", "postcode", "street", "phone") if k in first]
    alone = [first[k] for k in ("email", "id") if k in first]
    names = [n for n in (given, family) if n]
    if tuned:
        rules = [[*names, *others[1:2]], *([o, n] for o in others for n in names if o != first.get("place"))]
    else:
        rules = [names, *([others[0], n] for n in names)] if others else [names]
    rules = [*rules, *([a] for a in alone)]
    linker = Linker(
        DuckDBAPI(connection=con).register(dated(records, of.get("birth", []))),
        SettingsCreator(
            link_type="dedupe_only", comparisons=compared,
            blocking_rules_to_generate_predictions=[block_on(*r) for r in rules],
        ),
    )  # fmt: skip
    sure = [[*names, *others[:1]], *([a] for a in alone)]
    linker.training.estimate_probability_two_random_records_match([block_on(*r) for r in sure], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (
        [*names, *others[1:2]] if tuned else names,
        [others[0], family] if tuned and others else others[:1] or alone,
    ):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    done = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.99 if tuned else 0.95)
    rows = done.as_duckdbpyrelation().select("unique_id, cluster_id").fetchnumpy()
    labels = np.empty(records.num_rows, np.int64)
    labels[rows["unique_id"].astype(np.int64)] = np.unique(np.asarray(rows["cluster_id"]), return_inverse=True)[1]
    return labels, {"pairs": int(predicted.as_duckdbpyrelation().count("*").fetchall()[0][0])}


def dated(records: pa.Table, births: list[str]) -> pa.Table:
    """With a number for each row, and eight digits as ISO days, which Splink's comparison wants."""
    out = records.append_column("unique_id", pa.array(np.arange(records.num_rows)))
    for name in births:
        days = [
            f"{v[:4]}-{v[4:6]}-{v[6:]}" if v and len(v) == 8 and v.isdigit() else v for v in records[name].to_pylist()
        ]
        out = out.set_column(out.schema.get_field_index(name), name, pa.array(days, pa.string()))
    return out
