"""In which language a text is written, where it says enough; a short or mixed text is left without one.

The model is py3langid's (BSD-3; after Lui & Baldwin 2012), inside the package: nothing is fetched. Of its languages those
are used in which people post offers in numbers. It is loaded at the first text that needs it. Scripts that one language
alone uses need no model.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

FEWEST_LETTERS = 24
"""Letters below which no language is told: of the languages of one script, a short text could be several."""
SUREST = 0.8
"""Least probability, over the languages below, for a language to be told."""
READ = 600
"""Characters looked at: more do not change the answer, and reading is what costs."""
_BY_SCRIPT = {
    "Grek": "el", "Armn": "hy", "Geor": "ka", "Thai": "th", "Hang": "ko", "Hira": "ja", "Kana": "ja", "Laoo": "lo",
    "Khmr": "km", "Mymr": "my", "Sinh": "si", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Gujr": "gu",
    "Guru": "pa", "Tibt": "bo",
}  # fmt: skip
_SPEAKS_NO_LANGUAGE = re.compile(r"\S*(?:@|://|www\.)\S*|\d+|[^\w\s'’-]+")


def language_of(text: str, script: str) -> str | None:
    """ISO 639-1 code, or None. `script`: the script of most of its letters (see `clean.script`)."""
    words = " ".join(_SPEAKS_NO_LANGUAGE.sub(" ", text[: 2 * READ]).split())[:READ]
    letters = sum(map(str.isalpha, words))
    if script == "Zyyy" or letters < (FEWEST_LETTERS if script != "Hani" else FEWEST_LETTERS // 3):
        return None
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script]
    if script == "Hani" and re.search("[\u3041-\u30ff]", words):
        return "ja"
    if words.isupper():  # the model knows words as they stand in running text
        words = words.lower()
    name, sure = _model().classify(words)
    return str(name) if sure >= SUREST and _FITS[str(name)] == script else None


_FITS = {
    **dict.fromkeys(
        """af az bs ca cs cy da de en es et eu fi fr ga gl ha hr hu id ig is it ku lb lt lv ms mt nl no pl pt ro so sk sl
        sq sv sw tk tl tr uz vi yo""".split(), "Latn",
    ),
    **dict.fromkeys("ba be bg kk ky mk mn ru sr tg tt uk".split(), "Cyrl"),
    **dict.fromkeys("ar fa ps ug ur".split(), "Arab"),
    **dict.fromkeys("hi mr ne".split(), "Deva"),
    "am": "Ethi", "as": "Beng", "bn": "Beng", "he": "Hebr", "zh": "Hani",
}  # fmt: skip
"""The languages that are told, and the script in which the model knows each."""


@cache
def _model() -> Any:
    from py3langid.langid import LanguageIdentifier

    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages(list(_FITS))
    return model
