"""Raw offers to clean ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.body import clean_body
from turnstone.clean.moment import parse_moment
from turnstone.clean.name import is_business, parse_name
from turnstone.clean.place import country_code, town_key
from turnstone.clean.price import currency_in, parse_price
from turnstone.clean.script import scripts
from turnstone.clean.side import side_of, side_of_section
from turnstone.clean.text import Nothing, fold, is_nothing, tidy
from turnstone.formats.web_address import host_of
from turnstone.kernels.languages import languages_of
from turnstone.kernels.unique import ITEM, SEPARATOR, join, listed, map_unique, split, unpack
from turnstone.model.schema import DATE, FLAG, MONEY, TEXT, TIME
from turnstone.tables.raw_batch import RawBatch

LONGEST_NAME = 120
"""Characters. What is longer is no name but a profile of the firm; it is compared as a whole."""
_HASH = re.compile(r"^(?:[a-z][a-z0-9_]{1,15}:)?(?:[0-9a-f]{8,128}|[a-z0-9+/=_-]{16,128})$", re.IGNORECASE)
_OURS = re.compile(r"x-turnstone-image=(pdq:[0-9a-f]{64}|none);sha256=[0-9a-f]{64}")
_NO_ZONE = "time without a zone, read as UTC"
_LOWER_END = "price is the lower end of a range"


def read_offers(raw: RawBatch) -> pa.RecordBatch:
    """The clean offers of one batch. A value that cannot be right is left empty and told; the offer stays."""
    title, title_notes = _body(raw, "title")
    text, text_notes = _body(raw, "text")
    script, mixed, language = _written(title, text)
    order, decimal = raw.style[:3], raw.style[3:]
    day, utc, zone_note = unpack(_cleaned(raw, "posted", _POSTED[order]), 3)
    amount, said, price_note = unpack(_cleaned(raw, "price", _PRICES[decimal]), 3)
    host = raw.unique(raw.raw("url"), host_of, TEXT)
    site = pc.coalesce(raw.clean("site", _site, TEXT), host)
    place = raw.text("place")
    town, country = unpack(raw.unique(join([place, raw.raw("country")]), _place, TEXT), 2)
    raw.clean("country", country_code, TEXT)  # tells of a country that is none
    claimed, key, kind = unpack(_cleaned(raw, "claimed", _claimed), 3)
    notes = raw.unique(join([title_notes, text_notes, zone_note, price_note]), _notes, TEXT)
    return pa.RecordBatch.from_pydict(
        {
            "id": raw.ids,
            "external_id": raw.raw("external_id"),
            "site": site,
            "section": raw.text("section"),
            "side": pc.coalesce(
                raw.clean("side", side_of, TEXT), raw.unique(raw.raw("section"), side_of_section, TEXT)
            ),
            "posted_utc": utc.cast(pa.int64()).cast(TIME),
            "posted_on": day.cast(DATE),
            "title": title,
            "text": text,
            "language": language,
            "script": script,
            "mixed_script": mixed,
            "place": place,
            "town": town,
            "country": country,
            "price": amount.cast(MONEY),
            "currency": pc.coalesce(raw.clean("currency", _currency, TEXT), said),
            "account": raw.unique(join([site, raw.raw("account")]), _account, TEXT),
            "claimed": claimed,
            "claimed_key": key,
            "claimed_kind": kind,
            "images": listed(_cleaned(raw, "images", _images)),
            "notes": listed(notes),
        }
    )


def _cleaned(raw: RawBatch, field: str, clean: Callable[[str], Any]) -> pa.Array:
    return raw.clean(field, clean, TEXT)


def _body(raw: RawBatch, field: str) -> tuple[pa.Array, pa.Array]:
    """Title or text, and notes joined by ITEM. Not remembered from batch to batch: texts are long and many."""
    column = raw.raw(field)
    done = map_unique(column, _with_notes, TEXT)
    raw.refuse(field, column, done.reasons)
    text, notes = unpack(done.values, 2)
    return text, notes


def _with_notes(text: str) -> str:
    body, notes = clean_body(text)
    return body.replace(SEPARATOR, "") + SEPARATOR + ITEM.join(notes)


def _written(title: pa.Array, text: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Script, mixed script and language of each body, each different body looked at once."""
    bodies = pc.binary_join_element_wise(title, text, "\n", null_handling="skip")
    encoded = pc.fill_null(bodies, "").dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    codes, mixed = scripts(texts)
    made = (pa.array(codes, TEXT), pa.array(mixed, FLAG), pa.array(languages_of(texts, codes), TEXT))
    script, flag, language = (column.take(encoded.indices) for column in made)
    return script, flag, language


