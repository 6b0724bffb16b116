"""Worked examples, language by language: what two names say, and why. All names are invented."""

from __future__ import annotations

import pytest

from turnstone.clean.name_letters import romanised, sounds
from turnstone.links.compare.name_pairs import compare_names, explain
from turnstone.links.compare.read_names import parts_of_name

SAME_PERSON = [
    # scripts and transliterations
    ("Владимир Щербаков", "Vladimir Shcherbakov"),
    ("Владимир Щербаков", "Wladimir Schtscherbakow"),
    ("Олександр Хмельницький", "Oleksandr Khmelnytskyi"),
    ("Олександр Бондаренко", "Aleksandr Bondarenko"),
    ("Қайрат Сәрсенов", "Kairat Sarsenov"),
    ("Ελένη Παπαδοπούλου", "Eleni Papadopoulou"),
    ("გიორგი მაისურაძე", "Giorgi Maisuradze"),
    ("Տիգրան Պետրոսյան", "Tigran Petrosyan"),
    ("سمير الخطيب", "Samir al-Khatib"),
    ("محمود درويشي", "Mahmoud Darwishi"),
    ("נתן גולדברג", "Natan Goldberg"),
    ("王小明", "Wang Xiaoming"),
    ("김민수", "Kim Min-su"),
    ("Đặng Thị Hạnh", "Dang Thi Hanh"),
    ("İbrahim Çelik", "Ibrahim Celik"),
    ("Jürgen Müller", "Juergen Mueller"),
    ("Yevgenia Rybakova", "Evgeniya Rybakova"),
    ("Zsófia Szűcs", "Zsofia Szucs"),
    # order, patronymics, middle names, initials, particles, titles
    ("Petrova, Olga Sergeevna", "Olga Petrova"),
    ("Ólafur Jónsson", "Olafur Jonsson"),
    ("Aliyev Rashad Kamal oglu", "Rashad Aliyev"),
    ("Yusuf bin Khalid Haddad", "Yousef ibn Khaled Haddad"),
    ("Abd al-Rahman Mansour", "Abdulrahman Mansur"),
    ("J. K. Hartwell", "Jane Katherine Hartwell"),
    ("JK Hartwell", "Jane Katherine Hartwell"),
    ("Maria Lopez", "Maria Guadalupe Lopez"),
    ("Dr. Anke von der Heide", "Anke v. d. Heide"),
    ("Nguyen Van Thanh", "Thanh Nguyen"),
    # nicknames, slips, spaces
    ("Bill Hartwell", "William Hartwell"),
    ("Sasha Kuznetsova", "Aleksandra Kuznetsova"),
    ("Pepe Alvarado", "José Alvarado"),
    ("Kostas Markou", "Konstantinos Markou"),
    ("Hartwell Jnae", "Jane Hartwell"),
    ("JaneHartwell", "Jane Hartwell"),
    ("Jane Hartwel", "Jane Hartwell"),
    ("J4ne Hartwe11", "Jane Hartwell"),
    ("Jane Jane Hartwell", "Jane Hartwell"),
]
OTHER_PERSON = [
    ("John Hartwell Jr", "John Hartwell Sr"),
    ("John Hartwell II", "John Hartwell III"),
    ("Jane Hartwell", "June Harwood"),
    ("Mike Marlow", "Susan M. Marlow"),
    ("Joseph P. Marlow", "Patrick J. Marlow"),
    ("Winter, Walter G.", "Walter W Winter"),
    ("Min-su Kim", "Chol-ho Kim"),
    ("Hartwell", "Jane Hartwell"),
    ("Jane Hartwell", "Jane"),
    ("Ahmed Karim al-Basri", "Ahmed Karim al-Halabi"),
    ("Ivan Ivanovich Petrov", "Ivan Sergeevich Petrov"),
    ("Vladimir Orlov", "Vladislav Orlov"),
    ("Mohammed Haddad", "Mohammed Mansour"),
    ("Wang Wei", "Wang Jie"),
    ("Ana Maria Ana", "Ana Maria Luz"),
]
SAME_COMPANY = [
    ("Ромашка ООО", "Romashka LLC"),
    ("Romashka, Limited Liability Company", "OOO Romashka"),
    ("Blumenfeld Aktiengesellschaft", "Blumenfeld AG"),
    ("Oranjehof B.V.", "Oranjehof BV"),
    ("Kwiatek Sp. z o.o.", "KWIATEK SPZOO"),
    ("Société Lavande S.A.R.L.", "Societe Lavande SARL"),
    ("First Harbour Bank", "1st Harbor Bank"),
    ("Harbour Int'l Trading", "Harbor International Trading"),
    ("The Quillpen Group", "Quillpen Group"),
    ("Quill & Pen Ltd", "Quill and Pen Limited"),
    ("QuillpenGmbH", "Quillpen GmbH"),
    ("Northern Quill Holdings", "Northern Quil Holding"),
    ("NQH", "Northern Quill Holdings"),
    ("Quill-Pen Services", "Quillpen Service"),
    ("U.S. Department of Quills", "United States Department of Quills"),
    ("Brigade Forty-Four", "Brigade 44"),
]
OTHER_COMPANY = [
    ("Quillpen Fund I LP", "Quillpen Fund II LP"),
    ("Farm 12 Ltd", "Farm 21 Ltd"),
    ("Quillpen Trust 2004-1", "Quillpen Trust 2004-2"),
    ("Quillpen Solutions (France) SARL", "Quillpen Solutions (Germany) GmbH"),
    ("Quillpen", "Quillpen Mexico"),
    ("Quillpen Trading", "Inkwell Trading"),
    ("International Trading Company", "International Shipping Company"),
    ("ANO Romashka", "OOO Romashka"),
    ("Quillpen Orion Ltd", "Quillpen Ltd"),
]


