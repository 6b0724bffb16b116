"""What the library says in English, in the language of the page: indicators' pages, names of kinds, and sentences that it composes.

The library writes its texts once, in English, and they stand so in tables, reports and exports. The workbench shows them
translated. Three kinds: texts that are always the same (looked up), sentences of indicators (translated as the indicator's page
has them, before facts are put in), and sentences that the library composed with numbers or names in them (recognised by their
form). A text that is none of these is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from turnstone.exports import disclaimer, flows, identity_view, template_view
from turnstone.exports.posters_in import SOMEONE
from turnstone.indicators.registry import registry
from turnstone.model.indicator import Family
from turnstone.networks.kinds import ACTS_FOR, SHARING
from turnstone.networks.positions import innocent_readings

KINDS = (
    "employer", "unnamed employer", "employers", "unnamed employers", "agent", "recruiter", "party", "parties", "poster", "posters",
    "alone", "intermediary", "intermediaries", "company", "premises", "account", "contact", "person", "business", "worker", "firm",
    "offer", "job order", "wording", "name", "address", "housing", "price", "word", "number", "nothing", "other",
    "barred", "associate", "joint_employer", "agent_firm", "recruiter_firm",
)  # fmt: skip
"""Of nodes, networks, things and whatever the search finds; and roles on filings."""
STANDINGS = ("core", "likely", "possible", "outside", "hub")
EVENTS = ("new", "gone", "grew", "shrank", "merged", "split", "renamed", "moved")
"""What became of a network or a wording from run to run."""
POSITIONS = (
    "fronts", "houses", "recruits", "transports", "collects", "advertises", "parties for whom it recruits", "offers of work",
    "offers of services", "parties whose workers live there", "parties that give its number", "parties that are paid into it",
    "offers that give it", "other names at its places and numbers in the network",
)  # fmt: skip
"""What companies and places do in a network, and by what that is measured."""
HAPPENS = ("work", "offers", "job orders", "recruiters", "asked", "hourly wage", "unknown")
"""What happens in a town, and what prices are of."""
DISGUISES = ("words", "spacing", "emoji", "letters among digits", "look-alikes")
"""How a contact is hidden from machines."""
FEATURES = (
    "names", "town and state", "address", "phone or e-mail", "numbers, birth", "registration number", "identity document", "birth",
    "names and town or state", "names and premises", "names and telephone or e-mail", "numbers or day of birth", "names and place",
    "names and e-mail", "a person judged", "given names", "days of birth", "documents", "father and son", "different", "slipped",
    "near", "in part",
)  # fmt: skip
"""What speaks for or against two being the same."""
WORK = ("lists", "things to be found", "pages", "chains of evidence")
"""What is made while a job goes on."""
REASONS = (
    "what was found is common among peers",
    "only one family of evidence speaks ({family}); two independent ones are needed",
    "tied too weakly: under the {bits} that make a member",
    "cut off: {reason}",
    "would make a group of {n} parties, more than {most}",
    "{bits} join {a} and {b} parties: less than the bar for every {reach} pairs across, or less than holds them elsewhere",
    "without it {n} of {of} pairs are no longer joined by anything shared; {how}",
    "without these {together} {n} of {of} pairs are no longer joined by anything shared; {how}",
    "no other of {many} leaves fewer",
    "no other set of {many} leaves fewer",
    "the best to add to the set before",
)
"""Why the system abstains, why somebody is no member, and what a network hangs on."""
TITLES = (
    SOMEONE,
    "who posts as {name} · {n} posters",
    "who posts as {name}",
    "{name} · {n} posters",
    "employer not named in the files (case {case})",
    "{name} and {n} others",
    "{name} and {n} other",
    "{name} and {n} more names",
    "{name} and {n} more name",
    flows.NO_AGENT, flows.NO_NAME, flows.NO_PLACE, flows.MAYBE_PERSONS, flows.OTHERS,
)  # fmt: skip
"""What a network or a party is called that has no name of its own, or more than one."""
STEPS = (
    "{n} offers",
    "{n} offer",
    "{n} offers · {languages}",
    "{n} offer · {languages}",
    "{n} holders",
    "{n} holder",
    "{id}  {name}: {n} offers",
    "{id}: {n} offers, {posters} accounts or names, {names} names",
    "{thing} of {between} ({n} hold it, {bits} bits)",
    "{id} ({family}, {bits} bits, counts): {facts}",
    "{id} ({family}, {bits} bits, does not count): {facts}",
)
"""Steps of a chain of evidence, and what the search says of what it found."""
DEEP, LONGEST = 3, 400
"""So many forms in each other, and texts of so many characters, are looked at: what is longer a source wrote, not the library."""
_NUMBERS = frozenset(("n", "of", "most", "many", "together", "posters", "names", "a", "b", "reach"))
"""Placeholders for which only a number stands."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DECIMAL = re.compile(r"\d+\.\d+")
_LONG_ID = re.compile(r"\btemplate-([0-9a-f]{8})[0-9a-f]{16,}")
_ISO = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")