def _posted(text: str, order: str) -> str:
    """Day, seconds since 1970 and note in one text (see `unpack`)."""
    at = parse_moment(text, order)
    seconds = "" if at.utc is None else str(at.utc)
    return SEPARATOR.join((at.day.isoformat(), seconds, _NO_ZONE if at.zone_assumed else ""))


def _price(text: str, decimal: str) -> str:
    """Sum, currency and note in one text."""
    price = parse_price(text, decimal)
    return SEPARATOR.join((str(price.amount), price.currency or "", _LOWER_END if price.lower_end else ""))


_POSTED: dict[str, Callable[[str], str]] = {order: partial(_posted, order=order) for order in ("mdy", "dmy")}
_PRICES: dict[str, Callable[[str], str]] = {sign: partial(_price, decimal=sign) for sign in (".", ",")}


def _site(text: str) -> str:
    """The host where an address is given, else the name, in lower case."""
    text = tidy(text)
    if is_nothing(text):
        raise Nothing("no site")
    return (host_of(text) if "//" in text else None) or text.lower().removeprefix("www.").rstrip("/")


def _account(joined: str) -> str:
    """site/handle in lower case; the handle alone where no site is known."""
    site, handle = split(joined)
    handle = tidy(handle or "").lower().removeprefix("@")
    if is_nothing(handle):
        raise Nothing("no account")
    return f"{site}/{handle}" if site else handle


def _place(joined: str) -> str:
    """Town and country of a place as written: 'Graz', 'Graz, Austria', 'AT, , Graz'."""
    place, said = split(joined)
    country = _country(said)
    parts = [part for part in (tidy(p) for p in (place or "").split(",")) if part and not is_nothing(part)]
    if len(parts) > 1:
        if len(parts[0]) == 2 and (first := _country(parts[0])):
            country, parts = country or first, parts[:0:-1]
        elif last := _country(parts[-1]):
            country = country or last
            parts = parts[:-1]
    town = ""
    for part in parts:
        try:
            town = town_key(part)
            break
        except ValueError:
            continue
    return town + SEPARATOR + (country or "")


def _country(text: str | None) -> str | None:
    try:
        return country_code(text) if text else None
    except ValueError:
        return None


def _currency(text: str) -> str:
    found = currency_in(tidy(text).upper()) or currency_in(text)
    if found is None:
        if is_nothing(tidy(text)) or tidy(text) in ("$", "kr", "¥"):
            raise Nothing("no one currency")
        raise ValueError("no known currency")
    return found


def _claimed(text: str) -> str:
    """The name as written, its key, and whether it is a firm's; in doubt it is a person's."""
    text = tidy(text)
    if len(text) > LONGEST_NAME:
        key = fold(text)
        if not key:
            raise ValueError("no letters or digits that could be a name")
        return SEPARATOR.join((text, key, "business"))
    name = parse_name(text)
    kind = "business" if any(map(is_business, name.own)) else "person"
    return SEPARATOR.join((name.text, name.parts[0].key, kind))


def _images(text: str) -> str:
    """Hashes, each once and sorted, joined by ITEM. Raises ValueError for what is no hash."""
    ours = [match[1] for match in _OURS.finditer(text)]
    rest = re.sub(r"[\[\]\"'{}]", " ", _OURS.sub(" ", re.sub(r"data:image[^;]*;(?=x-turnstone)", "", text)))
    given = [part for part in re.split(r"[;,\s|]+", rest) if part and not is_nothing(part)]
    if bad := next((part for part in given if not _HASH.match(part)), None):
        raise ValueError(f"not a hash of a picture: {bad[:40]}")
    found = sorted({part.lower() for part in (*given, *ours) if part != "none"})
    if not found:
        raise Nothing("no hash")
    return ITEM.join(found)


def _notes(joined: str) -> str:
    notes = sorted({note for part in split(joined) if part for note in part.split(ITEM)})
    if not notes:
        raise Nothing("nothing to note")
    return ITEM.join(notes)
