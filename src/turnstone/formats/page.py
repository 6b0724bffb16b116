"""A page of the web to the offers in it: what the page says in its own markup first, what stands in its body else."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from turnstone.clean.markup import Token, render, tokens
from turnstone.formats.linked_data import described
from turnstone.formats.rows import LONGEST_CELL
from turnstone.formats.web_address import absolute, host_of

FIELDS = (
    "external_id", "site", "section", "side", "posted", "title", "text", "place", "country", "price", "currency",
    "account", "claimed", "phone", "email", "url", "images",
)  # fmt: skip
"""The fields of `offers`, in order: a page's columns bear their names."""
_ASIDE = frozenset("nav header footer aside dialog template svg noscript button select menu head".split())
"""Elements around an offer that are not the offer."""
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_META = {
    "og:title": "title", "twitter:title": "title", "article:published_time": "posted", "og:published_time": "posted",
    "datepublished": "posted", "date": "posted", "dc.date": "posted", "dcterms.created": "posted",
    "og:locality": "place", "geo.placename": "place", "og:country-name": "country",
    "product:price:amount": "price", "og:price:amount": "price", "product:price:currency": "currency",
    "og:price:currency": "currency", "article:section": "section", "article:author": "account", "author": "account",
    "og:url": "canonical",
}  # fmt: skip
_MICRODATA = {
    "dateposted": "posted", "datepublished": "posted", "price": "price", "pricecurrency": "currency",
    "addresslocality": "place", "addresscountry": "country", "telephone": "phone", "email": "email",
    "author": "account", "seller": "account", "hiringorganization": "claimed", "sku": "external_id",
}  # fmt: skip
_MOST_LINKS = 2000


@dataclass
class Page:
    """What one pass over a page finds."""

    said: dict[str, str] = field(default_factory=dict)
    """What its markup says, by field; the first that says a field counts."""
    body: list[Token] = field(default_factory=list)
    main: list[Token] = field(default_factory=list)
    """What stands in `main` or, without one, in `article`."""
    heading: str = ""
    title: str = ""
    images: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    """JSON-LD as written."""


def offers_in(html: str, address: str | None, hashes: dict[str, str] | None = None) -> list[dict[str, str]]:
    """The offers of a page: one, or one for each object of JSON-LD that is an offer where there are several.

    `address`: where the page stood, if that is known; `hashes`: address of a picture -> its hash. An offer has a field
    only where the page says it; a page without words gives none.
    """
    page = _read(html)
    address = address or page.said.pop("canonical", None)
    page.said.pop("canonical", None)
    where = {"url": address, "site": host_of(address) if address else None}
    shown = _images(page, address or "", hashes or {})
    objects = described(page.data)
    offers = objects if len(objects) > 1 else [_of_page(page) | (objects[0] if objects else {})]
    if len(objects) == 1:  # what readers see counts as the text; the object may hold it shortened
        seen = _text(page)
        if len(seen) > len(offers[0].get("text", "")):
            offers[0]["text"] = seen
    out = []
    for offer in offers:
        offer = (
            {k: v for k, v in where.items() if v} | ({"images": shown} if shown and len(offers) == 1 else {}) | offer
        )
        if site := host_of(offer.get("url", "")):
            offer["site"] = site
        if offer.get("title") or offer.get("text"):
            out.append({name: offer[name] for name in FIELDS if offer.get(name)})
    return out


def _of_page(page: Page) -> dict[str, str]:
    title = page.said.get("title") or page.heading or page.title
    return page.said | {"title": " ".join(title.split()), "text": _text(page)}


def _text(page: Page) -> str:
    """What stands in main or article, if that is more than a stub; else the body without what is around it."""
    inner = render(iter(page.main), collapse=True)
    return inner if len(inner) >= 40 else render(iter(page.body), collapse=True) or inner


