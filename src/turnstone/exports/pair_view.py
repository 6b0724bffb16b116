"""Two ways of writing beside each other: what each feature says in bits, on which values, as it may be shown now."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from turnstone.exports.judgements import Judgement
from turnstone.exports.mask import Mask

SAID = {
    "name": "names",
    "place": "town and state",
    "premises": "address",
    "phone": "phone or e-mail",
    "facts": "numbers, birth",
}
"""Feature (column of `links` without `_mbits`) -> how it is said."""
ONE_FAMILY = ("place", "premises", "phone")
"""Being in one place: only the strongest of these counts."""
COLUMNS = {"name": ("name_keys",), "phone": ("phone", "email"), "facts": ("registration_no", "document_no", "birth")}
"""Feature -> the columns of `profiles` with the values that it compares."""
Births = Callable[[str, str], str]
"""How two days of birth agree: same, slipped, near, in part or different (see links.facts.compare_births)."""
HARD = {"registration_no": "registration number", "document_no": "identity document", "birth": "birth"}
"""Facts that identify by themselves, or that one party cannot have two of."""


@dataclass(frozen=True)
class Step:
    """One feature: its bits, whether they count in the sum, and the values of the one and the other."""

    feature: str
    said: str
    bits: float
    counted: bool
    a: tuple[str, ...]
    b: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A hard identifier that both have: its values, and how they agree: same, slipped (one slip of the pen), near,
    in part, or different."""

    said: str
    a: str
    b: str
    how: str


@dataclass(frozen=True)
class PairView:
    """A pair of profiles as it may be shown: the prior, the steps, the total against the bar, what people judged."""

    a: dict[str, Any]
    b: dict[str, Any]
    prior: float
    steps: tuple[Step, ...]
    total: float
    bar: float
    verdict: str
    reason: str | None
    kept: bool
    """Whether the run keeps the pair in `links`; else it was weighed now."""
    keys: tuple[str, ...] | None
    """What would have brought it together, where it was weighed now."""
    facts: tuple[Fact, ...]
    judged: tuple[Judgement, ...]

    @property
    def holds(self) -> float:
        """How strongly it holds two together: a judgement, whatever the evidence says."""
        return math.inf if self.verdict == "judged same" else self.total

    @property
    def over(self) -> float:
        """Bits above the bar; negative: below."""
        return self.total - self.bar


def pair_view(
    link: Mapping[str, Any],
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    places: Mapping[str, str],
    mask: Mask,
    bar: int,
    judged: Sequence[Judgement],
    births: Births,
    *,
    kept: bool,
    keys: tuple[str, ...] | None = None,
) -> PairView:
    """The view of one row of `links` (or of the same columns weighed now). `a`, `b`: rows of `profiles`; `places`: address
    key -> premises; `bar`: the least total that joins, in millibits, where the link does not tell its own (`bar_mbits`)."""
    features = [name.removesuffix("_mbits") for name in link if name.endswith("_mbits")]
    features = [name for name in features if name not in ("prior", "total", "bar")]
    bar = int(link.get("bar_mbits") or bar)
    mbits = {name: int(link[f"{name}_mbits"]) for name in features}
    prior, total = int(link["prior_mbits"]), int(link["total_mbits"])
    # People resolved as records have all features added; others only the strongest of one family.
    added = total == prior + sum(mbits.values())
    family = [] if added else [name for name in ONE_FAMILY if name in mbits]
    strongest = max(family, key=lambda name: (mbits[name], -family.index(name)), default=None)
    steps = [
        Step(
            name, SAID.get(name, name), mbits[name] / 1000, name not in family or name == strongest,
            *_compared(name, a, b, places, mask),
        )
        for name in features
    ]  # fmt: skip
    rest = total - prior - sum(round(step.bits * 1000) for step in steps if step.counted)
    if rest:
        steps.append(Step("rest", "what is not told apart", rest / 1000, True, (), ()))
    return PairView(
        shown_profile(a, mask), shown_profile(b, mask), prior / 1000, tuple(steps), total / 1000, bar / 1000,
        str(link.get("verdict") or ("same" if total >= bar else "different")), link.get("reason"), kept, keys,
        facts_of(a, b, mask, births), tuple(judged),
    )  # fmt: skip


def shown_profile(row: Mapping[str, Any], mask: Mask) -> dict[str, Any]:
    """What is shown of a way of writing."""
    person = row["kind"] == "person"
    return {
        "id": row["id"], "kind": row["kind"], "entity_id": row.get("entity_id"),
        "name": mask.hide("person", row["name"]) if person else row["name"],
        "address": mask.hide("address", row["address"]) if person else row["address"],
        "town": row["town"], "state": row["state"], "country": row["country"],
        "phone": mask.hide("phone", row["phone"]), "email": mask.hide("email", row["email"]),
        "roles": list(row.get("roles") or ()), "mentions": row.get("mentions"),
        "first_on": row.get("first_on"), "last_on": row.get("last_on"),
    }  # fmt: skip


def facts_of(a: Mapping[str, Any], b: Mapping[str, Any], mask: Mask, births: Births) -> tuple[Fact, ...]:
    """Hard identifiers that both have. Registration numbers are compared within one country."""
    out = []
    for column, said in HARD.items():
        one, other = a.get(column), b.get(column)
        if not one or not other or (column == "registration_no" and a["country"] != b["country"]):
            continue
        how = births(one, other) if column == "birth" else "same" if one == other else "different"
        out.append(Fact(said, _values(column, a, mask)[0], _values(column, b, mask)[0], how))
    return tuple(out)


def _compared(
    feature: str, a: Mapping[str, Any], b: Mapping[str, Any], places: Mapping[str, str], mask: Mask
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if feature == "place":
        return _place(a), _place(b)
    if feature == "premises":
        one, other = ([k for k in row["address_keys"] or () if k] for row in (a, b))
        shared = {places[k] for k in one if k in places} & {places[k] for k in other if k in places}
        if shared:
            one, other = ([k for k in keys if places.get(k) in shared] for keys in (one, other))
        return tuple(_address(k, a, mask) for k in one), tuple(_address(k, b, mask) for k in other)
    columns = [column for column in COLUMNS.get(feature, ()) if column in a]
    one, other = ([v for column in columns for v in _values(column, row, mask)] for row in (a, b))
    return tuple(one), tuple(other)


def _values(column: str, row: Mapping[str, Any], mask: Mask) -> tuple[str, ...]:
    value = row[column]
    values = [v for v in (value if isinstance(value, list) else [value]) if v]
    if column in ("phone", "email"):
        return tuple(str(mask.hide(column, v)) for v in values)
    if column in ("birth", "document_no") or row["kind"] == "person":  # of a person even the number of a trade is
        return tuple(str(mask.hide("person", v)) for v in values)
    return tuple(values)


def _place(row: Mapping[str, Any]) -> tuple[str, ...]:
    said = ", ".join(str(row[c]) for c in ("town", "state", "country") if row[c])
    return (said,) if said else ()


def _address(key: str, row: Mapping[str, Any], mask: Mask) -> str:
    text = ", ".join(part for part in key.split("|") if part)
    return str(mask.hide("address", text)) if row["kind"] == "person" else text