@pytest.mark.parametrize(("left", "right"), SAME_PERSON)
def test_one_person(left: str, right: str) -> None:
    assert compare_names([left], [right], "person")[0] > 0, explain(left, right, "person")


@pytest.mark.parametrize(("left", "right"), OTHER_PERSON)
def test_two_persons(left: str, right: str) -> None:
    assert compare_names([left], [right], "person")[0] <= 0, explain(left, right, "person")


@pytest.mark.parametrize(("left", "right"), SAME_COMPANY)
def test_one_company(left: str, right: str) -> None:
    assert compare_names([left], [right], "organisation")[0] > 0, explain(left, right, "organisation")


@pytest.mark.parametrize(("left", "right"), OTHER_COMPANY)
def test_two_companies(left: str, right: str) -> None:
    assert compare_names([left], [right], "organisation")[0] <= 0, explain(left, right, "organisation")


@pytest.mark.parametrize(
    ("kind", "left", "right", "same"),
    [
        ("vessel", "MV Sea Star", "Sea Star", True),
        ("vessel", "Sea Star 1", "Sea Star 2", False),
        ("address", "12 Rosenweg", "12 Rosen Weg", True),
        ("address", "12 Rosenweg", "14 Rosenweg", False),
        ("any", "Quillpen Ltd", "Quillpen Limited", True),
        ("any", "Hartwell, Jane", "Jane Hartwell", True),
    ],
)
def test_other_kinds(kind: str, left: str, right: str, same: bool) -> None:
    assert (compare_names([left], [right], kind)[0] > 0) == same


def test_what_a_name_says_is_bounded() -> None:
    """A name alone never merges: even a long name that is the same to the letter says no more than nine bits."""
    name = "Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley Oberleitner"
    assert compare_names([name], [name], "person")[0] == 9_000


def test_the_account() -> None:
    lines = [
        (line.left, line.right, line.level) for line in explain("Bill J. Hartwell Jr", "Hartwel, William", "person")
    ]
    assert lines[0] == ("BILL", "WILLIAM", "variant")
    assert ("HARTWELL", "HARTWEL", "same sound") in lines
    assert ("J", "", "missing") in lines
    assert lines[-1][2] == "generation (Jr, Sr, II)"
    clash = explain("Jane Hartwell", "Jane Okonkwo", "person")
    assert ("HARTWELL", "OKONKWO", "conflict") in [(line.left, line.right, line.level) for line in clash]


def test_counts_of_the_data_at_hand() -> None:
    """Where everybody is a Hartwell, a shared Hartwell says next to nothing, and a shared rare word much."""
    rarity = {"HARTWELL": 500, "JANE": 2_000, "ZEPHYRINE": 11_000}
    common, rare = compare_names(
        ["Jane Hartwell", "Zephyrine Hartwell"], ["Jane Hartwell", "Zephyrine Hartwell"], "person", rarity
    )
    assert common == 500 + 2_000 - 3_000
    assert rare == 500 + 11_000 - 3_000


def test_wrong_calls() -> None:
    with pytest.raises(ValueError, match="no kind of name"):
        compare_names(["a"], ["b"], "persons")
    with pytest.raises(ValueError, match="2 names on the left, 1 on the right"):
        compare_names(["a", "b"], ["b"], "person")


def test_letters_and_sounds() -> None:
    assert romanised("Щербаков Цой") == "Shcherbakov Tsoy"
    assert romanised("王小明").split() == ["Wang", "Xiao", "Ming"]
    assert romanised("a\u200bb\u202ec\u0301") == "abc"
    for some in (
        "KHRISTOV HRISTOV",
        "VOLKOV WOLKOW",
        "DZHAMAL DJAMAL JAMAL",
        "YURI IURII YURY",
        "MUELLER MULLER",
        "PHILIPP FILIP",
    ):
        assert len(set(sounds(some.split()))) == 1, some


def test_parts() -> None:
    got = parts_of_name("Dr. J. van Dijk Jr.", "person")
    assert got.words == [("DR", "light"), ("J", "initial"), ("VAN", "light"), ("DIJK", "name")]
    assert got.generation == 1
    firm = parts_of_name("Blumenfeld Handel (Germany) GmbH & Co. KG", "organisation")
    assert firm.words[0] == ("BLUMENFELD", "name")
    assert ("GERMANY", "country") in firm.words
    assert firm.form == "LP"
    assert parts_of_name("Petrova Olga Sergeevna", "person").words[2] == ("SERGEEVNA", "patronymic")
