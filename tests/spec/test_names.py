"""Names: what is one name, what is another, which legal form, and which key compares. Names are invented."""

from __future__ import annotations

import pytest

from turnstone.clean.legal_forms import FORMS_BY_TOKENS, LEGAL_FORMS
from turnstone.clean.name import generation, is_business, name_part, name_tokens, parse_name, person_name
from turnstone.clean.text import Nothing

# What is written, the key that compares, the legal form.
FORMS = [
    ("Alder Farms, LLC", "ALDER FARMS", "LLC"),
    ("ALDER FARMS L.L.C.", "ALDER FARMS", "LLC"),
    ("Alder Farms L. L. C.", "ALDER FARMS", "LLC"),
    ("ALDER FARMS L L C", "ALDER FARMS", "LLC"),
    ("Alder Farms Limited Liability Company", "ALDER FARMS", "LLC"),
    ("The Alder Co., Inc.", "ALDER", "INC"),
    ("Alder Incorporated", "ALDER", "INC"),
    ("Alder & Birch L.L.P.", "ALDER AND BIRCH", "LLP"),
    ("Alder Law, P.C.", "ALDER LAW", "PC"),
    ("Alder Law, P.C., CPA", "ALDER LAW", "PC"),
    ("Farms of Alder LP", "FARMS OF ALDER", "LP"),
    ("Ferme Aulne ltée", "FERME AULNE", "LTD"),
    ("Ferme Aulne inc.", "FERME AULNE", "INC"),
    ("Transportes Aliso, S.A. de C.V.", "TRANSPORTES ALISO", "SA DE CV"),
    ("Reclutadora del Aliso S. de R.L. de C.V.", "RECLUTADORA DEL ALISO", "S DE RL"),
    ("Hermanos Aliso S.A.S.", "HERMANOS ALISO", "SA"),
    ("Frutas del Aliso S.L.", "FRUTAS DEL ALISO", "SRL"),
    ("Agência Amieiro Lda.", "AGENCIA AMIEIRO", "LDA"),
    ("Fruits de l'Aulne SARL", "FRUITS DE LAULNE", "SARL"),
    ("Ontano S.r.l.", "ONTANO", "SRL"),
    ("Erle & Söhne GmbH", "ERLE AND SOHNE", "GMBH"),
    ("Erle & Söhne GmbH & Co. KG", "ERLE AND SOHNE", "GMBH & CO KG"),
    ("Zürcher Erle AG", "ZURCHER ERLE", "AG"),
    ("Elzen B.V.", "ELZEN", "BV"),
    ("Ellesø ApS", "ELLESO", "APS"),
    ("Svenska Al Aktiebolag", "SVENSKA AL", "AB"),
    ("Leppälä Oyj", "LEPPALA", "OY"),
    ("Olšina s.r.o.", "OLSINA", "SRO"),
    ("Olšina, spol. s r.o.", "OLSINA", "SRO"),
    ("Olszyna Sp. z o.o.", "OLSZYNA", "SP ZOO"),
    ("Égerfa Kft.", "EGERFA", "KFT"),
    ("Jelša d.o.o.", "JELSA", "DOO"),
    ("Елша ЕООД", "ELSHA", "EOOD"),
    ("Alksnis UAB", "ALKSNIS", "UAB"),
    ("Kızılağaç Tarım Ltd. Şti.", "KIZILAGAC TARIM", "LTD STI"),
    ("Kızılağaç Tarım A.Ş.", "KIZILAGAC TARIM", "AS"),
    # A form that is also a word, a name that would be stripped to nothing, a form that a word joins on.
    ("Alder AS", "ALDER AS", None),
    ("Company of Alders", "COMPANY OF ALDERS", None),
    ("Alder, Birch and Partners", "ALDER BIRCH AND PARTNERS", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "key", "form"), FORMS, ids=[row[0] for row in FORMS])
def test_legal_forms(written: str, key: str, form: str | None) -> None:
    (part,) = parse_name(written).parts
    assert (part.key, part.form) == (key, form)


@pytest.mark.parametrize("form", LEGAL_FORMS)
def test_every_spelling_of_a_form_is_set_apart(form: str) -> None:
    for spelling in LEGAL_FORMS[form]:
        part = name_part(f"Alder Birch {spelling.lower()}")
        assert part is not None
        assert (part.key, part.form) == ("ALDER BIRCH", form), spelling


def test_no_spelling_stands_for_two_forms() -> None:
    assert len(FORMS_BY_TOKENS) == len({s for spellings in LEGAL_FORMS.values() for s in spellings})
    assert len(FORMS_BY_TOKENS) == sum(map(len, LEGAL_FORMS.values()))


