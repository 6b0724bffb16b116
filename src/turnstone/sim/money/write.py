"""The money of a block: statements in three forms, card and cash events, transactions on a chain; and what is true of them."""

from __future__ import annotations

from pathlib import Path

from turnstone.sim.money import cards, statement_csv
from turnstone.sim.money.chain import transactions
from turnstone.sim.money.ledger import Party
from turnstone.sim.money.payments import payments
from turnstone.sim.money.statement_camt053 import camt053
from turnstone.sim.money.statement_mt940 import mt940
from turnstone.sim.money.statements import Statement, balanced, banks, calendar, statements
from turnstone.sim.truth import Truth
from turnstone.sim.world import World

CARDS, CHAIN = "cards/events.csv", "chain/transactions.ndjson"


def headings(made: World) -> dict[str, str]:
    """File, as a path below the data -> its first line, as `offers.headings`; the parts of all blocks follow it."""
    found = {CARDS: cards.heading(), CHAIN: ""}
    for _, _, bank in banks(made):
        if bank.form == "mt940":
            found[f"{bank.file}.sta"] = ""
        elif bank.form == "csv":
            found[f"{bank.file}.csv"] = statement_csv.heading(bank)
    return found


def whole_files(made: World) -> list[str]:
    """Files that a block writes as they are to be: one camt.053 document of each bank and block."""
    return [
        f"{bank.file}.{block:03}.xml"
        for _, _, bank in banks(made)
        if bank.form == "camt053"
        for block in range(made.blocks)
    ]


def mappings(made: World) -> dict[str, str]:
    """File, as a path below the data -> its text: how `turnstone add --source` reads the banks' CSV."""
    return {f"{bank.file}.yml": statement_csv.mapping(bank) for _, _, bank in banks(made) if bank.form == "csv"}


def write_money(made: World, block: int, data: Path) -> Truth:
    """Writes `FILE.NNN`, a part of each file of `headings`, and the block's `whole_files`, and says what is true of their rows.

    Rows of the truth are of the tables statements (the key is the account's number as the files write it) and addresses
    (of a wallet). `Truth.people`: those whom units meet and whose accounts are held: buyers, families, drivers, landlords,
    keepers of phone shops, posters.
    """
    accounts, bought = payments(made, block)
    days = calendar(made)
    found = [(party, balanced(made, party)) for party in accounts.held()]
    found = [(party, opening) for party, opening in found if party.lines]
    texts: dict[str, str] = {}
    for country, place, bank in banks(made):
        mine = [
            one
            for party, opening in found
            if (party.country, party.bank) == (country, place)
            for one in statements(party, opening, days)
        ]
        if bank.form == "camt053":
            if mine:  # a document has a statement at least
                texts[f"{bank.file}.{block:03}.xml"] = camt053(bank, block, mine, days)
        elif bank.form == "mt940":
            texts[f"{bank.file}.sta.{block:03}"] = mt940(bank, mine, days)
        else:
            texts[f"{bank.file}.csv.{block:03}"] = statement_csv.lines(bank, mine, days)
    money = {country: bank.currency for country, _, bank in banks(made)}
    texts[f"{CARDS}.{block:03}"] = "".join(cards.events(made, party, money[party.country], days) for party, _ in found)
    chain, wallets = transactions(made, block, bought)
    texts[f"{CHAIN}.{block:03}"] = "".join(f"{line}\n" for line in chain)
    for name, text in texts.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    kept = {party.number for party, _ in found}
    told = accounts.told
    return Truth([row for row in told.rows if row.key in kept] + wallets, told.people)


def lines(made: World, block: int) -> tuple[list[Party], Truth]:
    """The accounts of a block as they are, for measurements: each with its lines in order."""
    accounts, _ = payments(made, block)
    found = accounts.held()
    for party in found:
        balanced(made, party)
    return [party for party in found if party.lines], accounts.told


__all__ = ["Statement", "headings", "lines", "mappings", "whole_files", "write_money"]
