"""Which party a text on the command line means: (the beginning of) an id, or whatever `find` resolves."""

from __future__ import annotations

import re
from typing import Any

from turnstone.cli.common import Look, resolve_id, short_id
from turnstone.errors import TurnstoneError

_ID = re.compile(r"(profile|entity|poster|case|network|premises|template)-")
SHOWN = 6
"""Parties that are named where a text fits several, or none well."""
SURE = 95
"""Out of 100: what fits less is named and asked about, never taken."""


def party_of(look: Look, text: str, *, kinds: tuple[str, ...]) -> str:
    """The id that a text means, of one of `kinds` (entity, profile, poster, case, network).

    Raises TurnstoneError where nothing fits well, or several parties do: then it names them.
    """
    if _ID.match(text) or (text.removeprefix("#").isdigit() and "network" in kinds and len(text) < 6):
        found = resolve_id(look.place, look.run, look.engine, text)
    else:
        found = _found(look, text)
    if found.partition("-")[0] not in kinds:
        raise TurnstoneError(
            f"{text!r} is none of these: {', '.join(kinds)}", do="find names and ids with `turnstone find`"
        )
    return found


def two_parties(look: Look, a: str, b: str) -> list[str]:
    """The ids of two parties or ways of writing. Two texts that name one party mean two of its ways of writing."""
    ids = [party_of(look, text, kinds=("entity", "profile")) for text in (a, b)]
    return ids if ids[0] != ids[1] or a == b else [profile_of(look, text, ids[0]) for text in (a, b)]


def profile_of(look: Look, text: str, entity: str) -> str:
    """The way of writing an entity that a text fits best; the entity itself where the text is an id."""
    from turnstone.exports.template_facts import asker, quoted
    from turnstone.links.search import Index

    if _ID.match(text):
        return entity
    ask = asker(look.engine, look.read)
    own = {
        r["profile_id"] for r in ask(f"SELECT profile_id FROM members WHERE entity_id = {quoted(entity)}", "members")
    }
    matches = Index(look.read("profiles"), look.read("mentions")).find(text)
    return next((match.profile for match in matches if match.profile in own), entity)


def _found(look: Look, text: str) -> str:
    from turnstone.exports.found import found_parties
    from turnstone.links.search import Index

    matches = [(1, text, match) for match in Index(look.read("profiles"), look.read("mentions")).find(text)]
    rows: list[dict[str, Any]] = found_parties(look.engine, look.read, matches, look.mask)
    if not rows:
        raise TurnstoneError(f"no party fits {text!r}", do="try fewer words, or a number; see `turnstone find`")
    best = [row for row in rows if row["score"] == rows[0]["score"]] if rows[0]["score"] >= SURE else rows
    if len(best) == 1 and best[0]["score"] >= SURE:
        return str(best[0]["id"])
    named = "\n".join(
        f"    {short_id(row['id'])}  {row['name'] or ''}, {row['town'] or '?'} {row['state'] or ''} "
        f"({row['way']}, {row['score']} of 100)"
        for row in best[:SHOWN]
    )
    more = f"\n    and {len(best) - SHOWN} more" if len(best) > SHOWN else ""
    how = "fit it equally well" if rows[0]["score"] >= SURE else "may be meant"
    raise TurnstoneError(
        f"{text!r} names no one party for certain; {len(best)} {how}:\n{named}{more}", do="give one of these ids"
    )
