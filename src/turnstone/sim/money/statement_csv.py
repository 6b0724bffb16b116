"""Statements as a bank's own CSV: with semicolons and decimal commas in France, else with commas and points."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from turnstone.sim.money.ledger import DAY, KINDS
from turnstone.sim.money.statements import Bank, Calendar, Statement, amount

COLUMNS = "Account,Holder,Booked,Time,Amount,Currency,Type,Other party,Other account,Reference,Balance".split(",")


def heading(bank: Bank) -> str:
    """The file's first line."""
    return (";" if bank.country == "FR" else ",").join(COLUMNS) + "\r\n"


def lines(bank: Bank, found: Iterable[Statement], days: Calendar) -> str:
    """A line for each of the account's, with the balance after it."""
    french = bank.country == "FR"
    out = io.StringIO()
    write = csv.writer(out, delimiter=";" if french else ",").writerow
    dates, point = (days.day_first, ",") if french else (days.iso, ".")
    for one in found:
        number, name, balance = one.party.number, one.party.name, one.opening
        for line in one.lines:
            balance += line.cents
            day, minute = divmod(line.minute, DAY)
            write((
                number, name, dates[day], f"{minute // 60:02}:{minute % 60:02}", f"{'-' if line.cents < 0 else ''}{amount(line.cents, point)}",
                bank.currency, KINDS[line.kind].word, line.name, line.number, line.memo,
                f"{'-' if balance < 0 else ''}{amount(balance, point)}",
            ))  # fmt: skip
    return out.getvalue()


def mapping(bank: Bank) -> str:
    """How turnstone's mapping reads the file."""
    french = bank.country == "FR"
    return "\n".join([
        f"name: {bank.file.split('/')[-1]}", f"title: Statements of {bank.name}, {bank.country} (synthetic)", "table: statements",
        f"dates: {'dmy' if french else 'mdy'}", f'decimal: "{"," if french else "."}"', f'delimiter: "{";" if french else ","}"', "fields:",
        "  account: Account", "  holder: Holder", "  booked: Booked", "  booked_time: Time", "  amount: Amount", "  currency: Currency", "  kind: Type",
        "  other_name: Other party", "  other_account: Other account", "  memo: Reference", "  balance: Balance", "",
    ])  # fmt: skip
