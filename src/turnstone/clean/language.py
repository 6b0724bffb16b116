"""In which language a text is written, as far as its letters tell; and what of it a model of languages should read.

Scripts that one language alone uses need no model. For the others `kernels.languages` asks one, over many texts at once.
"""

from __future__ import annotations

import re

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
FITS = {
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
_ADDRESS = re.compile(r"(?<!\S)\S*(?:@|://|www\.)\S*")
_WORD = re.compile(r"(?:[^\W\d]++|['’-]++)++")
_KANA = re.compile("[\u3041-\u30ff]")


def look(text: str, script: str) -> tuple[str | None, str]:
    """The ISO 639-1 code where letters alone tell it, else None; and the words to ask a model about, '' for nothing to ask.

    `script`: the script of most of its letters (see `clean.script`). Addresses, numbers and signs speak no language.
    """
    if script == "Zyyy":
        return None, ""
    text = text[: 2 * READ]
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    words = " ".join(_WORD.findall(text))[:READ]
    fewest = FEWEST_LETTERS if script != "Hani" else FEWEST_LETTERS // 3
    # Most texts have enough letters at once, and counting all takes as long as all the rest.
    if sum(map(str.isalpha, words[: 2 * fewest])) < fewest and sum(map(str.isalpha, words)) < fewest:
        return None, ""
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script], ""
    if script == "Hani" and _KANA.search(words):
        return "ja", ""
    return None, words.lower() if words.isupper() else words  # the model knows words as they stand in running text