def texts() -> Iterator[str]:
    """All texts that need a translation, for the catalogues."""
    yield from dict.fromkeys([*_always(), *_sentences(), *REASONS, *TITLES, *STEPS])


def said(text: Any) -> str:
    """A text of the library in the language of the page."""
    return _said("" if text is None else str(text), DEEP)


def titled(text: str) -> str:
    """What a network or a party is called, where that is no name or has words around the name."""
    return _titled(text, DEEP)


def _said(text: str, deep: int) -> str:
    words = text.split(", ")
    if text in _known() or all(word in _known() for word in words):
        told = gettext(text) if text in _known() else ", ".join(map(gettext, words))
        return told.replace("_", " ")  # roles are written as tables have them
    return _by_form(text, _forms(REASONS + STEPS), deep, _said) or _joined(text)


def _titled(text: str, deep: int) -> str:
    return gettext(text) if text in _bare_titles() else _by_form(text, _forms(TITLES), deep, _titled) or text


def sentence(part: Mapping[str, Any]) -> str:
    """What an indicator's hit says, with its facts; days as the language writes them."""
    page = registry().get(part["indicator"])
    if page is None:
        return str(part["sentence"])
    facts, told = part["facts"], gettext(page.sentence)
    if told == page.sentence:  # English, in which the library has looked after one and many
        return _LONG_ID.sub(r"\1", _ISO.sub(lambda found: _as_day(found[0]), part["sentence"]))
    told = told.format_map({k: _fact(v) for k, v in facts.items()})
    return gettext("{party}: {said}").format(party=facts["party"], said=told) if facts.get("party") else told


def _fact(value: str | None) -> str:
    if value is None:
        return gettext("unknown")
    if _DAY.fullmatch(value):
        return _as_day(value)
    if _DECIMAL.fullmatch(value):
        return str(number_format(value))
    return ", ".join(gettext(word) if word in _known() else _LONG_ID.sub(r"\1", word) for word in value.split(", "))


def _as_day(iso: str) -> str:
    try:
        return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")
    except ValueError:  # a number that looks like a day
        return iso


def _always() -> Iterator[str]:
    """Texts in which nothing changes."""
    for page in registry().values():
        if page.on:
            yield from (page.title, *page.innocent, *page.refute, *page.ask)
    yield from (family.value for family in Family)
    yield from SHARING
    yield from (sharing.family for sharing in SHARING.values())
    yield from (*KINDS, *STANDINGS, *EVENTS, *POSITIONS, *HAPPENS, *DISGUISES, *FEATURES, *WORK, *ACTS_FOR.values())
    yield from (reading for readings in innocent_readings().values() for reading in readings)
    yield from (
        *identity_view.READINGS,
        *template_view.READINGS,
        template_view.WHO_POSTS,
        template_view.ALONE,
        template_view.NO_SIGN,
    )
    yield from disclaimer.SENTENCES
    yield from (*flows.ORDERED, *flows.OFFERED)


def _sentences() -> Iterator[str]:
    yield from (page.sentence for page in registry().values() if page.on)


@cache
def _known() -> frozenset[str]:
    return frozenset([*_always(), *(text for text in REASONS if not _PLACEHOLDER.search(text))])


@cache
def _bare_titles() -> frozenset[str]:
    return frozenset(text for text in TITLES if not _PLACEHOLDER.search(text))


@cache
def _forms(texts: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each text with placeholders, and what recognises it once they are filled in."""
    out = []
    for text in texts:
        pieces = _PLACEHOLDER.split(text)
        if len(pieces) > 1:
            kinds = [r"\d[\d.,]*" if piece in _NUMBERS else ".*" for piece in pieces]
            form = "".join(
                f"(?P<{piece}>{kind})" if at % 2 else re.escape(piece)
                for at, (piece, kind) in enumerate(zip(pieces, kinds, strict=True))
            )
            out.append((re.compile(form, re.DOTALL), text))
    return tuple(out)


def _joined(text: str) -> str:
    """A disclaimer is put together of sentences."""
    for one in disclaimer.SENTENCES:
        text = text.replace(one, gettext(one))
    return text


def _by_form(
    text: str, forms: Sequence[tuple[re.Pattern[str], str]], deep: int, within: Callable[[str, int], str]
) -> str | None:
    """`deep`: how many forms may stand in each other; `within`: what becomes of the text that stands in a placeholder."""
    if not deep or len(text) > LONGEST:
        return None
    for form, english in forms:
        found = form.fullmatch(text)
        if found is not None:
            told = gettext(english)
            filled = {k: within(v, deep - 1) for k, v in found.groupdict().items()}
            return text if told == english else told.format_map(filled)
    return None
