"""A file of invented adverts: four texts, each under four firms' names with one number; and people who repeat their own."""

from __future__ import annotations

import csv
import random
from pathlib import Path

TOWNS = ("Leeds", "York", "Hull", "Derby")
NAMES = ("Alder", "Birch", "Cedar", "Dogwood")
ORGANISED, ALONE = 4, 150


def adverts() -> list[dict[str, str]]:
    """Invented adverts: four texts, each under four firms' names with one number; and people who repeat their own."""
    choose = random.Random(3)
    words = ["".join(choose.choices("abcdefghiklmnoprstuvw", k=choose.randint(3, 9))) for _ in range(2_000)]
    rows: list[dict[str, str]] = []

    def add(text: str, account: str, company: str, town: str) -> None:
        day = f"2024-{choose.randint(1, 3):02d}-{choose.randint(1, 28):02d}"
        rows.append({
            "id": f"a{len(rows)}", "posted": day, "title": f"Work in {town}", "text": text, "place": town, "account": account,
            "company": company, "site": "board.example", "section": "jobs",
        })  # fmt: skip

    for k in range(ORGANISED):
        base = choose.choices(words, k=45)
        for j in range(12):
            text = list(base)
            text[choose.randrange(45)] = choose.choice(words)
            said = f"{' '.join(text)}. Call 020 7946 01{k}{k} now"
            add(said, f"operator{k}x{j % 4}", f"{NAMES[j % 4]} Staffing {k} Ltd", choose.choice(TOWNS))
    for k in range(ALONE):
        text = " ".join(choose.choices(words, k=choose.randint(25, 60)))
        for _ in range(choose.randint(1, 4)):
            add(f"{text} tel 0113 496 0{k:03d}", f"single{k}", f"Firm {words[k].title()} Ltd", TOWNS[k % 2])
    return rows


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    return path
