"""A small synthetic market in the layouts of the real files.

Every party is invented. `SECRETS` are the names of people, telephones and e-mails in it: what must stay masked.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

Row = dict[str, Any]

AGENT = "Ottoline Quarnstrom"
CONTACT = ("Vexholm", "Perpetua")
ATTORNEY = ("Lindqvarn", "Casimir")
RECRUITER = ("Zweiblum Ortegon", "Fortunato")
DETAILS = "Call Hesperine Dollargaard at 307-555-0177 for the keys"
CLIENT = ("Ottergard", "Melisande", "melisande.ottergard@example.com", "3125550133")
SHARED_PHONE = "307-555-0142"
SECRETS = (
    *("quarnstrom", "vexholm", "perpetua", "lindqvarn", "casimir", "zweiblum", "fortunato", "dollargaard", "hesperine"),
    *("ottergard", "melisande", "3075550142", "307-555-0142", "3125550133", "3075550177", "307-555-0177", "melisande."),
)
"""In lower case; no business in the market has any of them in its name."""

_FIRST = ("Amber", "Birch", "Cedar", "Dune", "Elder", "Fern", "Granite", "Heron", "Indigo", "Juniper")
_SECOND = ("Hollow Farm", "Ridge Orchards", "Creek Nursery", "Valley Growers", "Point Vineyards", "Bend Dairy")
_STREETS = ("Larkspur", "Copperfield", "Old Mill", "Sagebrush", "Tamarack", "Willow Bend", "Fox Run")
NETWORK = ("Tessaly Picking Inc", "Marrowick Harvest LLC", "Oxbow Labour Supply Corp", "Pellington Crews LLC")
"""Four names at one address and on one telephone; the first is barred, and the others are certified meanwhile."""
BARRED = NETWORK[0]


def farms() -> list[str]:
    """Sixty farms that have nothing to do with each other."""
    return [f"{first} {second}" for second in _SECOND for first in _FIRST]


def h2a_orders(year: int = 2016) -> list[Row]:
    """Job orders in the layout of FY2016: sixty farms apart, and four names that are tied."""
    rows = []
    for i, name in enumerate(farms()):
        street, town = f"{100 + 7 * i} {_STREETS[i % 7]} Road", f"Camp {chr(65 + i % 26)}{chr(97 + i // 26)}rin"
        rows.append(h2a_order(i, name, street, f"307-555-{1000 + i}", year=year, town=town))
        rows[-1] |= {"AGENT_ATTORNEY_NAME": AGENT} if i % 20 == 0 else {}
    rows.append(h2a_order(899, BARRED, "4410 Cinderpath Lane", SHARED_PHONE, year=year - 2, town="Lander"))
    for i, name in enumerate(NETWORK[1:]):
        rows.append(
            h2a_order(900 + i, name, "4410 Cinderpath Lane", SHARED_PHONE, year=year, town="Lander", workers=40 + i)
        )
    return rows


def h2a_order(
    number: int, name: str, street: str, phone: str, *, year: int = 2016, town: str = "Lander", workers: int = 12
) -> Row:
    """One job order in the layout of H-2A FY2016."""
    return {
        "CASE_NUMBER": f"H-300-{year % 100}{number % 300 + 1:03d}-{100000 + number}",
        "DECISION_DATE": date(year, 3, 1) + timedelta(number % 60),
        "VISA_CLASS": "H-2A",
        "CASE_RECEIVED_DATE": date(year, 1, 10),
        "CASE_STATUS": "DETERMINATION ISSUED - CERTIFICATION",
        "REQUESTED_START_DATE_OF_NEED": date(year, 4, 1),
        "REQUESTED_END_DATE_OF_NEED": date(year, 11, 1),
        "EMPLOYER_NAME": name,
        "EMPLOYER_ADDRESS1": street,
        "EMPLOYER_ADDRESS2": "",
        "EMPLOYER_CITY": town,
        "EMPLOYER_STATE": "WY",
        "EMPLOYER_POSTAL_CODE": "82520",
        "EMPLOYER_COUNTRY": "UNITED STATES OF AMERICA",
        "EMPLOYER_PROVINCE": "",
        "EMPLOYER_PHONE": phone,
        "EMPLOYER_PHONE_EXT": "",
        "LAWFIRM_NAME": "",
        "AGENT_ATTORNEY_NAME": "",
        "AGENT_ATTORNEY_CITY": "",
        "AGENT_ATTORNEY_STATE": "",
        "JOB_TITLE": "Farmworkers, Laborers, Crop",
        "SOC_CODE": "45-2092",
        "PRIMARY_CROP": "Apples",
        "NBR_WORKERS_REQUESTED": workers,
        "NBR_WORKERS_CERTIFIED": workers,
        "BASIC_NUMBER_OF_HOURS": 40,
        "BASIC_RATE_OF_PAY": 11.66,
        "BASIC_UNIT_OF_PAY": "Hour",
        "WORKSITE_CITY": town,
        "WORKSITE_STATE": "WY",
        "WORKSITE_POSTAL_CODE": "82520",
        "ORGANIZATION_FLAG": "Individual Employer",
    }


def old_orders() -> list[Row]:
    """Job orders in the layout of H-2B FY2000, with contacts and attorneys by name."""
    return [
        {
            "Case_Type": "TEMP", "Case_Num": f"0945{5000 + i}", "State_Case_Num": "1",
            "Rec_Regional_Office": "09/08/99 00:00:00", "Last_Sig_Event": "Certified, Temporary",
            "Last_Event_Date": "10/20/99 00:00:00", "Region_ID": 9, "Work_State": "CA", "Occ_Code": "189.117-030",
            "Occ_Title": "Stable Attendant", "Num_Aliens": 5 + i, "Salary": "9.50", "Unit_of_Pay": "H",
            "Prevail_Wage": "9.00", "Unit_of_Pay_Prev": "H", "Emp_Name": f"{_FIRST[i]} Coast Stables Inc",
            "Emp_City": "Fresno", "Emp_State": "CA", "Contact_Last": CONTACT[0], "Contact_First": CONTACT[1],
            "Att_Firm_Name": "", "Att_Last": ATTORNEY[0], "Att_First": ATTORNEY[1], "Att_City": "Fresno", "Att_State": "CA",
        }
        for i in range(4)
    ]  # fmt: skip


def h2b_orders() -> list[Row]:
    """Job orders in the layout of H-2B FY2013, an .xls file."""
    return [
        {
            "CASE_NUMBER": f"C-12264-5{i:04d}", "DECISION_DATE": "2012-10-01 10:13:39", "NPC_SUBMITTED_DATE": "2012-09-20",
            "CASE_STATUS": "CERTIFIED", "VISA_CLASS": "H-2B", "ALIEN_WORK_STATE": "KY",
            "CERTIFICATION_BEGIN_DATE": "2013-01-01", "CERTIFICATION_END_DATE": "2013-09-30",
            "EMPLOYER_NAME": f"{_FIRST[i]} Gate Landscaping LLC", "EMPLOYER_ADDRESS1": f"{1400 + i} Walnut Hill Road",
            "EMPLOYER_CITY": "Lexington", "EMPLOYER_STATE": "KY", "EMPLOYER_POSTAL_CODE": "40515",
            "SOC_CODE": "37-3011", "JOB_TITLE": "Landscape Laborer", "NBR_WORKERS_CERTIFIED": 10 + i,
            "BASIC_RATE_OF_PAY": "9.25", "BASIC_UNIT_OF_PAY": "HR",
        }
        for i in range(5)
    ]  # fmt: skip


def recruiters() -> list[Row]:
    """Appendix C: people who recruit abroad."""
    return [
        {
            "CASE_NUMBER": f"H-400-20277-85{i:04d}", "RECRUITER_LAST_NAME": RECRUITER[0], "RECRUITER_FIRST_NAME": RECRUITER[1],
            "RECRUITER_MIDDLE_NAME": "", "RECRUITER_EMPLOYER_NAME": "Enlace Serrano S.A. de C.V." if i % 2 else "N/A",
            "RECRUITER_EMPLOYER_CITY": "TLAPACOYAN", "RECRUITER_EMPLOYER_STATE": "N/A",
            "RECRUITER_EMPLOYER_POSTAL_CODE": "93650", "RECRUITER_EMPLOYER_COUNTRY": "MEXICO",
            "RECRUITER_EMPLOYER_PROVINCE": "VERACRUZ",
        }
        for i in range(4)
    ]  # fmt: skip


def joint_employers() -> list[Row]:
    """Appendix D: clients of a job contractor, with a contact's telephone and e-mail."""
    return [
        {
            "CASE_NUMBER": "H-400-20277-850001", "EMPLOYER_CLIENT_LEGAL_BUSINESS_NAME": "Harbour Lantern Hospitality LLC",
            "EMPLOYER_CLIENT_ADDRESS1": "77 Pier Road", "EMPLOYER_CLIENT_CITY": "Chicago", "EMPLOYER_CLIENT_STATE": "ILLINOIS",
            "EMPLOYER_CLIENT_POSTAL_CODE": "60601", "EMPLOYER_CLIENT_PHONE": CLIENT[3], "EMPLOYER_CLIENT_NAICS_CODE": "722511",
            "EMPLOYER_CLIENT_POC_LAST_NAME": CLIENT[0], "EMPLOYER_CLIENT_POC_FIRST_NAME": CLIENT[1],
            "EMPLOYER_CLIENT_POC_PHONE": CLIENT[3], "EMPLOYER_CLIENT_POC_BUSINESS_EMAIL": CLIENT[2],
        }
    ]  # fmt: skip