def _read(html: str) -> Page:
    page = Page()
    aside: Counter[str] = Counter()  # elements around the offer that are open
    mains: list[str] = []
    pending: tuple[str, str] | None = None  # element and field of microdata whose value is the text that follows
    in_heading = False
    heading: list[Token] = []
    links = 0
    data = False
    for token in tokens(html):
        name = token.name
        if token.kind == "open":
            attributes = token.attributes() if token.text.strip(" /\n\t") else {}
            data = name == "script" and "ld+json" in attributes.get("type", "").lower()
            if links < _MOST_LINKS and _note(page, name, attributes, bool(aside)):
                links += 1
            pending = _property(page, name, attributes) or pending
            if name in ("body", "main"):  # what was open before them was not closed, but ends here
                aside.clear()
            if name in _ASIDE and not (name == "header" and mains):
                aside[name] += 1
            elif name in ("main", "article") and not aside:
                if name == "main" and mains != ["main"]:  # a main counts more than the articles before it
                    page.main.clear()
                    mains = ["main"]
                else:
                    mains.append(name)
            in_heading = in_heading or (name == "h1" and not page.heading)
        elif token.kind == "close":
            if name in aside:
                aside[name] -= 1
                if not aside[name]:
                    del aside[name]
            elif mains and name == mains[-1]:
                mains.pop()
            if name == "h1" and in_heading:
                in_heading, page.heading = False, render(iter(heading), collapse=True)
            if pending and name == pending[0]:
                pending = None
        elif token.kind == "raw":
            if name == "title" and not page.title:
                page.title = render(iter([Token("text", "", token.text)]), collapse=True)
            elif name == "script" and data and len(token.text) <= LONGEST_CELL:
                page.data.append(token.text)
            continue
        elif pending:
            value = render(iter([token]), collapse=True)
            if value:
                page.said.setdefault(pending[1], value[:200])
                pending = None
        if in_heading:
            heading.append(token)
        if not aside:
            page.body.append(token)
            if mains:
                page.main.append(token)
    return page


def _note(page: Page, name: str, attributes: dict[str, str], aside: bool) -> bool:
    """Takes what a tag says by its attributes. Whether it was one of those that are counted."""
    said = page.said
    if name == "meta":
        key = (attributes.get("property") or attributes.get("name") or "").lower()
        if (target := _META.get(key)) and attributes.get("content", "").strip():
            said.setdefault(target, attributes["content"].strip())
        return True
    if name == "link":
        if attributes.get("rel", "").lower() == "canonical" and attributes.get("href"):
            said["canonical"] = attributes["href"].strip()
        return True
    if name == "img" and not aside:
        source = attributes.get("src") or attributes.get("data-src") or ""
        if source:
            page.images.append(source)
        return True
    if name == "time" and not aside and attributes.get("datetime"):
        said.setdefault("posted", attributes["datetime"].strip())
        return True
    if name == "a" and (target_address := attributes.get("href", "").strip()):
        if "author" in attributes.get("rel", "").lower().split():
            said.setdefault("account", _handle(target_address))
        elif not aside and target_address.lower().startswith("tel:"):
            said.setdefault("phone", target_address[4:])
        elif not aside and target_address.lower().startswith("mailto:"):
            said.setdefault("email", re.split(r"[?]", target_address[7:])[0])
        return True
    return False


def _handle(address: str) -> str:
    """The last part of an account's address: its handle."""
    return re.split(r"[?#]", address)[0].rstrip("/").rpartition("/")[2].removeprefix("@")


def _property(page: Page, name: str, attributes: dict[str, str]) -> tuple[str, str] | None:
    """Microdata: takes a value that an attribute holds; gives element and field where it is the text that follows."""
    key = attributes.get("itemprop", "").lower()
    target = _MICRODATA.get(key)
    if target is None or "itemscope" in attributes:
        return None
    value = attributes.get("content") or attributes.get("datetime")
    if value:
        page.said.setdefault(target, value.strip())
        return None
    if name in _VOID or target in page.said:
        return None
    return name, target


def _images(page: Page, base: str, hashes: dict[str, str]) -> str:
    """The hashes of the pictures that the page shows, joined by '; '."""
    found = set()
    for source in page.images:
        if source.startswith("data:"):
            if mark := re.search(r"x-turnstone-image=(pdq:[0-9a-f]{64})", source):
                found.add(mark[1])
        elif hashed := hashes.get(absolute(base, source)):
            found.add(hashed)
    return "; ".join(sorted(found))
