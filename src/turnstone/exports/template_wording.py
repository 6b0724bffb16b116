"""The wording of a template, part by part, and the texts aligned under it, as they may be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import Names, Piece, Pieces, cut_out, plain, secrets
from turnstone.exports.spans import WORD, Span
from turnstone.exports.template_facts import Ask, contacts_in
from turnstone.exports.template_slots import Text, common_words, frequent, of_persons, slot_value

_LOOSE = re.compile(r" ([.,;:!?)…،؛。，、）։])")
VALUES_KEPT = 50
"""Values of a slot that are kept with their counts; each rendering shows fewer."""


@dataclass(frozen=True)
class Part:
    """A part of the template: fixed, boilerplate or slot, with the exemplar's wording there."""

    position: int
    kind: str
    pieces: Pieces
    gap: str
    """Signs and spaces between the part before and this one, in the exemplar."""
    slot: int | None
    takes: str | None
    values: int
    filled: int
    bits: float
    frequent: tuple[tuple[Pieces, int], ...]


@dataclass(frozen=True)
class Line:
    """A text that uses the template: who, when, where, and what it puts into each slot (from slot 1)."""

    offer: str
    posted_on: date | None
    copy: bool
    language: str | None
    site: str | None
    side: str | None
    town: str | None
    poster: str | None
    claimed: str | None
    saves_bits: float
    slots: tuple[Pieces, ...]


def wording(
    ask: Ask,
    here: str,
    about: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    claims: Sequence[Mapping[str, Any]],
    secret: Names,
    mask: Mask,
    *,
    hidden: bool,
) -> tuple[tuple[Part, ...], tuple[Line, ...]]:
    """Parts and aligned texts. `hidden`: nothing of the wording is shown."""
    rows = ask(f"SELECT * FROM template_parts WHERE template_id = {here} ORDER BY position", "template_parts")
    texts = _texts(ask, here, members, secret)
    exemplar = next((text for text in texts if text.offer == about["exemplar_id"]), None)
    drawn = drawn_parts(rows, exemplar, secret, mask)
    fixed = [pieces for row, (_, pieces) in zip(rows, drawn, strict=True) if not row["slot"]]
    known = _known(fixed, members, claims, texts)
    takes = {row["slot"]: row["takes"] for row in rows if row["slot"]}
    sure = {slot: None if of_persons(texts, slot) else known for slot in takes}
    shown = {
        slot: {text.offer: slot_value(text, slot, takes[slot], sure[slot], mask) for text in texts} for slot in takes
    }
    if hidden:
        drawn = [("", _whole(mask, pieces)) for _, pieces in drawn]
        shown = {
            slot: {offer: _whole(mask, value) for offer, value in values.items()} for slot, values in shown.items()
        }
    parts = tuple(
        Part(
            position=row["position"], kind=row["kind"],
            pieces=shown[row["slot"]].get(about["exemplar_id"], pieces) if row["slot"] else pieces,
            gap=gap, slot=row["slot"], takes=row["takes"], values=row["values"], filled=row["filled"],
            bits=row["mbits"] / 1000,
            frequent=tuple(frequent(texts, row["slot"], shown[row["slot"]], VALUES_KEPT)) if row["slot"] else (),
        )
        for row, (gap, pieces) in zip(rows, drawn, strict=True)
    )  # fmt: skip
    lines = tuple(
        Line(
            offer=m["offer_id"], posted_on=m["posted_on"], copy=m["copy"], language=m["language"], site=m["site"],
            side=m["side"], town=mask.hide("place", m["town"]) if hidden else m["town"],
            poster=shown_poster(m["poster_kind"], m["poster"], m["poster_id"], mask, hidden=hidden), claimed=mask.claimed(None if hidden else m["claimed_kind"], m["claimed"]),
            saves_bits=m["saves_mbits"] / 1000,
            slots=tuple(shown[slot][m["offer_id"]] for slot in sorted(shown)),
        )
        for m in members
    )  # fmt: skip
    return parts, lines


