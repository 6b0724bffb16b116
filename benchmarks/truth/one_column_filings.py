"""How much any one trait of a filing, company, place or record tells: `one_column_filings.py WORLD... [--splits 5] [--json]`.

As `one_column.py` does for offers. Traits are what one can count for one employer, company or place from the files alone: ages,
numbers of officers, how many share an address. Small worlds hold few networks that file, so the worlds are taken together.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from one_column import auc, codes

Traits = dict[str, Any]
Truth = Mapping[tuple[str, str], tuple[str, str]]
"""(table, key) -> (unit, label)."""
Row = tuple[Traits, str, str]
TOO_TELLING = ("id", "name", "firm", "address", "caller", "person", "site")


def traits(data: Path, truth: Truth) -> dict[str, list[Row]]:
    """Table -> (traits, unit, label) of each of its things. `data`: a world's folder of files."""
    found = {
        "employers": _employers(data, truth),
        "companies": _companies(data, truth),
        "premises": _premises(data, truth),
    }
    for name in ("hotline", "inspections", "referrals"):
        found[name] = [
            (
                {k: v for k, v in row.items() if k.split("_")[-1] not in TOO_TELLING},
                *truth["records", next(iter(row.values()))],
            )
            for row in _rows(data / f"records/{name}.csv")
        ]
    return found


def _employers(data: Path, truth: Truth) -> list[Row]:
    housing, cases = defaultdict(list), defaultdict(list)
    for row in _rows(data / "filings/h2a_housing.csv"):
        housing[row["CASE_NUMBER"]].append(row)
    for name in ("h2a", "h2b"):
        for row in _rows(data / f"filings/{name}.csv"):
            cases[(*truth["job_orders", row["CASE_NUMBER"]], row["EMPLOYER_ADDRESS1"], name)].append(row)
    clients = Counter(agent for rows in cases.values() for agent in {_agent(row) for row in rows})
    at = Counter(address for _, _, address, _ in cases)
    out = []
    for (unit, label, address, name), rows in cases.items():
        workers = [int(row["NBR_WORKERS_REQUESTED"]) for row in rows]
        places = [place for row in rows for place in housing[row["CASE_NUMBER"]]]
        first = rows[0]
        out.append(({
            "programme": name, "kind": first.get("ORGANIZATION_FLAG", ""), "orders": len(rows), "workers": sum(workers), "most workers": max(workers),
            "wage": _mean(float(row["BASIC_RATE_OF_PAY"]) for row in rows), "hours": _mean(float(row["BASIC_NUMBER_OF_HOURS"]) for row in rows),
            "phone is told": bool(first["EMPLOYER_PHONE"]), "agent": bool(_agent(first)), "clients of the agent": clients[_agent(first)],
            "refused": sum("DENIED" in row["CASE_STATUS"] or "WITHDRAWN" in row["CASE_STATUS"] for row in rows),
            "works away": _mean(row["WORKSITE_CITY"] != row["EMPLOYER_CITY"] for row in rows), "address has a unit": bool(first["EMPLOYER_ADDRESS2"]),
            "jobs": len({row["JOB_TITLE"] for row in rows}), "job": first["JOB_TITLE"], "state": first["EMPLOYER_STATE"],
            "first month": min(row["CERTIFICATION_BEGIN_DATE"][:7] for row in rows), "employers at the address": at[address],
            "houses": len(places), "addresses of houses": len({place["PHYSICAL_LOCATION_ADDRESS1"] for place in places}),
            "people housed": sum(int(place["TOTAL_OCCUPANCY"]) for place in places), "kind of house": places[0]["TYPE_OF_HOUSING"] if places else "",
        }, unit, label))  # fmt: skip
    return out


def _agent(row: Mapping[str, str]) -> str:
    return row["LAWFIRM_NAME"].upper().replace(".", "").replace(",", "")


