"""Made-up people with what ruins the matching of people: households, twins, fathers and sons, hubs, placeholders.

    python benchmarks/truth/hard_people.py NAMES.parquet ROWS OUT.parquet [--seed 7] [--mild]

NAMES has columns first_name, surname and birth_place, from which names and towns are drawn with their frequencies (Splink's
historical_figures_with_errors_50k will do). Four people in ten live in households that share surname, home and telephone;
3 in 10 households share a mail address (mild: 1 in 10); of added members 15 % are twins (2 %) and 10 % namesakes a
generation apart (1 %). 2 % of rows have one of four hub telephones, 1 % one of three hub addresses, some a placeholder for a
name. `cluster` is the truth, `trap` what the person is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import string
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MAIL = ("gmail.com", "yahoo.com", "hotmail.com", "mail.ru", "proton.me", "outlook.com")
HUB_PHONES = ("0000000000", "0800123456", "02079460000", "123456789")
HUB_MAILS = ("info@helpdesk.com", "none@none.com", "noreply@agency.org")
COLUMNS = ("unique_id", "first_name", "surname", "dob", "city", "email", "phone", "address", "cluster", "trap")
FIRST_DAY = dt.date(1950, 1, 1)


@dataclass
class Town:
    """What people are drawn from, and the rows made so far."""

    draw: random.Random
    first: list[str]
    last: list[str]
    city: list[str]
    streets: list[str]
    rows: int
    made: dict[str, list[object]] = field(default_factory=lambda: {k: [] for k in COLUMNS})
    people: int = 0

    @property
    def full(self) -> bool:
        return len(self.made["unique_id"]) >= self.rows


def slip(draw: random.Random, s: str) -> str:
    if not s or len(s) < 3:
        return s
    i = draw.randrange(len(s) - 1)
    k = draw.random()
    if k < 0.3:
        return s[:i] + s[i + 1] + s[i] + s[i + 2 :]
    if k < 0.6:
        return s[:i] + s[i + 1 :]
    c = draw.choice(string.digits if s[i].isdigit() else string.ascii_lowercase)
    return s[:i] + c + s[i + 1 :] if k < 0.8 else s[:i] + c + s[i:]


def mail(t: Town, f: str, s: str) -> str:
    return f"{f}.{s}{t.draw.randrange(1000)}@{t.draw.choice(MAIL)}".replace(" ", "")


def phone(t: Town) -> str:
    return "07" + "".join(t.draw.choice(string.digits) for _ in range(9))


def home(t: Town) -> str:
    return f"{t.draw.randrange(1, 200)} {t.draw.choice(t.streets)}"


def person(t: Town, f: str, s: str, born: dt.date, city: str, email: str, tel: str, address: str, trap: str) -> None:
    """One person's records, one to four, the later ones with slips."""
    d = t.draw
    for again in range(1 if d.random() < 0.75 else d.choice([2, 2, 2, 3, 4])):
        if t.full:
            return
        ff, ss, bb, cc, ee, pp, aa = f, s, born, city, email, tel, address
        if again:
            if d.random() < 0.25:
                ff = slip(d, ff)
            if d.random() < 0.20:
                ss = slip(d, ss)
            if d.random() < 0.10:
                bb = born + dt.timedelta(days=d.choice([-1, 1, 30, -365]))
            if d.random() < 0.25:
                cc, aa = d.choice(t.city), home(t)
            if d.random() < 0.20:
                ee = slip(d, ee)
            if d.random() < 0.05:
                ff, ss = ss, ff
            if d.random() < 0.20:
                pp = slip(d, pp) if d.random() < 0.5 else phone(t)
        if d.random() < 0.02:
            pp = d.choice(HUB_PHONES)
        if d.random() < 0.01:
            ee = d.choice(HUB_MAILS)
        if d.random() < 0.004:
            ff = d.choice(["unknown", "test", "n/a"])
        known = (ff, ss, bb.isoformat(), cc, ee, pp, aa)
        missing = (0.02, 0.02, 0.08, 0.08, 0.15, 0.25, 0.2)
        row = [None if d.random() < share else v for v, share in zip(known, missing, strict=True)]
        for name, value in zip(COLUMNS, [len(t.made["unique_id"]), *row, t.people, trap], strict=True):
            t.made[name].append(value)
    t.people += 1


def household(t: Town, mild: bool) -> None:
    d = t.draw
    f, s, city = d.choice(t.first), d.choice(t.last), d.choice(t.city)
    born = FIRST_DAY + dt.timedelta(days=d.randrange(20_000))
    tel, address, email = phone(t), home(t), mail(t, f, s)
    if d.random() < 0.6:
        person(t, f, s, born, city, email, tel, address, "alone")
        return
    shared = email if d.random() < (0.1 if mild else 0.3) else None
    person(t, f, s, born, city, email, tel, address, "household")
    twins, generations = (0.02, 0.03) if mild else (0.15, 0.25)
    for _ in range(d.choice([1, 1, 2, 3])):
        kind, g = d.random(), d.choice(t.first)
        while g == f:
            g = d.choice(t.first)
        other = FIRST_DAY + dt.timedelta(days=d.randrange(20_000))
        if kind < twins:
            person(t, g, s, born, city, shared or mail(t, g, s), tel, address, "twin")
        elif kind < generations:
            older = born - dt.timedelta(days=d.randrange(20 * 365, 40 * 365))
            person(t, f, s, older, city, shared or mail(t, f, s), tel, address, "namesake")
        elif kind < 0.6:
            person(t, g, s, other, city, shared or mail(t, g, s), tel, address, "relative")
        else:
            person(t, g, d.choice(t.last), other, city, shared or mail(t, g, s), tel, address, "flatmate")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", type=Path)
    parser.add_argument("rows", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--mild", action="store_true")
    args = parser.parse_args()
    table = pq.read_table(args.names, columns=["first_name", "surname", "birth_place"])
    first, last, city = ([v for v in table[c].to_pylist() if v] for c in table.column_names)
    streets = [f"{a} {b}" for a in sorted(set(last))[:3000] for b in ("street", "road", "lane", "avenue")]
    town = Town(random.Random(args.seed), first, last, city, streets, args.rows)
    while not town.full:
        household(town, args.mild)
    pq.write_table(pa.table(town.made), args.out)
    print(f"{args.rows} rows of {town.people} people: {args.out}")


if __name__ == "__main__":
    main()
