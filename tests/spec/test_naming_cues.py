"""Names that a text gives without claiming them: found after cues in many languages, and slots that may be names."""

from __future__ import annotations

from importlib.resources import files

import pytest

from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import Names, cut_out, plain, secrets
from turnstone.exports.naming import named_by_cues
from turnstone.exports.template_slots import Text, of_persons, slot_value

MASK = Mask(b"k" * 32)
# language, a text with an invented name, the name, what must stay readable
GIVEN = [
    ("en", "Good pay. Ask for Maria Lopez on the number above.", "Maria Lopez", "on the number above"),
    ("en", "My name is maria and I like work", "maria", "and I like work"),
    ("en", "call maria today, cheap rooms, no cars", "maria", "today"),
    ("en", "CALL MARIA TODAY", "MARIA", "CALL"),
    ("en", "Contact: Jean-Pierre Dupont, room 5", "Jean-Pierre Dupont", "room 5"),
    ("en", "Ask for Ms. Vera. Start tomorrow.", "Vera", "Start tomorrow"),
    ("en", "Nice rooms and good pay.\nMarguerite", "Marguerite", "good pay"),
    ("en", "Nice rooms and good pay! – Marguerite", "Marguerite", "good pay"),
    ("de", "Fragen Sie nach Frau Brandvelt bitte", "Brandvelt", "bitte"),
    ("de", "Hallo, ich heiße jana und suche", "jana", "und suche"),
    ("fr", "Appelez Chantal au bureau, ou demandez Odile", "Odile", "au bureau"),
    ("es", "Se busca. Pregunta por la señora Carmen de tarde", "Carmen", "de tarde"),
    ("pt", "Ligue para Marlene hoje", "Marlene", "hoje"),
    ("it", "Mi chiamo giulia, chiama", "giulia", "chiama"),
    ("nl", "Bel met Annelies of vraag naar Joost", "Joost", "of vraag"),
    ("sv", "Ring oss, fråga efter Anna-Karin Berg nu", "Anna-Karin Berg", "nu"),
    ("pl", "Praca od zaraz, pytaj o panią Kasię", "Kasię", "Praca od zaraz"),
    ("ro", "Sunați la birou, întrebați de Ileana", "Ileana", "la birou"),
    ("hu", "Keresse Ilonát munkaidőben", "Ilonát", "munkaidőben"),
    ("ru", "Звоните, спросить Ольгу Ивановну днём", "Ольгу Ивановну", "днём"),
    ("ru", "меня зовут оля, жду звонка", "оля", "жду звонка"),
    ("uk", "Телефонуйте, запитати Оксану вранці", "Оксану", "вранці"),
    ("bg", "Търсете Цветана след обед", "Цветана", "след обед"),
    ("el", "Τηλέφωνο στο γραφείο, ζητήστε την Ελένη σήμερα", "Ελένη", "σήμερα"),
    ("tr", "Ayşe Hanım ile görüşün", "Ayşe", "ile görüşün"),
    ("hy", "Զանգահարեք և հարցրեք Անի հիմա", "Անի", "հիմա"),
    ("ka", "დარეკეთ და იკითხეთ ნინო დილით", "ნინო", "დილით"),
    ("ar", "اتصلي على الرقم واسألي عن سميرة اليوم", "سميرة", "اليوم"),
    ("he", "חייגו ובקשו את מיכל מחר", "מיכל", "מחר"),
    ("zh", "致电办公室，联系人小丽，欢迎咨询", "小丽", "欢迎咨询"),
    ("zh", "有意者找王小姐", "王", "有意者"),
    ("ja", "電話は会社まで、担当は花子さんです。", "花子", "電話は会社"),
    ("ko", "문의는 사무실로, 민지 씨를 찾아 주세요", "민지", "찾아 주세요"),
    ("th", "โทรที่ร้าน ถามหา สมหญิง มีรถรับส่ง", "สมหญิง", "มีรถรับส่ง"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name", "stays"), GIVEN)
def test_a_name_after_a_cue_is_masked(language: str, text: str, name: str, stays: str) -> None:
    assert language in {line.split("\t")[0] for line in _table()}
    shown = plain(cut_out(text, 0, len(text), secrets(text, (), Names([])), MASK))
    assert name not in shown and stays in shown, shown
    assert plain(cut_out(text, 0, len(text), secrets(text, (), Names([])), Mask(b"k", open=True))) == text


@pytest.mark.parametrize(
    "text",
    [
        "Call us now, or contact the office for details.",
        "Call Us Now",
        "We call for tenders. Ask for more.",
        "Bitte rufen Sie an.",
        "Звоните нам сейчас, спросить можно всё.",
    ],
)
def test_cues_without_a_name_mask_nothing(text: str) -> None:
    assert named_by_cues(text) == []


def test_a_name_has_the_same_digits_however_it_is_known() -> None:
    digits = {str(MASK.hide(kind, "Maria")).split()[1] for kind in ("person", "name", "word")}
    assert len(digits) == 1


def test_the_table_of_cues_is_whole() -> None:
    lines = _table()
    assert len(lines) == len(set(lines)) and len({line.split("\t")[0] for line in lines}) >= 40
    assert {line.split("\t")[1] for line in lines} == {"cue", "surely", "title", "behind", "over", "not"}
    assert all(len(line.split("\t")) == 3 and line.split("\t")[2].strip() for line in lines)


def _table() -> list[str]:
    return files("turnstone.exports").joinpath("naming_cues.tsv").read_text("utf-8").splitlines()[1:]


def texts(values: list[str], posters: list[str], own: list[str] | None = None) -> list[Text]:
    """Texts with one slot, `meet <value> there`; `own`: each offer's place."""
    places = own or [""] * len(values)
    return [
        Text(f"o{i}", poster, f"meet {value} there", [], [(5, 5 + len(value))], frozenset(place.casefold().split()))
        for i, (value, poster, place) in enumerate(zip(values, posters, places, strict=True))
    ]


def test_slots_of_persons_are_masked_even_where_a_word_is_known() -> None:
    """Rose, Grace and Florence are words and towns too."""
    some = texts(["Rose", "Grace", "Florence", "Rose"], ["a", "b", "c", "a"])
    assert of_persons(some, 1)
    known = {"rose", "grace", "florence"}
    shown = plain(slot_value(some[0], 1, "word", None if of_persons(some, 1) else known, MASK))
    assert shown.startswith("[word ") and "Rose" not in shown


def test_slots_of_one_value_a_poster_are_of_persons() -> None:
    assert of_persons(texts(["rose", "grace", "joy", "rose"], ["a", "b", "c", "a"]), 1), (
        "written small, but each has its own"
    )
    assert of_persons(texts(["ნინო", "თამარი", "გიორგი"], ["a", "b", "c"]), 1), "no capitals in Georgian"


def test_a_place_with_an_ending_is_shown_and_other_words_are_not() -> None:
    some = texts(["서울에서", "부산에서", "인천에서"], ["a", "b", "c"], ["서울", "부산", "인천"])
    assert not of_persons(some, 1)
    assert plain(slot_value(some[0], 1, "word", {"공장"}, MASK)) == "서울에서"
    assert plain(slot_value(texts(["민지에게"], ["a"], ["서울"])[0], 1, "word", {"공장"}, MASK)).startswith("[word ")
    assert plain(slot_value(some[0], 1, "word", None, MASK)).startswith("[word "), (
        "a slot of persons shows no place either"
    )


def test_slots_of_places_and_of_plain_words_are_shown() -> None:
    towns = ["Leeds", "York", "Hull", "Leeds"]
    assert not of_persons(texts(towns, ["a", "b", "c", "a"], towns), 1)
    assert not of_persons(texts(["pickers", "packers", "pickers", "packers"], ["a", "a", "b", "c"]), 1)
    assert not of_persons(texts(["in the window of the shop", "on the board of the town"], ["a", "b"]), 1)
    assert not of_persons(texts(["12", "13", "14"], ["a", "b", "c"]), 1), "numbers have no words"
