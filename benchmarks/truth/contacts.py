"""Contacts in texts: how many are found, how many of those found are right, beside libphonenumber's own matcher.

    python benchmarks/truth/contacts.py [FILE.tsv ...] [--out FILE.json]

A file's name begins with the language's code; its lines are text, kind, value and obscured (1 or 0), parted by tabs; a
line without a kind holds no contact; a line `# country<TAB>XX` names the country. Default: tests/spec/contacts/sets.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers

from turnstone import __version__
from turnstone.clean.contacts.find import find_contacts

SETS = Path(__file__).parents[2] / "tests" / "spec" / "contacts" / "sets"
Z = 1.959964


@dataclass(frozen=True)
class Line:
    """A text and the one contact in it, if any."""

    language: str
    country: str
    text: str
    kind: str
    value: str
    obscured: bool


def main() -> None:
    """Reads the command line, measures, tells, writes."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path, help="sets in the layout above")
    options.add_argument("--out", type=Path, metavar="FILE.json", help="also write all figures here")
    options.add_argument("--misses", action="store_true", help="print what was missed or wrong")
    given = options.parse_args()
    files = sorted(given.files or SETS.glob("*.tsv"))
    lines = [line for path in files for line in read(path)]
    result: dict[str, Any] = {
        "command": "python benchmarks/truth/contacts.py " + " ".join(path.name for path in given.files),
        "machine": {"cpu": cpu_model(), "python": platform.python_version(), "phonenumbers": phonenumbers.__version__},
        "version": __version__,
        "lines": len(lines),
        "turnstone": measure(lines, ours, given.misses),
        "phonenumbers.PhoneNumberMatcher (phones only)": measure(
            [x for x in lines if x.kind in ("phone", "")], peer, False
        ),
    }
    tell(result)
    if given.out:
        given.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")


def read(path: Path) -> list[Line]:
    """The lines of a set."""
    language, country, out = path.stem[:2], "", []
    for row in path.read_text("utf-8").split("\n"):
        cells = row.split("\t")
        if row.startswith("#") or not row:
            country = cells[1] if cells[0] == "# country" else country
            continue
        out.append(Line(language, country, cells[0], cells[1], cells[2], cells[3] == "1"))
    return out


def ours(line: Line) -> list[tuple[str, str, bool | None]]:
    """What Turnstone finds: kind, value, obscured."""
    return [
        (c.kind, c.value, c.obscured) for c in find_contacts(line.text, country=line.country, language=line.language)
    ]


def peer(line: Line) -> list[tuple[str, str, bool | None]]:
    """What libphonenumber's matcher of free text finds."""
    found = phonenumbers.PhoneNumberMatcher(line.text, line.country)
    return [("phone", phonenumbers.format_number(m.number, phonenumbers.PhoneNumberFormat.E164), None) for m in found]


def measure(lines: list[Line], finder: Any, misses: bool) -> dict[str, Any]:
    """Precision and recall overall, by language and by kind; and whether `obscured` is right where found."""
    counts: dict[str, Counter[str]] = {}
    for line in lines:
        found = finder(line)
        right = [f for f in found if line.kind and f[:2] == (line.kind, line.value)][:1]
        told: Counter[str] = Counter(found=len(found), right=len(right), sought=bool(line.kind))
        told["obscured_right"] = sum(f[2] in (None, line.obscured) for f in right)
        for name in ("all", f"language {line.language}"):
            counts.setdefault(name, Counter()).update(told)
        for kind in {line.kind, *(f[0] for f in found)} - {""}:
            some = counts.setdefault(f"kind {kind}", Counter())
            some.update(
                found=sum(f[0] == kind for f in found), right=sum(f[0] == kind for f in right), sought=line.kind == kind
            )
            some.update(obscured_right=told["obscured_right"] if line.kind == kind else 0)
        if misses and (
            len(right) != bool(line.kind) or len(found) != len(right) or told["obscured_right"] != len(right)
        ):
            print(line.language, repr(line.text), line.kind, line.value, line.obscured, "<>", found, file=sys.stderr)
    return {name: figures(some) for name, some in sorted(counts.items())}


def figures(some: Counter[str]) -> dict[str, Any]:
    """Counts, and shares with 95 % Wilson intervals."""
    return {
        "sought": some["sought"], "found": some["found"], "right": some["right"],
        "precision": wilson(some["right"], some["found"]), "recall": wilson(some["right"], some["sought"]),
        "obscured_right": wilson(some["obscured_right"], some["right"]),
    }  # fmt: skip


def wilson(hits: int, of: int) -> list[float] | None:
    """[share, low, high]; None of nothing."""
    if not of:
        return None
    share, spread = hits / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / of + spread / of / 4) / (1 + spread)
    return [round(x, 4) for x in (share, max(0.0, middle - half), min(1.0, middle + half))]


def cpu_model() -> str:
    """The processor's name, where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    return next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), platform.processor())


def tell(result: dict[str, Any]) -> None:
    """The figures as lines of text."""
    for who in ("turnstone", "phonenumbers.PhoneNumberMatcher (phones only)"):
        print(f"{who}: {result['lines']} lines")
        for name, f in result[who].items():
            print(f"  {name:<14} sought {f['sought']:>5}  found {f['found']:>5}  right {f['right']:>5}  precision {f['precision']}  recall {f['recall']}  obscured right {f['obscured_right']}")  # fmt: skip


if __name__ == "__main__":
    main()
