"""Statements as SWIFT MT940, with the numbered parts of field 86 that European banks use."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from turnstone.sim.money.ledger import DAY, KINDS
from turnstone.sim.money.statements import Bank, Calendar, Statement, amount

CODES = ("166", "153", "106", "083", "082", "105", "169", "808")
"""Business codes that begin field 86, in the order of ledger.KINDS."""
WIDTH = 65


def mt940(bank: Bank, found: Iterable[Statement], days: Calendar) -> str:
    """One message after another."""
    return "".join(_message(bank, one, days) for one in found)


def _message(bank: Bank, one: Statement, days: Calendar) -> str:
    reference = f"{one.party.key % (1 << 48):012X}{one.number:04}"
    begin, end = one.begin.strftime("%y%m%d"), one.end.strftime("%y%m%d")
    out = [
        f":20:{reference}",
        f":25:{one.party.number}",
        f":28C:{one.number}/1",
        f":60F:{_signed(one.opening)[0]}{begin}{bank.currency}{amount(one.opening, ',')}",
    ]
    for place, line in enumerate(one.lines, 1):
        day = days.short[line.minute // DAY]
        out.append(
            f":61:{day}{day[2:]}{_signed(line.cents)[0]}{amount(line.cents, ',')}{KINDS[line.kind].swift}{one.number:04}{place:05}"
        )
        name = swift(line.name)
        parts = f"{CODES[line.kind]}?00{KINDS[line.kind].word.upper()}"
        if line.memo:
            parts += f"?20{swift(line.memo)[:27]}"
        if line.number:
            parts += f"?31{line.number}"
        if name:
            parts += f"?32{name[:27]}"
            if len(name) > 27:
                parts += f"?33{name[27:54]}"
        out.append("\r\n".join(f":86:{parts}"[i : i + WIDTH] for i in range(0, len(parts) + 4, WIDTH)))
    out.append(f":62F:{_signed(one.closing)[0]}{end}{bank.currency}{amount(one.closing, ',')}")
    return "\r\n".join(out) + "\r\n-\r\n"


def _signed(cents: int) -> str:
    return "C" if cents >= 0 else "D"


@lru_cache(maxsize=200_000)
def swift(text: str) -> str:
    """The text in the letters that SWIFT knows."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "/-:().,'+ ") else " "
        for sign in plain
        if not unicodedata.combining(sign)
    )
