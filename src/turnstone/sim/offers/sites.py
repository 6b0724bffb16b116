"""The four sites of a world, and how each gives its offers: two as NDJSON, two as CSV, with names of columns of their own."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from turnstone.sim.offers.posting import Post


@dataclass(frozen=True)
class Site:
    """`columns`: field of Post -> the name of its column; `sections`: how it calls sections; `day_first`: how it writes days."""

    name: str
    file: str
    columns: tuple[tuple[str, str], ...]
    when: str


SITES = (
    Site("meet.example", "meet.ndjson", (
        ("id", "ad_id"), ("site", "site"), ("section", "category"), ("side", "offer_type"), ("when", "posted_at"), ("title", "headline"),
        ("text", "body"), ("town", "city"), ("country", "country"), ("price", "price"), ("currency", "currency"), ("account", "user_id"),
        ("claimed", "advertiser"), ("phone", "contact_phone"), ("email", "contact_email"), ("images", "image_hashes"),
    ), "%Y-%m-%dT%H:%M:%SZ"),
    Site("notices.example", "notices.ndjson", (
        ("id", "id"), ("site", "site"), ("section", "section"), ("side", "side"), ("when", "created_at"), ("title", "title"), ("text", "text"),
        ("town", "location"), ("country", "country_code"), ("price", "amount"), ("currency", "currency"), ("account", "username"),
        ("claimed", "business"), ("phone", "phone"), ("email", "email"), ("images", "photo_hashes"),
    ), "%Y-%m-%dT%H:%M:%S+00:00"),
    Site("jobs.example", "jobs.csv", (
        ("id", "job_id"), ("site", "site"), ("section", "category"), ("side", "offer_type"), ("when", "date_posted"), ("title", "job_title"),
        ("text", "job_description"), ("town", "city"), ("country", "country"), ("price", "salary"), ("currency", "currency"),
        ("account", "user_id"), ("claimed", "employer"), ("phone", "contact_phone"), ("email", "contact_email"), ("images", "image_hashes"),
    ), "%Y-%m-%d %H:%M:%S"),
    Site("board.example", "board.csv", (
        ("id", "listing_id"), ("site", "website"), ("section", "subcategory"), ("side", "ad_type"), ("when", "timestamp"), ("title", "subject"),
        ("text", "message"), ("town", "town"), ("country", "country"), ("price", "rate"), ("currency", "price_currency"),
        ("account", "author"), ("claimed", "organisation"), ("phone", "tel"), ("email", "mail"), ("images", "phash"),
    ), "%d/%m/%Y %H:%M"),
)  # fmt: skip
SECTIONS = {"companionship": "companions", "massage": "massage", "street": "sales and promotion", "recruiter": "jobs away from home",
            "domestic": "household", "room": "rooms", "scam": "home work"}  # fmt: skip
"""How sites call the sections in which offers are; the others by their name."""
SIDES = {"service": "selling", "job": "recruiting", "room": "selling"}


def heading(site: Site) -> str:
    """The file's first line; NDJSON has none."""
    return ",".join(column for _, column in site.columns) + "\r\n" if site.file.endswith(".csv") else ""


def lines(site: Site, posts: list[Post], midnight: datetime) -> str:
    """The offers of one site, oldest first. `midnight`: of the world's first day."""
    ordered = sorted(posts, key=lambda post: (post.minute, post.id))
    if site.file.endswith(".csv"):
        out = io.StringIO()
        write = csv.writer(out)
        write.writerows(_values(site, post, midnight, ";").values() for post in ordered)
        return out.getvalue()
    return "".join(
        json.dumps(
            {name: value for name, value in _values(site, post, midnight, None).items() if value not in ("", ())},
            ensure_ascii=False,
        )
        + "\n"
        for post in ordered
    )


def _values(site: Site, post: Post, midnight: datetime, between: str | None) -> dict[str, object]:
    known: dict[str, object] = {
        "site": site.name, "when": (midnight + timedelta(minutes=post.minute, seconds=int(post.id, 36) % 60)).strftime(site.when),
        "side": SIDES[post.side],
        "section": SECTIONS.get(post.section, post.section),
        "images": post.images if between is None else between.join(post.images),
    }  # fmt: skip
    return {column: known[field] if field in known else getattr(post, field) for field, column in site.columns}
