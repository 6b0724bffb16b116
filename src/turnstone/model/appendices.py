"""What is filed beside a job order: crews and worksites, wage offers, recruiters abroad, housing, joint employers."""

from turnstone.model.schema import DATE, INT, MONEY, TEXT, Schema, column, key

_CASE = key("case_no", "The case number to which this belongs.")
_FILED = column("filed_on", DATE, "The day on which the case was filed, from its number.")
_ID = key("id", "The line's id, from its content.")

CREWS = Schema(
    "crews",
    "One crew or one place of work of a case (H-2B Appendix A).",
    ("id",),
    (
        _ID,
        _CASE,
        _FILED,
        column("crew", TEXT, "The crew's number within the case."),
        column("workers", INT, "Workers in the crew."),
        column("begin_on", DATE, "First day at this place."),
        column("end_on", DATE, "Last day at this place."),
        column("wage_hourly", MONEY, "The least wage by the hour, in `currency`."),
        column("currency", TEXT, "ISO 4217."),
        column("town", TEXT, "Town of the worksite, as a key."),
        column("county", TEXT, "County of the worksite, folded."),
        column("state", TEXT, "State of the worksite."),
        column("country", TEXT, "Country of the worksite."),
    ),
    raw={
        "case_no": "case number",
        "crew": "the crew's number",
        "workers": "workers in the crew",
        "begin": "first day",
        "end": "last day",
        "wage": "least rate of pay",
        "wage_unit": "unit of pay",
        "city": "town of the worksite",
        "county": "county of the worksite",
        "state": "state of the worksite",
        "currency": "currency of the pay",
        "country": "country of the worksite",
    },
)

WAGE_OFFERS = Schema(
    "wage_offers",
    "One wage offered in a case, for one crop or activity (H-2A Addendum A).",
    ("id",),
    (
        _ID,
        _CASE,
        _FILED,
        column("crop", TEXT, "Crop or activity as written, tidied."),
        column("wage", MONEY, "The wage offered, in `currency` per `wage_unit`."),
        column("wage_unit", TEXT, "hour, month or piece."),
        column("wage_hourly", MONEY, "The wage by the hour where the unit is the hour, in `currency`."),
        column("currency", TEXT, "ISO 4217."),
    ),
    raw={
        "case_no": "case number",
        "crop": "crop or activity",
        "wage": "wage offered",
        "wage_unit": "unit of pay",
        "currency": "currency of the pay",
    },
)

RECRUITERS = Schema(
    "recruiters",
    "One person or firm that recruits abroad for a case (H-2B Appendix C).",
    ("id",),
    (
        _ID,
        _CASE,
        _FILED,
        column("city", TEXT, "The recruiter's town, as a key."),
        column("country", TEXT, "The recruiter's country."),
    ),
    raw={
        "case_no": "case number",
        "last_name": "the recruiter's last name",
        "first_name": "the recruiter's first name",
        "middle_name": "the recruiter's middle name",
        "firm": "the firm for which the recruiter works",
        "city": "the firm's town",
        "state": "the firm's state",
        "postal_code": "the firm's postal code",
        "country": "the firm's country",
        "province": "the firm's province",
    },
)

HOUSING = Schema(
    "housing",
    "One place where the workers of a case are housed (H-2A Addendum B).",
    ("id",),
    (
        _ID,
        _CASE,
        _FILED,
        column("kind", TEXT, "Kind of housing as written, tidied."),
        column("units", INT, "Housing units at this place."),
        column("occupancy", INT, "People who may live there, as stated."),
        column("mobile", TEXT, "yes: a range, camp or trailer that moves; its address is not where people live."),
    ),
    raw={
        "case_no": "case number",
        "kind": "kind of housing",
        "address1": "address, first line",
        "address2": "address, second line",
        "city": "town",
        "state": "state",
        "postal_code": "postal code",
        "county": "county",
        "country": "country",
        "details": "additional information",
        "units": "number of units",
        "occupancy": "number of people who may live there",
    },
)

JOINT_EMPLOYERS = Schema(
    "joint_employers",
    "One employer for whom a job contractor files a case (H-2B Appendix D).",
    ("id",),
    (_ID, _CASE, _FILED),
    raw={
        "case_no": "case number",
        "employer_name": "employer's name",
        "employer_trade_name": "the name under which the employer does business",
        "employer_address1": "address, first line",
        "employer_address2": "address, second line",
        "employer_city": "town",
        "employer_state": "state",
        "employer_postal_code": "postal code",
        "employer_country": "country",
        "employer_province": "province",
        "employer_phone": "telephone number",
        "industry_code": "industry code",
        "contact_last_name": "last name of the contact",
        "contact_first_name": "first name of the contact",
        "contact_middle_name": "middle name of the contact",
        "contact_phone": "telephone number of the contact",
        "contact_email": "e-mail address of the contact",
    },
)
