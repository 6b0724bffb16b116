"""What the indicators find: every check they made, by party, and every hit with its facts."""

from turnstone.model.schema import DATE, FLAG, INT, MONEY, TEXT, TEXTS, Schema, column, key

ORDERS = Schema(
    "orders",
    "Current job-order lines of named employers, with the employer's node: what most indicators look at.",
    ("id",),
    (
        key("id", "The job order's id."),
        key("node_id", "The employer (see `nodes`)."),
        column("name", TEXT, "The employer's name as this line writes it."),
        column("legal_form", TEXT, "The legal form in that name."),
        key("case_no", "The case."),
        column("programme", TEXT, "The programme."),
        column("part", TEXT, "whole, primary or member."),
        column("status", TEXT, "certified, partial, denied, withdrawn, pending or other."),
        column("granted", FLAG, "Whether workers were certified (in full or in part).", required=True),
        column("on_date", DATE, "The day of the decision, else of the first day of work, else of filing."),
        column("year", INT, "The fiscal year of that day (October to September)."),
        column("begin_on", DATE, "First day of work."),
        column("end_on", DATE, "Last day of work."),
        column("workers", INT, "Workers certified, else requested."),
        column("wage_unit", TEXT, "Unit of pay."),
        column("wage_hourly", MONEY, "Pay by the hour."),
        column("currency", TEXT, "ISO 4217."),
        column("job_key", TEXT, "What compares jobs."),
        column("job_title", TEXT, "The job as written."),
        column("town", TEXT, "Town of the worksite, else of the employer."),
        column("state", TEXT, "State of the worksite, else of the employer."),
        column("country", TEXT, "Country of the worksite, else of the employer."),
    ),
)

BARS = Schema(
    "bars",
    "Official bars, with the party that each names.",
    ("id", "node_id"),
    (
        key("id", "The debarment's id."),
        key("node_id", "The barred party (see `nodes`)."),
        column("name", TEXT, "Its name in the list."),
        column("programme", TEXT, "The programme."),
        column("begin_on", DATE, "First day."),
        column("end_on", DATE, "Last day."),
    ),
)

BEDS = Schema(
    "beds",
    "Housing lines with the place and the party whose workers live there.",
    ("id", "premises_id"),
    (
        key("id", "The housing line's id."),
        key("node_id", "The party (see `nodes`)."),
        key("case_no", "The case."),
        key("premises_id", "The place."),
        column("address", TEXT, "The address as written."),
        column("filed_on", DATE, "The day on which the case was filed."),
        column("kind", TEXT, "Kind of housing as written."),
        column("units", INT, "Housing units."),
        column("occupancy", INT, "People who may live there, as stated."),
        column("mobile", TEXT, "yes: it moves, or its address is not where people live."),
    ),
)

HITS = Schema(
    "hits",
    "An indicator's condition is met: by whom, how strongly, on which facts, resting on which rows.",
    ("indicator", "node_id", "what"),
    (
        key("indicator", "The indicator (see docs/reference/indicators)."),
        key("node_id", "The party."),
        key("what", "What tells this hit from the party's others: a job order, a place, a year."),
        column(
            "strength", INT, "How far past the threshold, in the indicator's own unit: more is stronger.", required=True
        ),
        column("known_on", DATE, "The day from which this could be known."),
        column("facts", TEXTS, "Name, value, name, value ...: what was compared."),
        column("because", TEXTS, "Ids of the rows that it rests on."),
    ),
)

CHECKS = Schema(
    "checks",
    "How often an indicator could look at a party: where it never could, its silence means nothing.",
    ("indicator", "node_id"),
    (
        key("indicator", "The indicator."),
        key("node_id", "The party."),
        column("checks", INT, "How many times it looked.", required=True),
        column("strongest", INT, "The strength of its strongest hit; 0 without one.", required=True),
    ),
)
