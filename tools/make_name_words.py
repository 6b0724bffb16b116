"""Writes src/turnstone/clean/name_forms.tsv and name_trade_words.tsv from the data files of rigour (MIT License).

    python tools/make_name_words.py FOLDER_OF_org_types.yml_AND_symbols.yml

What is taken: which spellings stand for which kind of legal form, and which words of trade mean the same in several
languages. What is left out: short abbreviations that are names or words as often as forms, and names of single
organisations. A person reads the difference before it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from turnstone.clean.name_words import folded as fold

OUT = Path(__file__).resolve().parents[1] / "src" / "turnstone" / "clean"
CLASSES = ("LLC", "JSC", "GP", "LP", "LLP", "COOP", "NGO", "SP", "SOE")
SHORT = frozenset("AG SA AB AS BV NV OY KG LP SL KK KD AD DD EV RY PT GP OU UG AE AO EG SC".split())
"""The only abbreviations of one or two letters that are taken for a legal form."""
NEUTRAL = ("INC", "INCORPORATED", "INCORPORATION", "CORP", "CORPORATION", "CO", "COMPANY", "COMPANIES", "CIE")
"""Forms that any company may write; they agree with every other."""
BY_HAND = {
    "JSC": ("AKG", "JOINT STOCK", "JSC", "PJSC", "OJSC", "CJSC"),
    "LLC": ("LLC", "PTE LTD", "PTE", "PTY LTD", "PTY"),
}
OWN_NAMES = ("alqaeda", "hezbollah", "irgc", "pla", "ccp", "cia", "tpb", "named", "socalled")
NOT_FORMS = frozenset(["LIMITED PARTNERS", "COOPERATION", "UNLIMITED", "PARTNERS", "INTERNATIONAL"])


def forms(types: list[dict[str, object]]) -> list[tuple[str, str]]:
    """(class, spelling), each folded spelling once."""
    seen: dict[str, str] = {fold(text): "ANY" for text in NEUTRAL}
    for kind, texts in BY_HAND.items():
        seen.update((fold(text), kind) for text in texts)
    for entry in types:
        kind = str(entry.get("generic") or "")
        aliases = entry.get("aliases")
        if kind not in CLASSES or not isinstance(aliases, list):
            continue
        for alias in [*aliases, entry.get("display") or ""]:
            key = fold(str(alias))
            tight = key.replace(" ", "")
            if not tight.isalpha() or key in NOT_FORMS or len(tight) < 2 or (len(tight) == 2 and tight not in SHORT):
                continue
            if " " not in key and len(tight) == 3 and str(alias).islower() and "." not in str(alias):
                continue
            seen.setdefault(key, kind)
    return sorted((kind, key) for key, kind in seen.items())


def trade_words(symbols: dict[str, dict[str, list[str]]]) -> list[tuple[str, str]]:
    """(word that stands for all, spelling)."""
    seen: dict[str, str] = {}
    for section in ("org_symbols", "org_domains"):
        for name, aliases in symbols[section].items():
            if name in OWN_NAMES or name in ("co", "corp"):
                continue
            stands = fold(aliases[0]) if fold(aliases[0]).isascii() and " " not in fold(aliases[0]) else fold(name)
            for alias in aliases:
                key = fold(alias)
                if len(key) > 2 and len(key.split()) <= 3:
                    seen.setdefault(key, stands)
    return sorted((stands, key) for key, stands in seen.items())


def main() -> None:
    folder = Path(sys.argv[1])
    types = yaml.safe_load((folder / "org_types.yml").read_text("utf-8"))["types"]
    symbols = yaml.safe_load((folder / "symbols.yml").read_text("utf-8"))
    for name, head, rows in (
        ("name_forms.tsv", "class\tspelling", forms(types)),
        ("name_trade_words.tsv", "stands\tspelling", trade_words(symbols)),
    ):
        (OUT / name).write_text("\n".join([head, *("\t".join(row) for row in rows)]) + "\n", "utf-8")
        print(name, len(rows))


if __name__ == "__main__":
    main()
