"""The money of a synthetic world: the same bytes in any order, balances that add up, forms that others read, truth of each account."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import mt940
import pytest
import yaml

from turnstone.sim.money.accounts import share_held
from turnstone.sim.money.ledger import DAY, Party
from turnstone.sim.money.statements import amount, banks
from turnstone.sim.money.write import headings, lines, mappings, whole_files, write_money
from turnstone.sim.offers.posting import posts
from turnstone.sim.parameters import parameters
from turnstone.sim.truth import Truth
from turnstone.sim.world import World, actors, world

CAMT = {"": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}


@pytest.fixture(scope="module")
def made() -> World:
    return world(1, 24, 50_000, ("US", "FR", "AU"), parameters())


@pytest.fixture(scope="module")
def written(made: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    data = tmp_path_factory.mktemp("money")
    told = Truth()
    for block in range(made.blocks):
        one = write_money(made, block, data)
        told.rows += one.rows
        told.people += one.people
    return data, told


@pytest.fixture(scope="module")
def blocks(made: World) -> list[list[Party]]:
    return [lines(made, block)[0] for block in range(made.blocks)]


def _digests(data: Path) -> dict[str, str]:
    return {
        str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data.rglob("*"))
        if path.is_file()
    }


def test_the_same_bytes_in_any_order_of_blocks(made: World, written: tuple[Path, Truth], tmp_path: Path) -> None:
    assert made.blocks > 1
    again = world(1, 24, 50_000, ("US", "FR", "AU"), parameters())
    rows = {block: write_money(again, block, tmp_path).rows for block in reversed(range(again.blocks))}
    assert _digests(tmp_path) == _digests(written[0])
    assert [row for block in sorted(rows) for row in rows[block]] == written[1].rows


def test_the_files_are_those_that_were_announced(made: World, written: tuple[Path, Truth]) -> None:
    wanted = {f"{name}.{block:03}" for name in headings(made) for block in range(made.blocks)} | set(whole_files(made))
    assert {path.relative_to(written[0]).as_posix() for path in written[0].rglob("*") if path.is_file()} == wanted
    for name, text in mappings(made).items():
        said = yaml.safe_load(text)
        heading = headings(made)[name.replace(".yml", ".csv")]
        assert set(said["fields"].values()) <= set(heading.strip().split(said["delimiter"]))


def test_camt_documents_add_up(made: World, written: tuple[Path, Truth]) -> None:
    statements = 0
    for name in whole_files(made):
        root = ElementTree.parse(written[0] / name).getroot()
        assert root.tag == f"{{{CAMT['']}}}Document"
        closed: dict[str, Decimal] = {}
        for statement in root.iterfind("BkToCstmrStmt/Stmt", CAMT):
            tags = [child.tag.split("}")[1] for child in statement]
            order = ["Id", "ElctrncSeqNb", "CreDtTm", "FrToDt", "Acct", "Bal", "Bal", "Ntry"]
            assert tags[:8] == order and set(tags[8:]) <= {"Ntry"}
            account = next(statement.iterfind("Acct/Id", CAMT))[0]
            number = "".join(account.itertext())
            balances = {b.findtext("Tp/CdOrPrtry/Cd", "", CAMT): _signed(b) for b in statement.iterfind("Bal", CAMT)}
            entries = list(statement.iterfind("Ntry", CAMT))
            assert balances["OPBD"] + sum(map(_signed, entries)) == balances["CLBD"]
            assert closed.get(number, balances["OPBD"]) == balances["OPBD"]
            closed[number] = balances["CLBD"]
            for entry in entries:
                inside = [child.tag.split("}")[1] for child in entry]
                wanted = [
                    "NtryRef",
                    "Amt",
                    "CdtDbtInd",
                    "Sts",
                    "BookgDt",
                    "ValDt",
                    "BkTxCd",
                    "NtryDtls",
                    "AddtlNtryInf",
                ]
                assert inside == [tag for tag in wanted if tag in inside]
            statements += 1
    assert statements > 200


def _signed(thing: ElementTree.Element) -> Decimal:
    value = Decimal(thing.findtext("Amt", "", CAMT))
    return value if thing.findtext("CdtDbtInd", "", CAMT) == "CRDT" else -value


def test_mt940_is_read_by_a_library_and_adds_up(made: World, written: tuple[Path, Truth]) -> None:
    closed: dict[str, Decimal] = {}
    named = 0
    for path in sorted((written[0] / "statements").glob("*.sta.*")):
        for message in path.read_bytes().decode("ascii").split("\r\n-\r\n")[:-1][:400]:
            assert all(len(line) <= 69 for line in message.split("\r\n"))
            read = mt940.parse(message)
            first, last = (
                read.data["final_opening_balance"].amount.amount,
                read.data["final_closing_balance"].amount.amount,
            )
            assert first + sum(line.data["amount"].amount for line in read) == last
            number = read.data["account_identification"]
            assert closed.get(number, first) == first
            closed[number] = last
            named += sum(bool(line.data.get("applicant_name")) for line in read)
    assert closed and named > 100
    assert set(closed) <= {row.key for row in written[1].rows}


def test_csv_balances_follow_each_line(made: World, written: tuple[Path, Truth]) -> None:
    seen = 0
    for name, heading in headings(made).items():
        if not name.startswith("statements/") or not name.endswith(".csv"):
            continue
        comma = ";" if ";" in heading else ","
        before: dict[str, Decimal] = {}
        text = heading + "".join((written[0] / f"{name}.{block:03}").read_text("utf-8") for block in range(made.blocks))
        for row in csv.DictReader(text.splitlines(), delimiter=comma):
            amount_, balance = (Decimal(row[column].replace(",", ".")) for column in ("Amount", "Balance"))
            assert balance >= 0, "no account is overdrawn"
            assert before.get(row["Account"], balance - amount_) == balance - amount_
            before[row["Account"]] = balance
            seen += 1
    assert seen > 1000


def test_both_sides_of_a_payment_tell_the_same(blocks: list[list[Party]]) -> None:
    for accounts in blocks:
        held = {
            party.number: Counter((line.minute, line.cents, line.number) for line in party.lines) for party in accounts
        }
        spans = {party.number: (party.lines[0].minute, party.lines[-1].minute) for party in accounts}
        both = 0
        for party in accounts:
            for line in party.lines:
                if line.number in held and spans[line.number][0] < line.minute < spans[line.number][1]:
                    assert held[line.number][line.minute, -line.cents, party.number] > 0
                    both += 1
        assert both > 100


def test_truth_has_each_account_once_and_only_those(blocks: list[list[Party]], written: tuple[Path, Truth]) -> None:
    rows = [row for row in written[1].rows if row.table == "statements"]
    held = {party.number for accounts in blocks for party in accounts}
    assert len(rows) == len(held) and {row.key for row in rows} == held
    assert all((row.label == "yes") == bool(row.network_id) for row in rows)
    classes = {row.class_ for row in rows}
    assert {
        "migrant worker",
        "family",
        "buyer",
        "driver",
        "landlord",
        "phone shop",
        "network",
        "solo worker",
    } <= classes
    assert {row.label for row in rows if row.class_ == "migrant worker"} == {"yes", "no"}
    people = {person.unit_id: person for person in written[1].people}
    assert len(people) == len(written[1].people)
    agents = {row.unit_id for row in rows if row.unit_id.startswith("a")}
    assert agents and agents <= set(people)
    assert {people[agent].role for agent in agents} >= {"buyer", "driver", "family", "landlord"}
    assert not any(person.protected for person in people.values())


def test_files_keep_what_only_truth_may_know(made: World, written: tuple[Path, Truth]) -> None:
    for path in (written[0] / "statements").iterdir():
        text = path.read_text("utf-8")
        for secret in ("network", "possible victim", "controller", "mule", "migrant worker"):
            assert secret not in text.lower()
    keys = [row.key for row in written[1].rows if row.table == "statements" and row.label == "yes"]
    text = "".join(path.read_text("utf-8") for path in sorted((written[0] / "statements").glob("us_meadow.csv.*")))
    places = {
        number: place for place, number in enumerate(dict.fromkeys(line.split(",")[0] for line in text.splitlines()))
    }
    ours = [places[key] for key in keys if key in places]
    assert min(ours) < len(places) / 3 and max(ours) > len(places) * 2 / 3, "networks' accounts stand among the others"


def test_no_more_lines_than_allowed_for_each_offer(made: World, blocks: list[list[Party]]) -> None:
    total = sum(len(party.lines) for accounts in blocks for party in accounts)
    assert 50_000 < total <= 10 * 50_000
    table = parameters()
    row = table.rows["money lines per offer"]
    table.rows[row.name] = type(row)(row.name, (1,), row.unit, row.set_on, row.source, row.note)
    fewer = world(1, 24, 50_000, ("US", "FR", "AU"), table)
    assert share_held(fewer) < share_held(made)
    assert sum(len(party.lines) for block in range(fewer.blocks) for party in lines(fewer, block)[0]) <= 50_000


def test_events_are_lines_of_accounts(made: World, blocks: list[list[Party]], written: tuple[Path, Truth]) -> None:
    known: dict[str, Counter[str]] = defaultdict(Counter)
    for accounts in blocks:
        for party in accounts:
            known[party.number].update(amount(line.cents) for line in party.lines)
    text = headings(made)["cards/events.csv"] + "".join(
        (written[0] / f"cards/events.csv.{block:03}").read_text("utf-8") for block in range(made.blocks)
    )
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["event"] for row in rows} == {"purchase", "withdrawal", "deposit"}
    assert all(known[row["account"]][row["amount"]] for row in rows)
    assert all(row["amount"].endswith(".00") for row in rows if row["event"] != "purchase")


def test_chain_spends_each_output_once_and_pays_its_fee(made: World, written: tuple[Path, Truth]) -> None:
    for block in range(made.blocks):
        outputs: dict[tuple[str, int], tuple[str, int]] = {}
        spent: set[tuple[str, int]] = set()
        before = 0
        text = (written[0] / f"chain/transactions.ndjson.{block:03}").read_text("utf-8")
        for one in map(json.loads, text.splitlines()):
            for coin in one["inputs"]:
                place = (coin["txid"], coin["vout"])
                assert place not in spent
                spent.add(place)
                if place in outputs:
                    assert outputs[place] == (coin["address"], coin["value"])
                else:
                    before += 1
            assert sum(c["value"] for c in one["inputs"]) == sum(c["value"] for c in one["outputs"]) + one["fee"]
            assert one["fee"] > 0
            outputs |= {(one["txid"], c["n"]): (c["address"], c["value"]) for c in one["outputs"]}
        assert 0 < before < len(outputs) / 4, "few coins are from before the world"
    assert any(row.table == "addresses" for row in written[1].rows)


def test_some_lines_name_numbers_and_accounts_of_offers() -> None:
    small = world(4, 12, 8_000, ("US", "FR"), parameters())
    told: dict[str, set[str]] = {"account": set(), "number": set()}
    for party in lines(small, 0)[0]:
        for line in party.lines:
            if line.memo.startswith("top-up +"):
                told["number"].add(line.memo.removeprefix("top-up "))
            if line.memo.startswith("account "):
                told["account"].add(line.memo.removeprefix("account "))
    offered: dict[str, set[str]] = {"account": set(), "number": set()}
    for actor in actors(small, 0):
        numbers = small.numbers[actor.country]
        offered["number"] |= {numbers.international(actor.phone + n) for n in range(actor.phones)}
        offered["account"] |= {post.account for post in posts(small, actor)}
    assert len(told["number"]) > 20 and told["number"] <= offered["number"]
    assert len(told["account"]) > 40
    assert len(told["account"] & offered["account"]) > len(told["account"]) / 2, (
        "not every account posts in the world's days"
    )


@pytest.mark.parametrize("seed", range(6))
def test_small_worlds_have_money_too(seed: int, tmp_path: Path) -> None:
    country = (("US",), ("FR",), ("AU",), ("AU", "FR"))[seed % 4]
    small = world(seed, (1, 3, 24)[seed % 3], (1, 40, 600)[seed % 3], country, parameters())
    for block in range(small.blocks):
        rows = write_money(small, block, tmp_path).rows
        assert len({row.key for row in rows}) == len(rows)
    wanted = {f"{name}.{block:03}" for name in headings(small) for block in range(small.blocks)}
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert wanted <= found <= wanted | set(whole_files(small))


def test_lines_are_within_the_days_of_the_world(made: World, blocks: list[list[Party]]) -> None:
    for bank in banks(made):
        assert bank[2].bic[4:6] == bank[2].country
    for party in blocks[0]:
        assert 0 <= party.lines[0].minute <= party.lines[-1].minute < made.plan.days * DAY