def housing() -> list[Row]:
    """Addendum B: places where workers live."""
    return [
        {
            "CASE_NUMBER": f"H-300-20245-79{i:04d}", "TYPE_OF_HOUSING": "Migrant Labor Camp",
            "PHYSICAL_LOCATION_ADDRESS1": f"{125 + i // 2} South Maple Street", "PHYSICAL_LOCATION_CITY": "Fellsmere",
            "PHYSICAL_LOCATION_STATE": "FLORIDA", "PHYSICAL_LOCATION_POSTAL_CODE": "32948",
            "PHYSICAL_LOCATION_COUNTY": "INDIAN RIVER", "ADDITIONAL_HOUSING_INFORMATION": DETAILS if i == 0 else "",
            "TOTAL_UNITS": 1, "TOTAL_OCCUPANCY": 4 + i,
        }
        for i in range(6)
    ]  # fmt: skip


def debarments() -> list[Row]:
    """One employer that was barred while others at its address were certified."""
    return [
        {
            "Program": "H-2A", "Entity Debarred": BARRED, "City": "Lander", "State": "WY", "Start Date": "2015-06-01",
            "End Date": "2017-05-31", "Sources": "list", "Notes": "",
        }
    ]  # fmt: skip


def small(folder: Path) -> Path:
    """One file of four job orders, with people and firms: for tests that need a good file beside a bad one."""
    return write_csv(folder / "good.csv", old_orders())


