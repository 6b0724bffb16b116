"""Brings the catalogues of the workbench's texts up to date, and compiles them.

    python tools/make_catalogues.py [--check]

All texts of templates (`translate`, `blocktranslate`) and of Python (`_`, `gettext`, `gettext_lazy`) are looked for, and those of the
library that the workbench shows (`turnstone_web.library_words`). New ones enter
each catalogue without a translation, those that are gone leave it. The pseudo-locale (right to left, longer words) is made from
the English texts. `--check` changes nothing and fails where something is missing or not fresh.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "src" / "turnstone_web"
LOCALES = {"fr": "fr", "ru": "ru", "de": "de", "ar_XB": "ar"}
PSEUDO = "ar_XB"
PLURALS = {
    "fr": (2, "(n > 1)"), "de": (2, "(n != 1)"), "ar_XB": (2, "(n != 1)"),
    "ru": (3, "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def messages() -> dict[str, str | tuple[str, str]]:
    """Text -> the text, or for plurals (one, many)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnstone_web.settings")
    from django.utils.translation.template import templatize

    found: dict[str, str | tuple[str, str]] = {}
    for path in sorted([*SITE.rglob("*.py"), *SITE.rglob("*.html")]):
        text = path.read_text()
        if path.suffix == ".html":  # its lines are no blocks of Python
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
        for _, said, _, _ in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            one = said[0] if isinstance(said, tuple) else said
            if one:
                found[one] = said if isinstance(said, tuple) else found.get(one, said)
    from turnstone_web.library_words import texts

    return {**{text: text for text in texts()}, **found}


def pseudo(text: str) -> str:
    """The text longer, accented and marked as running from right to left; placeholders stay."""
    pieces = re.split(f"({PLACEHOLDER.pattern})", text)
    accents = str.maketrans("aeiouyAEIOUY", "àéîöûýÀÉÎÖÛÝ")
    out = "".join(piece if PLACEHOLDER.fullmatch(piece) else piece.translate(accents) for piece in pieces)
    return f"\u202e{out}{'·' * (len(text) // 4)}\u202c"


def brought_up_to_date(locale: str, wanted: dict[str, str | tuple[str, str]]) -> Catalog:
    """The catalogue with just the wanted texts, and the translations that it had of them."""
    path = SITE / "locale" / locale / "LC_MESSAGES" / "django.po"
    old: Catalog | None = None
    if path.is_file():
        with path.open("rb") as file:
            old = read_po(file, locale=LOCALES[locale])
    new = Catalog(
        locale=LOCALES[locale],
        project="Turnstone",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Texts of the workbench.",
    )
    new._num_plurals, new._plural_expr = PLURALS[locale]
    for one, said in wanted.items():
        had: Message | None = old.get(one) if old is not None else None
        told: str | tuple[str, ...] = had.string if had is not None else ""
        if locale == PSEUDO:
            told = tuple(map(pseudo, said)) if isinstance(said, tuple) else pseudo(said)
        elif isinstance(said, tuple) and not isinstance(told, tuple | list):
            told = ("",) * PLURALS[locale][0]
        flags = ["python-format"] if "%(" in one else []
        new.add(said, told, flags=flags)
    return new


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as .po and .mo; no day stands in them, so that the same texts give the same bytes."""
    po, mo = io.BytesIO(), io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_po(po, catalogue, width=120, sort_output=True, no_location=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts without a translation, or whose translation lacks a placeholder."""
    out = []
    for message in catalogue:
        if not message.id:
            continue
        one = message.id if isinstance(message.id, str) else message.id[-1]
        told = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = set(PLACEHOLDER.findall(one))
        forms = told if isinstance(message.id, str) else told[-1:]
        if not all(told) or any(set(PLACEHOLDER.findall(form)) != wanted for form in forms):
            out.append(one)
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    wanted, wrong = messages(), 0
    for locale in LOCALES:
        folder = SITE / "locale" / locale / "LC_MESSAGES"
        catalogue = brought_up_to_date(locale, wanted)
        po, mo = written(catalogue)
        missing = untranslated(catalogue)
        for path, body in ((folder / "django.po", po), (folder / "django.mo", mo)):
            if args.check:
                if not path.is_file() or path.read_bytes() != body:
                    print(f"{path.relative_to(ROOT)} is not fresh: python tools/make_catalogues.py")
                    wrong += 1
            else:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
        for text in missing:
            print(f"{locale}: {text!r} is not translated, or lacks a placeholder")
        wrong += len(missing) if args.check else 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
