"""Texts of offers as their writers keep them: phrases chosen once, slots filled for each offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from turnstone.sim.grammar import Phrase, Words, read_words, say

Draw = Callable[[int], int]
FACES = 1 << 20
STYLES = (
    (". ", "as it is"), (". ", "as it is"), (". ", "as it is"), ("! ", "as it is"), (", ", "small"), (" - ", "as it is"), ("\n", "as it is"),
    ("\n\n", "as it is"), (" * ", "as it is"), (" ... ", "small"), ("! ", "capitals"), (" | ", "as it is"), ("\n- ", "as it is"),
)  # fmt: skip
"""How a writer parts sentences, and whether all is in small letters or capitals."""
PATTERN = ("who", "offer", "offer", "place", "terms", "offer", "terms")
"""What an offer says between its opening and its contact; a writer leaves some of it out."""


@dataclass(frozen=True)
class Draft:
    """A writer's text: its title and sentences, each a phrase and the number of its face."""

    style: int
    title: tuple[Phrase, int]
    parts: tuple[tuple[Phrase, int], ...]


def draft(section: str, language: str, draw: Draw, signs: Sequence[str]) -> Draft:
    """A new text of a section, with a sentence for each sign."""
    words = read_words(language)
    title = _one(words, section, "opening", draw)
    parts = [_one(words, section, "opening", draw)]
    for group in PATTERN:
        if draw(10) < 7:
            part = _one(words, section, group, draw)
            if part[0] not in [phrase for phrase, _ in parts]:
                parts.append(part)
    for sign in signs:
        parts.insert(1 + draw(len(parts)), _one(words, section, f"sign_{sign}", draw))
    parts.append(_one(words, section, "contact", draw))
    if draw(2):
        parts.append(_one(words, section, "closing", draw))
    return Draft(draw(len(STYLES)), title, tuple(parts))


def half_of(base: Draft, other: Draft, draw: Draw) -> Draft:
    """The base with about half of its sentences said as in the other; its order and style are the other's."""
    mixed = [base.parts[i] if i < len(base.parts) and draw(2) else part for i, part in enumerate(other.parts)]
    return replace(other, parts=tuple(mixed))


def with_one_anew(kept: Draft, section: str, language: str, draw: Draw) -> Draft:
    """The text with one of its sentences changed for another of the same section."""
    place = draw(len(kept.parts))
    groups = ("offer", "terms", "place", "who", "closing")
    part = _one(read_words(language), section, groups[draw(len(groups))], draw)
    return replace(kept, parts=(*kept.parts[:place], part, *kept.parts[place + 1 :]))


def said(kept: Draft, slots: Mapping[str, str]) -> tuple[str, str]:
    """Title and text with the slots filled."""
    between, letters = STYLES[kept.style]
    sentences = [say(phrase, face, slots).rstrip(" .!") for phrase, face in kept.parts if phrase.can_be_said(slots)]
    text = between.join(sentences)
    title = (
        say(*kept.title, slots).rstrip(" .") if kept.title[0].can_be_said(slots) else sentences[0] if sentences else ""
    )
    if letters == "small":
        return title.lower(), text.lower()
    return (title.upper(), text.upper()) if letters == "capitals" else (title, text)


def _one(words: Words, section: str, group: str, draw: Draw) -> tuple[Phrase, int]:
    phrases = words.phrases(section, group)
    return phrases[draw(len(phrases))], draw(FACES)
