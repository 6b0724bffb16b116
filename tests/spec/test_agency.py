"""Names and profiles of agencies, in the languages of the region; and of firms that are none."""

import pytest

from turnstone.clean.agency import says_agency

AGENCIES = (
    "Rapid Staffing LLC", "Alder Recruiting", "ALDER RECRUITMENT LTD", "Birch Employment Agencies", "Personalvermittlung Erle",
    "Zeitarbeit Nord GmbH", "Erle Arbeitskräfteüberlassung", "Uitzendbureau De Els", "Bemanningsbolaget Al AB", "Orme Intérim",
    "Olmo agenzia per il lavoro", "Olmo Trabajo Temporal", "Agencja Pracy Olcha", "Agentúra práce Jelša",
    "Кадровое агентство Ольха", "Кадрова агенція Вільха", "Γραφείο ευρέσεως εργασίας Φτελιά", "Munkaerő Éger Kft",
    "Agenție de recrutare Arin", "Karaağaç İnsan Kaynakları",
    "We are not a conventional recruiting agency. We find people for hotels.",
)  # fmt: skip
OTHERS = (
    "Alder Farms LLC", "Hotel Erle", "Staff of Life Bakery", "Interiors by Ash", "Temple Street Cafe", "Ольха", "Φτελιά", "",
    "Agency for Water", "We build ships. " * 20 + "A recruiting agency finds our welders.",
)  # fmt: skip


@pytest.mark.parametrize("text", AGENCIES)
def test_an_agency_says_so(text: str) -> None:
    assert says_agency(text)


@pytest.mark.parametrize("text", OTHERS)
def test_others_do_not(text: str) -> None:
    assert not says_agency(text)
