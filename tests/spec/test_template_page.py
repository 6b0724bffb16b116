"""What a template's page and its terminal view say: slots told by more than colour, every script in its order."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rich.console import Console

import adverts
from turnstone.engine.local import LocalEngine
from turnstone.exports.controls import visible, without_controls
from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import Names, cut_out, doubtful, merged, plain
from turnstone.exports.report import ReportFacts
from turnstone.exports.spans import Span
from turnstone.exports.template_page import render_template
from turnstone.exports.template_strip import blocks, draw_strip, steps_of
from turnstone.exports.template_text import print_template
from turnstone.exports.template_view import TemplateView, template_view

MASK = Mask(b"k" * 32)
FACTS = ReportFacts("A text", "r1", "2024-01-01T00:00:00Z", "1", "0" * 64, "ws", None, [], {}, True)
View = Callable[[int], TemplateView]


@pytest.fixture(scope="module")
def view(engine: LocalEngine, rows_of: Callable[..., Any]) -> View:
    tables = {name: rows_of(name, rows) for name, rows in adverts.tables().items()}

    def make(number: int) -> TemplateView:
        found = template_view(engine, tables.__getitem__, adverts.template_id(number), MASK)
        assert found is not None
        return found

    return make


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_page_is_self_contained_and_accessible(view: View, number: int) -> None:
    shown = view(number)
    page = render_template(FACTS, shown)
    assert "src=" not in page and "http" not in page.replace("http-equiv", "") and "<script" not in page
    assert f'dir="auto" lang="{shown.language}"' in page
    slots = re.findall(r'<bdi class="slot(?: short)?"><b>(\d+)</b>', page)
    assert slots == [str(n + 1) for n in range(shown.about["slots"])], "each slot has its number"
    levels = [int(n) for n in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert page.count('<div class="wide"') == page.count('<div class="wide" tabindex="0" role="region" aria-label='), (
        "keyboards can scroll"
    )
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


def test_slots_are_told_on_paper_and_small_screens() -> None:
    """Printers drop grounds: a slot keeps its frame. What is wide scrolls by itself, so that a page never does."""
    from importlib.resources import files

    folder = files("turnstone.exports").joinpath("templates")
    style = folder.joinpath("template.css.j2").read_text("utf-8")
    paper = style[style.index("@media print") :]
    assert re.search(r"\.slot \{[^}]*border: 1px solid #000", paper) and "background: none" in paper
    for name in ("report.html.j2", "template_section.html.j2", "template.html.j2"):
        page = folder.joinpath(name).read_text("utf-8")
        for drawn in re.finditer(r"<table|\{\{ (?:m|t\.strip|s\.(?:graph|timeline|waterfall)) \}\}", page):
            before = page[: drawn.start()].rstrip()
            opened = before.endswith("%}") or re.search(
                r'<div class="wide" tabindex="0" role="region" aria-label="[^"]+">$', before
            )
            assert opened, (name, page[drawn.start() - 80 : drawn.end()])


def test_colours_have_contrast() -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1, in light and dark."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    from importlib.resources import files

    folder = files("turnstone.exports").joinpath("templates")
    styles = [folder.joinpath(name).read_text("utf-8") for name in ("style.css.j2", "template.css.j2")]
    for at in (0, 1, 2):  # light, dark, paper
        colours: dict[str, str] = {}
        for style in styles:
            found = re.findall(r":root \{(.*?)\}", style, re.S)[at]
            for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]+)", found):
                colours[name] = value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:])
        for ink, ground in (
            ("ink", "slot"),
            ("slot", "slot-line"),
            ("ink", "stand"),
            ("soft", "bg"),
            ("soft", "panel"),
            ("soft", "slot"),
            ("accent", "bg"),
            ("accent", "panel"),
        ):
            a, b = sorted((light(colours[ink]), light(colours[ground])))
            assert (b + 0.05) / (a + 0.05) >= 4.5, (at, ink, ground)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_terminal_view_keeps_its_width(view: View, number: int) -> None:
    for width in (60, 110):
        out = io.StringIO()
        print_template(view(number), Console(file=out, width=width, highlight=False), everything=True)
        from rich.cells import cell_len

        assert max(cell_len(line.rstrip()) for line in out.getvalue().splitlines()) <= width
        assert "⟨1: " in out.getvalue() and "INNOCENT READINGS" in out.getvalue()


def test_what_reorders_text_is_named() -> None:
    assert without_controls("a\u202eb\u202cc\x1b[31m") == "a⟦RLO⟧b⟦PDF⟧c[31m"
    assert visible("pho\u200bne \u2060x") == "pho⟦ZWSP⟧ne ⟦WJ⟧x"
    assert visible("งาน\u200bดี 👩\u200d🌾 می\u200cخواهم") == "งานดี 👩\u200d🌾 می\u200cخواهم"


def test_contacts_in_text_are_masked_wherever_they_stand() -> None:
    body = "Ask Ottilie Brandvelt, +44 7700 900123 or merle at m.quist@example.org, from 2023-05-01 for 12.50 an hour, room 4"
    spans = merged(
        [
            Span(23, 39, "phone", "+447700900123"),
            *Names(["Ottilie Brandvelt", "Merle Quist"]).find(body),
            *doubtful(body),
        ]
    )
    shown = plain(cut_out(body, 0, len(body), spans, MASK))
    for secret in ("Ottilie", "Brandvelt", "7700", "merle", "quist", "example"):
        assert secret not in shown
    assert MASK.hide("person", "Ottilie Brandvelt") in shown and MASK.hide("phone", "+447700900123") in shown
    assert "2023-05-01 for 12.50 an hour, room 4" in shown
    half = plain(cut_out(body, 30, 60, spans, MASK))
    assert half.startswith("[phone "), "a part of a number is masked as a whole"


def test_a_contact_has_the_same_digits_under_every_name() -> None:
    for kind, value in (("phone", "+447700900123"), ("email", "a@example.org"), ("handle", "board:x")):
        assert MASK.stand_in(kind, value).split()[1] == MASK.stand_in("contact", value).split()[1]


def test_facts_and_what_of_hits() -> None:
    facts = [
        "phone",
        "+447700900123",
        "account",
        "b:merle",
        "person",
        "Ottilie",
        "name",
        "Larkmead Labour Ltd",
        "town",
        "ASHBY",
    ]
    shown = MASK.facts(facts, "same_contact_other_identity")
    assert shown["name"] == "Larkmead Labour Ltd" and shown["town"] == "ASHBY"
    assert all(str(shown[k]).startswith("[") for k in ("phone", "account", "person"))
    assert (
        MASK.facts(["name", "Ottilie"], "x")["name"] != "Ottilie"
        and MASK.facts(["name", "Ottilie"], "reappearance")["name"] == "Ottilie"
    )
    assert MASK.what("x", "Ottilie", ["person", "Ottilie"]) == MASK.hide("person", "Ottilie")
    assert (
        "7700" not in str(MASK.what("x", "+447700900123 2023"))
        and MASK.what("x", "offer-00aa 2023") == "offer-00aa 2023"
    )


def test_the_strip_counts_every_day() -> None:
    days = [(date(2023, 1, 9), 2), (date(2023, 12, 31), 8), (date(2023, 1, 11), 1)]
    unit, steps = steps_of(days)
    assert unit == "week" and sum(n for _, n in steps) == 11 and steps[0] == (date(2023, 1, 9), 3)
    assert blocks([(date(2023, 1, 1), 0), (date(2023, 1, 2), 1), (date(2023, 1, 3), 8)]) == "·▁█"
    assert steps_of([(date(1990, 5, 5), 1), (date(2023, 1, 1), 1)])[0] == "year" and draw_strip([]) == ""
    assert draw_strip(days).count("<rect") == 2
