"""A protected person's name, number or e-mail is found however it is spelled; what only looks like one is not."""

from __future__ import annotations

import pytest

from turnstone.validate.named_victims import named_victims
from turnstone.validate.protected_names import ONE_WORD, TWO_COLUMNS, Hit, Seeker
from turnstone.validate.suspect_views import Shown, values_in
from turnstone.validate.truth_table import Protected

ADA = Protected("p1", "Ada-Mária Vexholm", "+44 7700 900461", "Ada.Vexholm@mail.example")
SEEKER = Seeker([ADA, Protected("p2", "Mercy", "", ""), Protected("p3", "", "", "")])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("the flat of ADA MARIA VEXHOLM in York", "name"), ("Vexholm, Ada Mária", "name"), ('"ada_maria.vexholm"', "name"),
        ("Vexholm Mária Ada", "name"), ("Ада-Мариа Вехолм / Ada‑Mária Vexholm", "name"),
        ("call +44 7700 900461", "phone"), ("07700/900-461", "phone"), ("tel:447700900461", "phone"), ("0044 (7700) 900 461", "phone"),
        ("<td>+44&nbsp;7700&#32;900461</td>", "phone"), ("７７００９００４６１", "phone"), ("020 7946 0000 07700 900461", "phone"),
        ("ADA.VEXHOLM@MAIL.EXAMPLE", "email"), ("ada.vexholm (at) mail dot example", "email"), ("mailto:ada.vexholm@mail.example?x", "email"),
    ],
)  # fmt: skip
def test_spellings(text: str, what: str) -> None:
    assert SEEKER.in_text(f"before {text} after") == {Hit("p1", what)}


@pytest.mark.parametrize(
    "text",
    [
        "Ada Vexholm", "Maria Vexholm", "07700 900462", "770090046", "entity-770090046177009004617700", "xada.vexholm@mail.example",
        "Mercy Hospital", '<path d="M07700 900461"/>', "[person 3f9a1c] [phone 900461]", "",
    ],
)  # fmt: skip
def test_what_is_not_theirs(text: str) -> None:
    assert SEEKER.in_text(text) == set()


def test_a_name_of_one_word_is_looked_for_as_a_whole_value_only() -> None:
    assert SEEKER.in_value("mercy") == {Hit("p2", ONE_WORD)} and SEEKER.in_value("Mercy Hospital") == set()
    assert SEEKER.alone == 1


def test_contacts_that_a_value_spells_out() -> None:
    seeker = Seeker([Protected("p4", "", "+442079460011", "")])
    assert seeker.in_value("call me on 020 seven nine four six double zero double one") == {Hit("p4", "phone")}


def test_a_planted_leak_is_told_without_the_value() -> None:
    value = {"members": [{"label": "Ada-Mária Vexholm"}, {"town": "MERCY"}], "n": 3}
    shown = [
        Shown("show", "network-1", "nothing here"), Shown("network --json", "network-1", str(value), tuple(values_in(value))),
        Shown("export ftm", "", "7700900461"), Shown("show", "network-2", "ADA MARIA VEXHOLM"),
    ]  # fmt: skip
    found = named_victims([ADA, Protected("p2", "Mercy", "", "")], shown)
    assert [(n.output, n.network, n.person, n.what) for n in found.named] == [
        ("export ftm", "", "p1", "phone"), ("network --json", "network-1", "p1", "name"), ("show", "network-2", "p1", "name"),
    ]  # fmt: skip
    assert (
        found.persons == 1 and found.people == 2 and found.outputs == {"export ftm": 1, "network --json": 1, "show": 2}
    )
    assert [n.person for n in found.doubtful] == ["p2"]
    assert "vexholm" not in repr(found).lower() and "900461" not in repr(found)


def test_words_in_two_columns_are_doubtful_and_a_name_that_a_line_breaks_is_not() -> None:
    seeker = Seeker([Protected("p9", "Francisco Romero", "", "")])
    assert seeker.in_text("farm   SAN FRANCISCO  Romero & Sons   2025") == {Hit("p9", TWO_COLUMNS)}
    assert seeker.in_text("posted by Francisco\n     Romero, who") == {Hit("p9", "name")}
    both = "SAN FRANCISCO  Romero & Sons\nFrancisco Romero"
    assert seeker.in_text(both) == {Hit("p9", "name")}