def shown_poster(kind: str | None, name: str | None, id: str | None, mask: Mask, *, hidden: bool) -> str | None:
    """A poster as it may be shown; where an offer stands for itself there is no name, only a sign that tells it apart."""
    if kind == "offer" or (name is None and id is not None):
        return mask.stand_in("offer", str(id))
    return mask.poster("person" if hidden and kind == "business" else kind, name)


def excerpt(parts: Sequence[tuple[str, int | None, Pieces]], most: int | None) -> str:
    """The wording as one line of at most `most` characters, from (kind, slot, wording): slots as signs, boilerplate
    left out unless there is nothing else."""
    own = [part for part in parts if part[0] != "boilerplate"] or parts
    text = " ".join(" ".join("⟨…⟩" if slot else plain(pieces) for _, slot, pieces in own).split())
    text = _LOOSE.sub(r"\1", text)
    return text if most is None or len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"


def body_of(title: str | None, text: str | None) -> str:
    """An offer's body: what positions count in (see the table `offers`)."""
    return "\n".join(part for part in (title, text) if part)


def _texts(ask: Ask, here: str, members: Sequence[Mapping[str, Any]], secret: Names) -> list[Text]:
    contacts: dict[str, list[Span]] = {}
    for c in contacts_in(ask, here):
        contacts.setdefault(c["offer_id"], []).append(Span(c["start"], c["end"], c["kind"], c["value"]))
    out = []
    for m in members:
        body = body_of(m["title"], m["text"])
        spans = secrets(body, contacts.get(m["offer_id"], ()), secret)
        flat = m["spans"] or []
        slots = list(zip(flat[::2], flat[1::2], strict=True))
        own = [m[name] for name in ("town", "place", "country") if m[name]]
        own += [m["claimed"]] if m["claimed"] and m["claimed_kind"] == "business" else []
        words = frozenset(word.casefold() for text in own for word in WORD.findall(text))
        out.append(Text(m["offer_id"], m["poster_id"] or m["offer_id"], body, spans, slots, words))
    return out


def drawn_parts(
    rows: Sequence[Mapping[str, Any]], exemplar: Text | None, secret: Names, mask: Mask
) -> list[tuple[str, Pieces]]:
    """For each part, the signs before it and its wording, masked. Each part is looked for in the exemplar, so that a
    contact that begins in one part and ends in the next is known to be one."""
    out: list[tuple[str, Pieces]] = []
    at = 0
    for row in rows:
        start, text = -1, row["text"] or ""
        if exemplar is not None and row["slot"] and row["slot"] <= len(exemplar.slots):
            start, end = exemplar.slots[row["slot"] - 1]
        elif exemplar is not None and text:
            start = exemplar.body.find(text, at)
            end = start + len(text)
        if exemplar is None or start < at or end < start:  # not there as written: masked by itself
            out.append((" " if out else "", _alone(text, secret, mask)))
            continue
        gap = exemplar.body[at:start]
        out.append(
            (gap if not any(map(str.isalnum, gap)) else " ", cut_out(exemplar.body, start, end, exemplar.spans, mask))
        )
        at = end
    return out


def _alone(text: str, secret: Names, mask: Mask) -> Pieces:
    return cut_out(text, 0, len(text), secrets(text, (), secret), mask)


def _whole(mask: Mask, pieces: Pieces) -> Pieces:
    """One stand-in for a whole wording."""
    text = plain(pieces)
    return (Piece(mask.stand_in("text", text), masked=True),) if text.strip() else ()


def _known(
    fixed: Sequence[Pieces],
    members: Sequence[Mapping[str, Any]],
    claims: Sequence[Mapping[str, Any]],
    texts: Sequence[Text],
) -> set[str]:
    """Words, case-folded, that are certainly no names of people: places, businesses, the template's own fixed wording,
    and what several posters write small."""
    said = [m[name] for m in members for name in ("town", "place", "country") if m[name]]
    said += [c["name"] for c in claims if c["kind"] == "business"]
    said += [piece.text for pieces in fixed for piece in pieces if not piece.masked]
    return {word.casefold() for text in said for word in WORD.findall(text)} | common_words(texts)