def _companies(data: Path, truth: Truth) -> list[Row]:
    companies, links = _rows(data / "register/companies.csv"), _rows(data / "register/appointments.csv")
    officers = {row["officer_id"]: row for row in _rows(data / "register/officers.csv")}
    for line in (data / "register/register.ndjson").open(encoding="utf-8"):
        entity = json.loads(line)
        said = defaultdict(str, {name: values[0] for name, values in entity["properties"].items()})
        if entity["schema"] == "Company":
            companies.append({
                "company_id": entity["id"], "name": said["name"], "status": said["status"], "incorporated_on": said["incorporationDate"],
                "dissolved_on": said["dissolutionDate"], "address_line_1": said["addressEntity"], "town": "", "country": said["jurisdiction"].upper(),
                "activity": said["sector"], "telephone": said["phone"], "address_line_2": "",
            })  # fmt: skip
        elif entity["schema"] == "Person":
            officers[entity["id"]] = {"born": said["birthDate"], "nationality": said["nationality"].upper()}
        elif entity["schema"] != "Address":
            links.append({
                "holder_id": said["director"] or said["owner"], "company_id": said["organization"] or said["asset"], "kind": entity["schema"],
            })  # fmt: skip
    held: dict[str, set[str]] = defaultdict(set)
    of: dict[tuple[str, str], list[str]] = defaultdict(list)
    for link in links:
        held[link["holder_id"]].add(link["company_id"])
        of[link["company_id"], link["kind"]].append(link["holder_id"])
    at = Counter((row["address_line_1"], row["town"]) for row in companies)
    rung = Counter(row["telephone"][-4:] for row in companies)
    out = []
    for row in companies:
        directors, owners = of[row["company_id"], "Directorship"], of[row["company_id"], "Ownership"]
        begun, ended = date.fromisoformat(row["incorporated_on"]), row["dissolved_on"]
        chief = officers[directors[0]]
        out.append(({
            "country": row["country"], "begun": begun.toordinal(), "lived": (date.fromisoformat(ended) - begun).days if ended else -1,
            "status": row["status"], "activity": f"code {row['activity']}", "phone is told": bool(row["telephone"]),
            "companies with its phone": rung[row["telephone"][-4:]] if row["telephone"] else 0, "officers": len(directors), "owners": len(owners),
            "companies at its address": at[row["address_line_1"], row["town"]], "address has a unit": bool(row["address_line_2"]),
            "companies of an officer": max(len(held[who]) for who in directors), "companies of an owner": max((len(held[who]) for who in owners), default=0),
            "owner directs": bool(set(directors) & set(owners)), "director from abroad": chief["nationality"] != row["country"],
            "director born": int(chief["born"][:4]), "length of the name": len(row["name"]),
        }, *truth["parties", row["company_id"]]))  # fmt: skip
    return out


def _premises(data: Path, truth: Truth) -> list[Row]:
    places, tenures = _rows(data / "premises/premises.csv"), _rows(data / "premises/tenures.csv")
    kinds = {row["owner_id"]: row["kind"] for row in _rows(data / "premises/owners.csv")}
    owns = Counter(row["holder_id"] for row in tenures if row["kind"] == "Ownership")
    bought = {row["premises_id"]: row["from"] for row in tenures if row["kind"] == "Ownership"}
    tenants = Counter(row["premises_id"] for row in tenures if row["kind"] == "Occupancy")
    at = Counter((row["address_line_1"], row["town"]) for row in places)
    return [
        ({
            "kind": row["kind"], "address has a unit": bool(row["address_line_2"]), "country": row["country"], "town": row["town"],
            "let since": row["let_since"][:7], "places of the owner": owns[row["owner_id"]], "kind of owner": kinds[row["owner_id"]],
            "tenants": tenants[row["premises_id"]], "tenant is told": bool(row["tenant_company"]), "licence": bool(row["licence"]),
            "licensed for": int(row["licensed_for"] or 0), "area": int(row["area"]), "places at the address": at[row["address_line_1"], row["town"]],
            "bought": bought[row["premises_id"]][:4],
        }, *truth["parties", row["premises_id"]])
        for row in places
    ]  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)


def told(worlds: Sequence[Mapping[str, Sequence[Row]]], splits: int = 5) -> list[dict[str, Any]]:
    """Each trait of each table with its area over all worlds, the most telling first. `networks`: how many the table has."""
    out = []
    for table in worlds[0]:
        rows = [(said, f"{n}/{unit}", label) for n, world in enumerate(worlds) for said, unit, label in world[table]]
        units = [unit for _, unit, _ in rows]
        sought = np.array([label == "yes" for *_, label in rows])
        many = Counter(units)
        weight = np.array([1 / many[unit] for unit in units])
        halves = [
            np.array([zlib.crc32(f"{split}/{unit}".encode()) & 1 for unit in units], bool) for split in range(splits)
        ]
        columns = pa.table({name: [_plain(said[name]) for said, _, _ in rows] for name in rows[0][0]})
        networks = len({unit for _, unit, label in rows if label == "yes"})
        for name, code in codes(columns).items():
            area = float(np.nanmean([auc(code, sought, weight, half) for half in halves]))
            out.append({"table": table, "trait": name, "networks": networks, "auc": round(area, 4)})
    return sorted(out, key=lambda row: -float(row["auc"]))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, bool) else value


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("worlds", type=Path, nargs="+")
    ask.add_argument("--splits", type=int, default=5)
    ask.add_argument("--json", action="store_true")
    wanted = ask.parse_args()
    worlds = []
    for world in wanted.worlds:
        rows = pq.read_table(world / "truth" / "rows.parquet", columns=["table", "key", "unit_id", "label"]).to_pylist()
        worlds.append(
            traits(world / "data", {(row["table"], row["key"]): (row["unit_id"], row["label"]) for row in rows})
        )
    found = told(worlds, wanted.splits)
    if wanted.json:
        json.dump(found, sys.stdout, indent=1)
        return
    for row in found[:30]:
        print(f"{row['auc']:.3f}  {row['table']:<12} {row['trait']}")


if __name__ == "__main__":
    main()
