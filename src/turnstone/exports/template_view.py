"""Everything that is shown of one template, gathered and masked: for the terminal, the page, the report and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import Names, plain
from turnstone.exports.template_facts import (
    ReadTable,
    asker,
    contacts_of,
    cuts_of,
    days_of,
    members_of,
    names_of,
    places_of,
    posters_of,
    quoted,
)
from turnstone.exports.template_wording import Line, Part, excerpt, shown_poster, wording

NO_SIGN = "Being a template is no sign of anything; honest firms repeat too. A person decides what it means."
MEANING = (
    "the bits by which writing this wording once, and then only what differs, is shorter than writing every text alone "
    "(minimum description length). A long rare wording weighs more than a short common one."
)
READINGS = (
    "An agency or a job board that writes for several firms in the same words.",
    "A franchise or a chain, whose branches share one text.",
    "A web-site's form or a template from the web, filled in by people who do not know each other.",
    "An advert that somebody copied from another without their knowledge.",
    "One owner with several lawful firms, or a firm that changed its name.",
)
_KINDS = {
    "account": ("account", "accounts"), "business": ("business named", "businesses named"), "person": ("person named", "persons named"),
    "contact": ("contact", "contacts"), "offer": ("offer that names nobody", "offers that name nobody"),
}  # fmt: skip
WHO_POSTS = "Posters are accounts; where a source has none, the businesses or persons named; else the contacts; else each offer."
ALONE = "One person posting alone uses this text. It is never listed, and its wording stays masked."


@dataclass(frozen=True)
class TemplateView:
    """A template, as it may be shown now."""

    id: str
    bits: float
    phrase_bits: float
    about: dict[str, Any]
    """offers, texts, posters (as in the table `posters`; `posters_by`: what tells them from others), names, first_on, last_on, languages, script, fixed_words, slots."""
    exemplar: str
    language: str | None
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    """Texts with their slots' values: the exemplar first, then different texts before copies, the earlier first."""
    days: tuple[tuple[date, int], ...]
    undated: int
    places: tuple[dict[str, Any], ...]
    posters: tuple[dict[str, Any], ...]
    claims: tuple[dict[str, Any], ...]
    contacts: tuple[dict[str, Any], ...]
    cuts: tuple[dict[str, Any], ...]
    history: tuple[dict[str, Any], ...]
    alone: bool
    masked: bool
    read: int
    """Of how many offers the wording was read; a template of more is counted whole, but its values are not."""
    readings: tuple[str, ...] = field(default=READINGS)
    meaning: str = MEANING
    disclaimer: str = NO_SIGN

    @property
    def names_said(self) -> str:
        """How many names it claims, told neutrally."""
        n = self.about["names"]
        return "names nobody" if n == 0 else "claims 1 name" if n == 1 else f"claims {n:,} names"

    @property
    def posters_said(self) -> str:
        """Who posts it, by what tells them from others: `3 accounts, 1 contact`."""
        return ", ".join(
            f"{n:,} {_KINDS.get(kind, (kind, kind))[n != 1]}" for kind, n in self.about["posters_by"].items()
        )

    @property
    def title(self) -> str:
        """The first words of its wording."""
        return excerpt([(part.kind, part.slot, part.pieces) for part in self.parts], 70)


def template_view(
    engine: LocalEngine,
    read: ReadTable,
    template: str,
    mask: Mask,
    history: Sequence[Mapping[str, Any]] = (),
) -> TemplateView | None:
    """The view of one template, or None when the run does not know it. `history`: rows of `template_history`.

    The text of someone posting alone stays masked as a whole, even after an unlock.
    """
    ask = asker(engine, read)
    here = quoted(template)
    found = ask(f"SELECT * FROM templates WHERE id = {here}", "templates")
    if not found:
        return None
    about = found[0]
    posters = posters_of(ask, here)
    alone = bool(posters) and all(poster["alone"] for poster in posters)
    if alone:
        mask = mask.closed
    claims = names_of(ask, here)
    members = members_of(ask, here, about["exemplar_id"])
    secret = Names(
        [c["name"] for c in claims if c["kind"] != "business"] + [p["name"] for p in posters if p["kind"] == "person" and p["name"]],
        [p["name"] for p in posters if p["kind"] == "account" and p["name"]],
        [c["name"] for c in claims if c["kind"] == "business"] + [p["name"] for p in posters if p["kind"] == "business" and p["name"]],
    )  # fmt: skip
    parts, lines = wording(ask, here, about, members, claims, secret, mask, hidden=alone)
    days = days_of(ask, here)
    return TemplateView(
        id=template,
        bits=about["weight_mbits"] / 1000,
        phrase_bits=about["phrase_mbits"] / 1000,
        about={"posters": len(posters), "posters_by": dict(sorted(Counter(p["kind"] for p in posters).items()))}
        | {
            name: about[name]
            for name in ("offers", "texts", "names", "first_on", "last_on", "languages", "script", "fixed_words", "slots")
        },
        exemplar=about["exemplar_id"],
        language=_language(about, members),
        parts=parts,
        lines=lines,
        days=tuple((day["day"], day["n"]) for day in days if day["day"] is not None),
        undated=sum(day["n"] for day in days if day["day"] is None),
        places=tuple(
            {**place, "town": mask.hide("place", place["town"]), "place": None} if alone else place for place in places_of(ask, here)
        ),
        posters=tuple(
            {**p, "name": shown_poster(p["kind"], p["name"], p["id"], mask, hidden=alone)} for p in posters
        ),
        claims=tuple({**{k: v for k, v in c.items() if k != "key"}, "name": mask.claimed(None if alone else c["kind"], c["name"])} for c in claims),
        contacts=tuple({**c, "value": mask.hide(c["kind"], c["value"])} for c in contacts_of(ask, here)),
        cuts=tuple(cuts_of(ask, here)),
        history=tuple(dict(row) for row in history if template in (row["template_id"], row["other_id"])),
        alone=alone,
        masked=not mask.open,
        read=len(members),
    )  # fmt: skip


def _language(about: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> str | None:
    """The language of the exemplar, else the most frequent."""
    told = next((m["language"] for m in members if m["offer_id"] == about["exemplar_id"]), None)
    return told or next(iter(about["languages"] or ()), None)


def as_json(view: TemplateView) -> dict[str, Any]:
    """The view as plain values for JSON."""

    def made(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: made(v) for k, v in value.items()}
        if isinstance(value, Part):
            return {k: made(v) for k, v in vars(value).items() if k not in ("pieces", "gap", "frequent")} | {
                "text": plain(value.pieces), "frequent": [{"value": plain(v), "count": n} for v, n in value.frequent]
            }  # fmt: skip
        if isinstance(value, Line):
            return {k: made(v) for k, v in vars(value).items() if k != "slots"} | {
                "slots": [plain(v) for v in value.slots]
            }
        if isinstance(value, (list, tuple)):
            return [made(v) for v in value]
        if isinstance(value, date):
            return value.isoformat()
        return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)

    told = {k: made(getattr(view, k)) for k in view.__dataclass_fields__ if k != "days"}
    days = [{"day": day.isoformat(), "offers": n} for day, n in view.days]
    return {"title": view.title, "names_said": view.names_said, "posters_said": view.posters_said, **told, "days": days}
