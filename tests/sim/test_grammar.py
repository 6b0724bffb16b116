"""Phrases of offers: all of them parse, are filled whole, and stay in one language."""

from __future__ import annotations

import pytest

from turnstone.errors import TurnstoneError
from turnstone.sim.classes import CLASSES, NETWORK_SECTIONS
from turnstone.sim.grammar import LANGUAGES, SLOTS, Phrase, read_words, say, speaks

GROUPS = ("opening", "who", "offer", "place", "terms", "contact", "closing")
SERVICE = ("companionship", "massage")
SERVICE_SIGNS = ("movement", "trustworthy", "ethnicity", "youth", "screening")
JOB_SIGNS = ("lodging", "transport", "no_experience", "cash", "documents", "deductions", "urgent")
SECTIONS = sorted(
    {section for kind in CLASSES for section, _ in kind.sections}
    | {section for kind in NETWORK_SECTIONS.values() for section, _ in kind}
)
FILLED = {slot: f"<{slot}>" for slot in SLOTS}


def _groups(section: str) -> list[str]:
    return [*GROUPS, *(f"sign_{sign}" for sign in (SERVICE_SIGNS if section in SERVICE else JOB_SIGNS))]


SPOKEN = [(language, section) for language in LANGUAGES for section in SECTIONS if speaks(language, section)]


@pytest.mark.parametrize(("language", "section"), SPOKEN)
def test_every_face_is_filled_whole(language: str, section: str) -> None:
    for group in _groups(section):
        phrases = read_words(language).phrases(section, group)
        assert phrases
        for phrase in phrases:
            assert phrase.slots <= SLOTS
            for face in range(phrase.faces):
                text = say(phrase, face, FILLED)
                assert text.strip() and not set(text) & set("[]{}|"), (group, text)
                bare = say(phrase, face, {})
                assert "<" not in bare and "  " not in bare and bare == bare.strip(), (group, bare)


@pytest.mark.parametrize(("language", "section"), SPOKEN)
def test_a_section_that_a_language_has_is_whole(language: str, section: str) -> None:
    """Else one offer would be in two languages: groups that are missing fall back to English."""
    if language == "en":
        return
    for group in _groups(section):
        assert read_words(language).phrases(section, group) != read_words("en").phrases(section, group), group


@pytest.mark.parametrize(("language", "section"), SPOKEN)
def test_no_phrase_stands_twice_in_its_group(language: str, section: str) -> None:
    for group in _groups(section):
        said = [say(phrase, 0, FILLED) for phrase in read_words(language).phrases(section, group)]
        assert len(said) == len(set(said)), group


def test_english_has_all_sections() -> None:
    assert [section for section in SECTIONS if not speaks("en", section)] == []


def test_what_a_language_lacks_is_english() -> None:
    assert not speaks("ru", "massage")
    assert read_words("ru").phrases("massage", "offer") == read_words("en").phrases("massage", "offer")
    with pytest.raises(TurnstoneError, match="no phrases of farm/song"):
        read_words("en").phrases("farm", "song")
    with pytest.raises(TurnstoneError, match="no words of 'xx'"):
        read_words("xx")


def test_the_number_of_a_face_picks_its_choices() -> None:
    phrase = Phrase("[Good|Hard] work in {town}, [start|begin] [now|today|soon]")
    assert phrase.faces == 12
    assert phrase.slots == {"town"}
    assert len({say(phrase, face, {"town": "Tifton"}) for face in range(12)}) == 12
    assert say(phrase, 5, {"town": "Tifton"}) == say(phrase, 17, {"town": "Tifton"})
    assert say(phrase, 0, {"town": "Tifton"}) == "Good work in Tifton, start now"


def test_an_empty_slot_leaves_no_gap() -> None:
    assert say(Phrase("Ask for {name} , any day"), 0, {}) == "Ask for, any day"
    assert say(Phrase("Call {phone}"), 0, {"phone": ""}) == "Call"
    assert say(Phrase("[Call {phone}|Ring {phone}] now"), 1, {"phone": "555-0100"}) == "Ring 555-0100 now"
