"""A few invented templates in four scripts, with their offers, posters and contacts as the stages would leave them:
what is shown of templates is tested on them.

Every name, firm and number is invented. `ADVERT_SECRETS` are what must stay masked.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]

# Wording in parts: fixed, boilerplate (b), or a slot with what it takes. The first part ends the title.
ENGLISH = [
    ("f", "Fruit pickers wanted near "), ("word", "town"), ("f", "\nWe are looking for "), ("word", "who"),
    ("f", " for the season from May to October. Pay "), ("price", "pay"),
    ("f", " an hour, a bunk in a shared cabin, and a van every morning. Bring boots and papers, we hold them for you. Ask for "),
    ("word", "name"), ("f", " on "), ("phone", "phone"), ("f", " and say that you saw it "), ("words", "seen"),
    ("b", ". Posted through the Harvest Board. Never pay for a job."),
]  # fmt: skip
ARABIC = [
    ("f", "مطلوب عاملات تنظيف في "), ("word", "town"), ("f", "\nالسكن مجاني والراتب "), ("price", "pay"),
    ("f", " في الشهر، وجواز السفر يبقى في المكتب. اتصلي على الرقم "), ("phone", "phone"), ("f", " واسألي عن "),
    ("word", "name"), ("b", ". الإعلان منشور على لوحة الحصاد."),
]  # fmt: skip
THAI = [
    ("f", "รับสมัครพนักงานนวดที่"), ("word", "town"), ("f", "\nรายได้ดี ที่พักฟรี รายได้ "), ("price", "pay"),
    ("f", " บาทต่อเดือน ติดต่อ "), ("phone", "phone"), ("f", " ถามหา "), ("word", "name"), ("f", " 🌸🙏🏽 มาได้เลย"),
]  # fmt: skip
GEORGIAN = [
    ("f", "გვესაჭიროება მშენებლები ქალაქში "), ("word", "town"), ("f", "\nხელფასი "), ("price", "pay"),
    ("f", " ლარი, საცხოვრებელი ადგილზე. დარეკეთ "), ("phone", "phone"), ("f", ", იკითხეთ "), ("word", "name"), ("f", "."),
]  # fmt: skip

FIRMS = ("Brackenfold Growers Ltd", "Sundrift Harvest LLC", "Larkmead Labour Ltd")
PERSON = "Ottilie Brandvelt"
ACCOUNTS = ("harvestboard:merle_quist", "harvestboard:sundrift77", "harvestboard:nightlark.x")
CONTACT_PERSONS = ("Merle", "Ottilie", "Tobin")
ADVERT_SECRETS = (
    *(
        "ottilie",
        "brandvelt",
        "merle",
        "tobin",
        "sundrift77",
        "nightlark.x",
        "555-0101",
        "5550101",
        "555-0102",
        "5550102",
    ),
    *(
        "nine hundred",
        "07700 900",
        "07700900",
        "سميرة",
        "ليلى",
        "สมหญิง",
        "นิตยา",
        "ნინო",
        "გიორგი",
        "solveig",
        "solveig.rast",
    ),
    *("11112222", "1111 2222", "081 111", "0811112222", "555 11 22", "555112233"),
)
"""In lower case."""
ALONE_TEXT = "Quiet violin lessons at my kitchen table, patience included"


def tables() -> Tables:
    """Rows of every table that templates are shown from."""
    out: Tables = {
        name: []
        for name in (
            "offers", "offer_contacts", "posters", "offer_posters", "templates", "template_parts", "template_members", "text_cuts",
        )
    }  # fmt: skip
    english = [_english(i) for i in range(24)]
    _template(out, "1", ENGLISH, english, "en", "Latn", 391_250)
    arabic = [
        {"town": ("بيروت", "عمان")[i % 2], "pay": f"{300 + 50 * (i % 3)} دولار", "phone": f"+961 1 111 22{i % 2}2".replace("22", "22", 1),
         "name": ("سميرة", "ليلى")[i % 2], "_": {"claimed": None, "country": ("LB", "JO")[i % 2], "account": f"souk:umm{i % 3}"}}
        for i in range(6)
    ]  # fmt: skip
    _template(out, "2", ARABIC, arabic, "ar", "Arab", 120_400)
    thai = [
        {"town": ("พัทยา", "กรุงเทพ")[i % 2], "pay": f"{18 + i},000", "phone": "081 111 2222", "name": ("สมหญิง", "นิตยา")[i % 2],
         "_": {"claimed": ("ร้านดอกไม้", None)[i % 2], "claimed_kind": ("business", None)[i % 2], "country": "TH", "account": f"board:sabai{i}"}}
        for i in range(5)
    ]  # fmt: skip
    _template(out, "3", THAI, thai, "th", "Thai", 84_100)
    georgian = [
        {"town": ("ბათუმი", "თბილისი")[i % 2], "pay": f"{1200 + 100 * i}", "phone": "555 11 22 33", "name": ("ნინო", "გიორგი")[i % 2],
         "_": {"claimed": None, "country": "GE", "account": f"tavi:ge{i}"}}
        for i in range(4)
    ]  # fmt: skip
    _template(out, "4", GEORGIAN, georgian, "ka", "Geor", 61_700)
    alone = [
        {"day": day, "_": {"claimed": "Solveig Rast", "claimed_kind": "person", "town": "MILLBROOK", "account": "lessons:solveig"}}
        for day in ("Mondays", "Fridays", "weekends")
    ]  # fmt: skip
    _template(out, "5", [("f", f"{ALONE_TEXT}, on "), ("word", "day")], alone, "en", "Latn", 40_000, alone=True)
    out["text_cuts"].append({
        "kind": "chain", "what": out["template_members"][0]["offer_id"], "texts": 2, "mbits": 3_100,
        "reason": "the texts on both sides have nothing in common but this one",
    })  # fmt: skip
    return out


def _english(i: int) -> Row:
    who, town = CONTACT_PERSONS[i % 3], ("Millbrook", "Ashby", "Newcastle")[i % 3]
    phone = "07700 900123" if i % 4 else "o7700 nine hundred 123"
    firm = FIRMS[(i // 2) % 3]
    claimed = {"claimed": firm, "claimed_kind": "business"} if i % 5 else {"claimed": PERSON, "claimed_kind": "person"}
    seen = "on the board" if i % 3 else "\u202eyadot\u202c at the sho\u200bp" if i == 6 else "in the window of the shop"
    return {
        "town": town, "who": ("pickers", "packers", "Hard-working couples")[i % 3], "pay": f"£{9 + i % 4}.50", "name": who,
        "phone": phone, "seen": "" if i == 5 else seen,
        "_": {**claimed, "country": "GB", "account": ACCOUNTS[(i // 4) % 3], "posted_on": date(2023, 1, 9) + timedelta(days=11 * i)},
    }  # fmt: skip


def _template(
    out: Tables, digit: str, wording: list[tuple[str, str]], fills: list[Row], language: str, script: str, mbits: int,
    *, alone: bool = False,
) -> None:  # fmt: skip
    """Adds a template whose offers are its wording with the fills in the slots."""
    id, slots = f"template-{digit * 24}", [name for kind, name in wording if kind not in "fb"]
    offers = []
    for i, fill in enumerate(fills):
        body, spans, at = "", [], {}
        for kind, text in wording:
            put = text if kind in "fb" else fill[text]
            if kind not in "fb":
                at[text] = len(body)
                spans += [len(body), len(body) + len(put)]
            body += put
        title, _, text = body.partition("\n")
        extra = fill["_"]
        posted = extra.get("posted_on", date(2023, 3, 1) + timedelta(days=6 * i))
        offer = f"offer-{digit}{i:023d}"
        offers.append(offer)
        out["offers"].append({
            "id": offer, "site": "harvestboard", "title": title if text else None, "text": text or title, "language": language,
            "script": script, "mixed_script": False, "town": (extra.get("town") or fill.get("town") or "").upper() or None,
            "country": extra.get("country"), "account": extra["account"], "claimed": extra.get("claimed"),
            "claimed_key": (extra.get("claimed") or "").upper() or None, "claimed_kind": extra.get("claimed_kind"),
            "posted_on": None if i == 3 else posted, "notes": [],
        })  # fmt: skip
        out["template_members"].append({
            "template_id": id, "offer_id": offer, "posted_on": None if i == 3 else posted, "copy": i % 6 == 5,
            "saves_mbits": mbits // len(fills), "spans": spans,
        })  # fmt: skip
        if "phone" in at:
            raw = fill["phone"]
            value = "+447700900123" if language == "en" else "+" + re.sub(r"\D", "", raw)
            out["offer_contacts"].append({
                "offer_id": offer, "field": "body", "start": at["phone"], "end": at["phone"] + len(raw), "kind": "phone",
                "value": value, "raw": raw, "obscured": not raw.replace(" ", "").lstrip("+").isdigit(), "how": None,
            })  # fmt: skip
        poster = f"poster-{digit}{_number(extra['account'])}"
        out["offer_posters"].append({"offer_id": offer, "poster_id": poster})
        if poster not in {row["id"] for row in out["posters"]}:
            out["posters"].append({
                "id": poster, "kind": "account", "name": extra["account"], "offers": 0, "texts": 1, "names": 1, "contacts": 1,
                "places": 1, "first_on": posted, "last_on": posted, "alone": alone,
            })  # fmt: skip
    mine = [row for row in out["offers"] if row["id"] in offers]
    days = [row["posted_on"] for row in mine if row["posted_on"]]
    for poster in out["posters"]:
        poster["offers"] = sum(row["poster_id"] == poster["id"] for row in out["offer_posters"])
    first = out["template_members"][-len(fills)]
    body = "\n".join(part for part in (mine[0]["title"], mine[0]["text"]) if part)
    at, number = 0, 0
    for position, (kind, text) in enumerate(wording):
        put = text if kind in "fb" else fills[0][text]
        values = {fill[text] for fill in fills} if kind not in "fb" else set()
        number += kind not in "fb"
        out["template_parts"].append({
            "template_id": id, "position": position, "kind": {"f": "fixed", "b": "boilerplate"}.get(kind, "slot"),
            "text": body[at : at + len(put)].strip(), "slot": None if kind in "fb" else number,
            "takes": None if kind in "fb" else kind, "values": len(values),
            "filled": sum(bool(fill[text]) for fill in fills) if kind not in "fb" else len(fills),
            "mbits": 9_000 * len(text.split()) if kind == "f" else 0,
        })  # fmt: skip
        at += len(put)
    out["templates"].append({
        "id": id, "exemplar_id": first["offer_id"], "offers": len(fills), "texts": sum(i % 6 != 5 for i in range(len(fills))),
        "posters": len({fill["_"]["account"] for fill in fills}), "names": len({row["claimed_key"] for row in mine} - {None}),
        "towns": sorted({row["town"] for row in mine if row["town"]}), "languages": [language], "script": script,
        "first_on": min(days), "last_on": max(days), "fixed_words": 40, "slots": len(slots), "weight_mbits": mbits,
        "phrase_mbits": mbits // 3, "membership": "m",
    })  # fmt: skip


def _number(account: str) -> str:
    return account.encode().hex().rjust(23, "0")[-23:]


def template_id(digit: int) -> str:
    """The id of one of the five: English, Arabic, Thai, Georgian, and that of someone posting alone."""
    return f"template-{str(digit) * 24}"
