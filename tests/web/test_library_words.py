"""What the library says in English is shown in the language of the page, whatever it is."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from turnstone.exports.disclaimer import disclaimer
from turnstone.exports.lead_view import LeadView
from turnstone.indicators.registry import registry
from turnstone.leads.compose import _why
from turnstone.model.indicator import Family
from turnstone.networks.weak_points import _reason
from turnstone_web.accounts.models import User
from turnstone_web.desk.shared import shared
from turnstone_web.library_words import said, sentence, texts, titled
from turnstone_web.runs import whole_shelf

LANGUAGES = ("fr", "de", "ru")


SAME = {
    "fr": {"contact", "documents", "iban", "image", "pages", "parties", "possible"},
    "de": {"iban"},
    "ru": {"iban"},
}
"""Words that are written alike in English and in a language."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_a_translation(language: str) -> None:
    with translation.override(language):
        assert {text for text in texts() if translation.gettext(text) == text} == SAME[language]


def test_what_a_source_wrote_is_neither_slow_nor_too_deep() -> None:
    with translation.override("de"):
        for text in (
            " (1 hold it, " * 9_000 + "x of " * 9_000,
            "X" + " and 1 others" * 400,
            "3 offers · " * 500,
            "cut off: " * 300,
        ):
            assert said(text) == text and titled(text) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_take_their_facts(language: str) -> None:
    for page in registry().values():
        if not page.on:
            continue
        facts = {name: f"<{name}>" for name in re.findall(r"\{(\w+)\}", page.sentence)} | {"party": "Alder Farms"}
        told = page.sentence.format_map(facts)
        with translation.override(language):
            shown = sentence({"indicator": page.name, "sentence": f"Alder Farms: {told}", "facts": facts})
        assert shown.startswith("Alder Farms") and told not in shown
        assert all(f"<{name}>" in shown for name in facts if name != "party"), shown


def test_days_and_numbers_of_a_sentence_are_written_as_the_language_does() -> None:
    facts = {"programme": "H-2A", "from": "2016-03-01", "until": "2018-03-01", "party": None}
    part = {
        "indicator": "barred_party",
        "facts": facts,
        "sentence": registry()["barred_party"].sentence.format_map(facts),
    }
    assert sentence(part) == "An official bar of H-2A named this party, from 1 Mar 2016 until 1 Mar 2018."
    with translation.override("de"):
        assert "vom 01.03.2016 bis zum 01.03.2018" in sentence(part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_library_composes_is_recognised(language: str) -> None:
    composed = [
        _why([]), _why([Family.PREMISES.value]), _reason(1, 10, 4, True, 30), _reason(2, 10, 1, True, 30), _reason(3, 10, 0, False, 30),
        "cut off: would make a group of 70 parties, more than 60", disclaimer(["employers"]), disclaimer(["posters", "employers"]),
        "agent, employer", "3 offers",
    ]  # fmt: skip
    with translation.override(language):
        for text in composed:
            shown = said(text)
            assert shown != text, text
            assert re.findall(r"\d+", shown) == re.findall(r"\d+", text) or sorted(re.findall(r"\d+", shown)) == sorted(
                re.findall(r"\d+", text)
            )
        assert "premises" not in said(_why(["premises"]))
        assert "would make" not in said(composed[5])
        assert titled("Alder Farms and 3 others") != "Alder Farms and 3 others" and "Alder Farms" in titled(
            "Alder Farms and 3 others"
        )
        assert titled("employer not named in the files (case I-200-15)").endswith("I-200-15)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_networks_without_a_name_are_called_in_the_language_of_the_page(language: str) -> None:
    about = dict.fromkeys(("name", "posts_as")) | {"kind": "posters"}
    titles = []
    for told, size in (
        ({}, 1), ({}, 3), ({"posts_as": "Vale Homes"}, 1), ({"posts_as": "Vale Homes and 2 more names"}, 3), ({"name": "Alder Farms"}, 2),
    ):  # fmt: skip
        view = SimpleNamespace(posting=True, about=about | told, members=[{"label": "x"}] * size, network="network-1")
        titles.append(LeadView.title.fget(view))  # type: ignore[attr-defined]
    with translation.override(language):
        for title in titles:
            shown = titled(title)
            assert shown != title and "post" not in shown and "more name" not in shown and " other" not in shown, shown
            assert ("Vale Homes" in shown) == ("Vale Homes" in title)
    assert titled(titles[3]) == "who posts as Vale Homes and 2 more names · 3 posters"


@pytest.mark.parametrize(
    "text", ["Employers United", "", None, "work of art", "{n} offers", "a { brace", "contact; phone"]
)
def test_what_is_not_the_library_s_stays(text: str | None) -> None:
    with translation.override("fr"):
        assert said(text) == (text or "")
        assert titled(text or "") == (text or "")


def test_a_lead_is_told_in_the_language_of_its_reader(as_analyst: Client, analyst: User) -> None:
    network = whole_shelf().leads()[0][0]["network_id"]
    as_analyst.post("/own/language", {"language": "de"})
    page = as_analyst.get(f"/leads/{network}/").content.decode()
    for indicator in registry().values():
        for text in (indicator.title, *indicator.innocent, *indicator.refute, *indicator.ask):
            assert not indicator.on or f">{text}<" not in page, text
    drawn = as_analyst.get(f"/networks/{network}/graph.json").json()
    assert {line["kind"] for line in drawn["lines"]} <= set(drawn["words"])
    assert drawn["words"]["core"] == "Kern"


def test_things_are_listed_once() -> None:
    tie = {"kind": "premises", "value": "p1", "shown": "1 ELM ST|LYONS|GA", "holders": 5, "since": "2016-01-01"}
    rows = shared([
        {**tie, "a": "x", "b": "y", "bits": 8.0}, {**tie, "a": "y", "b": "z", "bits": 9.0, "since": "2015-01-01"},
        {**tie, "a": "x", "b": "y", "kind": "phone", "value": "n", "shown": "[phone 77b0e2]", "bits": 11.0, "holders": 2, "since": None},
    ])  # fmt: skip
    assert [(r["shown"], r["here"], r["holders"], r["bits"], r["since"]) for r in rows] == [
        ("[phone 77b0e2]", 2, 2, 11.0, None), ("1 ELM ST, LYONS, GA", 3, 5, 9.0, "2015-01-01"),
    ]  # fmt: skip