def write_csv(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    """Rows as CSV under the names of their first row; days as the files have them."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows([[f"{v:%m/%d/%Y}" if isinstance(v, date) else v for v in row.values()] for row in rows])
    return path


def write_xlsx(path: Path, rows: Sequence[Row], sheet: str = "Sheet1") -> Path:
    """Rows as a workbook of one sheet."""
    with xlsxwriter.Workbook(path) as book:
        page, days = book.add_worksheet(sheet), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, list(rows[0]))
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row.values()):
                if isinstance(value, date):
                    page.write_datetime(r, c, value, days)
                elif isinstance(value, str):
                    page.write_string(r, c, value)
                else:
                    page.write(r, c, value)
    return path


def write_xls(path: Path, rows: Sequence[Row], sheet: str = "Sheet1") -> Path:
    """Rows as an old workbook."""
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    for r, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
        for c, value in enumerate(cells):
            page.write(r, c, value)
    book.save(str(path))
    return path


def build(folder: Path) -> list[Path]:
    """The market's files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_xlsx(folder / "H-2A_FY2016.xlsx", h2a_orders(), "H-2A_FY2016"),
        write_xls(folder / "H-2B_FY2013.xls", h2b_orders(), "H2B_FY2013"),
        write_csv(folder / "H-2B_FY2000.csv", old_orders()),
        write_csv(folder / "Appendix_C.csv", recruiters()),
        write_xlsx(folder / "Appendix_D.xlsx", joint_employers()),
        write_csv(folder / "Addendum_B.csv", housing()),
        write_csv(folder / "debarments.csv", debarments()),
    ]