# What is written, other names of the same party, other parties.
SEVERAL = [
    ("Alder Farms d/b/a Birch Acres", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("Alder Farms DBA: Birch Acres LLC", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("ALDER FARMS D.B.A. BIRCH ACRES", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("Alder Farms (dba Birch Acres)", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("Alder Farms doing business as Birch Acres", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("Alder Farms a/k/a Birch Acres", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("Alder Farms f/k/a Birch Acres", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("Alder Farms (formerly Birch Acres)", ["ALDER FARMS", "BIRCH ACRES"], []),
    ("Alder Farms / Birch Growers", ["ALDER FARMS"], ["BIRCH GROWERS"]),
    ("Alder Farms c/o Birch Growers", ["ALDER FARMS"], ["BIRCH GROWERS"]),
    ("Alder Farms; Birch Growers", ["ALDER FARMS"], ["BIRCH GROWERS"]),
    ("Alder Farms, LLC d/b/a Birch Acres / Cedar Growers", ["ALDER FARMS", "BIRCH ACRES"], ["CEDAR GROWERS"]),
    ("Alder Farms DBA Alder Farms", ["ALDER FARMS"], []),
    ("DBA Alder Farms", ["ALDER FARMS"], []),
    ("Alder and/or Birch Inc", ["ALDER AND OR BIRCH"], []),
    ("Alder Farms (LLC)", ["ALDER FARMS"], []),
    ("Aldbar Farms", ["ALDBAR FARMS"], []),
]


@pytest.mark.parametrize(("written", "own", "others"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several_names_in_one(written: str, own: list[str], others: list[str]) -> None:
    name = parse_name(written)
    assert [p.key for p in name.own] == own
    assert [p.key for p in name.others] == others


SAME_KEY = [
    ("O'Alder's Farm", "OALDERS FARM", "O’Alder’s Farm"),
    ("J. B. Alder", "JB Alder", "J B ALDER", "j.b. alder"),
    ("Alder & Birch", "Alder and Birch", "ALDER + BIRCH"),
    ("Cañada Alder", "CANADA ALDER", "Can\u0303ada Alder"),
    ("Mr. Al Alder", "Al Alder, Esq.", "AL ALDER"),
    ("Alder\u200b Farms", "ALDER  FARMS", " alder-farms "),
]


@pytest.mark.parametrize("spellings", SAME_KEY, ids=[row[0] for row in SAME_KEY])
def test_spellings_of_one_name(spellings: tuple[str, ...]) -> None:
    assert len({parse_name(s).parts[0].key for s in spellings}) == 1


def test_the_bag_survives_another_order_of_words() -> None:
    bags = {parse_name(s).parts[0].bag for s in ("Alder, Ann", "Ann Alder")}
    assert bags == {"ALDER ANN"}
    assert parse_name("Sons of the Alder").parts[0].bag == "ALDER SONS"
    assert parse_name("Alder Ann").parts[0].key != parse_name("Ann Alder").parts[0].key


@pytest.mark.parametrize("cell", ["", " ", "N/A", "none", "--", "Unknown", "NOT APPLICABLE"])
def test_cells_that_say_nothing(cell: str) -> None:
    with pytest.raises(Nothing):
        parse_name(cell)


@pytest.mark.parametrize("cell", ["...,", "()", "LLC", "A", "!"])
def test_cells_that_hold_no_name_say_why(cell: str) -> None:
    with pytest.raises(ValueError, match="could be a name"):
        parse_name(cell)


@pytest.mark.parametrize(
    ("written", "business"),
    [
        ("Ann Alder", False), ("Ann B. Alder Jr.", False), ("Alder", False), ("Ann Alder LLC", True),
        ("Alder Farms", True), ("Alder 2", True), ("Harvesting by Ann", True),
    ],
)  # fmt: skip
def test_firms_and_people(written: str, business: bool) -> None:
    assert is_business(parse_name(written).parts[0]) is business


def test_names_of_people_from_their_parts() -> None:
    assert person_name("Alder", "Ann", "B.") == "Ann B. Alder"
    assert person_name("Alder", None) == "Alder"
    assert person_name("N/A", "Ann") == "Ann"
    assert person_name(None, None, "B.") is None


def test_generations() -> None:
    assert [generation(k) for k in ("ANN ALDER JR", "ANN ALDER", "ALDER III")] == ["JR", None, "III"]


def test_initials_run_together_and_words_do_not() -> None:
    assert name_tokens("A. B. C. Alder") == ("ABC", "ALDER")
    assert name_tokens("A. Alder B. Birch") == ("A", "ALDER", "B", "BIRCH")
    assert name_tokens("St. Alder Co.") == ("ST", "ALDER", "CO")
