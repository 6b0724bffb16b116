"""Debarments: decisions of an authority that an employer may not use the programme for a time."""

from turnstone.model.schema import DATE, TEXT, Schema, column, key

DEBARMENTS = Schema(
    "debarments",
    "One official decision that bars an employer from a programme from one day to another.",
    ("id",),
    (
        key("id", "The line's id, from its content."),
        column("programme", TEXT, "The programme, H-2A or H-2B."),
        column("begin_on", DATE, "First day of the bar."),
        column("end_on", DATE, "Last day of the bar."),
        column("note", TEXT, "What the source adds, tidied."),
    ),
    raw={
        "programme": "the programme",
        "name": "name of the employer, agent or attorney",
        "city": "town",
        "state": "state",
        "country": "country",
        "begin": "first day of the bar",
        "end": "last day of the bar",
        "note": "what the source adds",
    },
)
