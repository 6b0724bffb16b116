"""A small world with its truth, in the layout that `turnstone simulate` writes: for tests of `validate`. All of it is invented."""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
TOWNS = ("Leeds", "York", "Hull", "Derby")
NAMES = ("Alder", "Birch", "Cedar", "Dogwood")
KINDS = ("farm work", "construction", "domestic work")
SITE = "board.example"
FIRST = date(2024, 1, 1)
PROTECTED = ("Perpetua Vexholm", "+447700900461", "perpetua.vexholm@mail.example")
"""A possible victim's name, number and e-mail; none of the adverts has them unless a test plants them."""


def write_world(folder: Path, seed: int = 3, *, networks: int = 8, alone: int = 60, planted: str = "") -> Path:
    """Writes data/ and truth/. Networks of tiers 0 and 1 share a text and a number, those of 2 and 3 share nothing that can
    be seen; franchises are lawful and look like tier 0. `planted`: the name under which two accounts of the first network post, for leaks."""
    choose = random.Random(seed)
    words = ["".join(choose.choices("abcdefghiklmnoprstuvw", k=choose.randint(3, 9))) for _ in range(2_000)]
    adverts: list[Row] = []
    truth: list[Row] = []

    def post(text: str, account: str, company: str, day: int, **known: str) -> None:
        key = f"a{len(adverts)}"
        town = choose.choice(TOWNS)
        adverts.append({
            "id": key, "posted": str(FIRST + timedelta(days=day)), "title": f"Work in {town}", "text": text, "place": town,
            "account": account, "company": company, "site": SITE, "section": "jobs",
        })  # fmt: skip
        truth.append({
            "table": "offers", "key": key, "site": SITE, "language": choose.choice(("en", "en", "pl", "ro")),
            "nationality": choose.choice(("GB", "PL", "RO")), "sex": choose.choice("FM"), **known,
        })  # fmt: skip

    told: list[Row] = []
    for k in range(networks):
        tier, start = k % 4, choose.randint(0, 40)
        told.append({
            "network_id": f"n{k}", "kind": KINDS[k % 3], "tier": tier, "started_on": FIRST + timedelta(days=start),
            "ended_on": "", "parent_id": "n0" if k == 4 else "", "how": "phoenix" if k == 4 else "new",
        })  # fmt: skip
        firms = [f"{name} Staffing {k} Ltd" for name in NAMES]
        if planted and k == 0:
            firms = [planted, planted, *firms[2:]]
        _twelve(choose, words, post, f"operator{k}", firms, start, tier < 2, k,
                {"label": "yes", "network_id": f"n{k}", "class": "network", "unit_id": f"n{k}"})  # fmt: skip
    for k in range(networks // 4):
        known = {"label": "no", "network_id": "", "class": "franchise", "unit_id": f"f{k}"}
        _twelve(
            choose, words, post, f"brand{k}", [f"{name} Catering {k} Ltd" for name in NAMES], 5, True, 50 + k, known
        )
    for k in range(alone):
        text = " ".join(choose.choices(words, k=choose.randint(25, 60)))
        for _ in range(choose.randint(1, 4)):
            known = {"label": "no", "network_id": "", "class": "solo worker", "unit_id": f"s{k}"}
            post(
                f"{text} tel 0113 496 0{k:03d}",
                f"single{k}",
                f"Firm {words[k].title()} Ltd",
                choose.randint(0, 80),
                **known,
            )
    name, phone, email = PROTECTED
    people = [
        {"person_id": "p0", "unit_id": "n0", "network_id": "n0", "role": "possible victim", "name": name, "phone": phone,
         "email": email, "language": "en", "nationality": "GB", "sex": "F", "protected": True},
        {"person_id": "p1", "unit_id": "n0", "network_id": "n0", "role": "controller", "name": "Casimir Lindqvarn", "phone": "",
         "email": "", "language": "en", "nationality": "GB", "sex": "M", "protected": False},
    ]  # fmt: skip
    (folder / "data").mkdir(parents=True)
    (folder / "truth").mkdir()
    write_rows(folder / "data" / "adverts.csv", adverts)
    (folder / "data" / "statement.mt940").write_text(":20:NOT READ YET\n:25:000\n")
    write_rows(folder / "truth" / "rows.csv", truth)
    write_rows(folder / "truth" / "networks.csv", told)
    write_rows(folder / "truth" / "people.csv", people)
    (folder / "truth" / "world.json").write_text(json.dumps({"seed": seed, "months": 3, "offers": len(adverts)}))
    return folder


def _twelve(
    choose: random.Random, words: list[str], post: Any, account: str, firms: list[str], start: int, alike: bool, number: int,
    known: Row,
) -> None:  # fmt: skip
    """Twelve adverts of four accounts under four names: with one text and number, or each account with its own."""
    base = choose.choices(words, k=45)
    for j in range(12):
        text = list(base) if alike else choose.choices(words, k=45)
        text[choose.randrange(45)] = choose.choice(words)
        phone = f"020 7946 0{number:03d}" if alike else f"0161 496 0{(12 * number + j) % 1000:03d}"
        post(f"{' '.join(text)}. Call {phone} now", f"{account}x{j % 4}", firms[j % 4], start + 3 * j, **known)


def write_rows(path: Path, rows: list[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    return path
