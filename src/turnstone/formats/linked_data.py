"""Offers that a page describes in JSON-LD, in the words of schema.org (JobPosting, Offer, Product, Apartment ...)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from turnstone.clean.markup import without_markup

TYPES = frozenset(
    """JobPosting Offer Product Service Demand RealEstateListing Apartment House SingleFamilyResidence Residence
    Accommodation Room HotelRoom Suite LodgingBusiness VacationRental ClassifiedAd IndividualProduct""".split()
)
_DEEPEST = 12
_MOST = 1000


def described(scripts: Sequence[str]) -> list[dict[str, str]]:
    """Field -> text for each object that is an offer, in the order of the page. What is not JSON is passed over."""
    out: list[dict[str, str]] = []
    for script in scripts:
        try:
            page = json.loads(script.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(page):
            fields = _fields(item)
            if (fields.get("title") or fields.get("text")) and fields not in out and len(out) < _MOST:
                out.append(fields)
    return out


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Objects of a wanted type; what such an object holds is part of it, not an offer of its own."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = {str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])}
        if names & TYPES:
            yield value
            return
        for key in ("@graph", "itemListElement", "item", "mainEntity", "about", "hasPart"):
            if key in value:
                yield from _objects(value[key], depth + 1)


def _fields(item: dict[str, Any]) -> dict[str, str]:
    price = item.get("offers") or item.get("baseSalary") or item.get("estimatedSalary") or item
    value = _at(price, "value") if isinstance(_first(_at(price, "value")), dict) else price
    place = _at(item, "jobLocation") or _at(item, "availableAtOrFrom") or _at(price, "availableAtOrFrom") or item
    spot = _at(place, "address") or place
    seller = _at(item, "hiringOrganization") or _at(item, "seller") or _at(price, "seller") or _at(item, "provider")
    town = spot if isinstance(_first(spot), str) else _at(spot, "addressLocality")
    found = {
        "external_id": _at(_at(item, "identifier"), "value") or _plain(item.get("identifier")) or _at(item, "sku"),
        "section": _at(item, "industry") or _at(item, "category") or _at(item, "occupationalCategory"),
        "posted": _at(item, "datePosted") or _at(item, "datePublished") or _at(item, "availabilityStarts"),
        "title": _at(item, "title") or _at(item, "name") or _at(_at(item, "itemOffered"), "name"),
        "text": _at(item, "description") or _at(_at(item, "itemOffered"), "description"),
        "place": town,
        "country": _at(_at(spot, "addressCountry"), "name") or _plain(_at(spot, "addressCountry")),
        "price": _at(value, "price") or _at(value, "lowPrice") or _at(value, "minValue") or _plain(_at(value, "value")),
        "currency": _at(price, "priceCurrency") or _at(price, "currency") or _at(item, "salaryCurrency"),
        "claimed": _plain(seller) or _at(seller, "name") or _at(seller, "legalName"),
        "account": _at(_at(item, "author"), "name") or _plain(item.get("author")),
        "phone": _at(item, "telephone") or _at(seller, "telephone"),
        "email": _at(item, "email") or _at(seller, "email"),
        "url": _at(item, "url"),
    }
    texts = {name: _plain(value) for name, value in found.items()}
    out = {name: text.strip() for name, text in texts.items() if text and text.strip()}
    for name in ("title", "text"):
        if name in out:
            out[name] = without_markup(out[name])[0]
    return out


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _at(value: Any, key: str) -> Any:
    value = _first(value)
    return _first(value.get(key)) if isinstance(value, dict) else None


def _plain(value: Any) -> str | None:
    """A text or a number as text; anything else is none."""
    value = _first(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return str(value)
