"""Parties from registers and other tools, the links that these assert, and wage floors that a user supplies."""

from turnstone.model.schema import DATE, MONEY, TEXT, Schema, column, key

PARTIES = Schema(
    "parties",
    "One company, person or other party from a register, a list or another tool (FollowTheMoney).",
    ("id",),
    (
        key("id", "The line's id, from its content."),
        column("external_id", TEXT, "The id that the source gives."),
        column("schema", TEXT, "FollowTheMoney schema: Company, Organization, Person, LegalEntity, Address ..."),
        column("registration_no", TEXT, "Registration number, without signs."),
        column("topics", TEXT, "FollowTheMoney topics (debarment, sanction ...), joined by '; '."),
    ),
    raw={
        "external_id": "id in the source",
        "schema": "FollowTheMoney schema",
        "name": "name",
        "alias": "other names, joined by '; '",
        "registration_no": "registration number",
        "birth": "day, month or year of birth",
        "document_no": "number of an identity document, with its country or kind where that is known",
        "address1": "address, first line (or the whole address)",
        "address2": "address, second line",
        "city": "town",
        "state": "state or region",
        "postal_code": "postal code",
        "country": "country",
        "phone": "telephone number",
        "email": "e-mail address",
        "since": "first day on which this was so",
        "topics": "FollowTheMoney topics",
    },
)

PARTY_LINKS = Schema(
    "party_links",
    "A link between two parties that a source asserts (ownership, directorship, representation ...).",
    ("id",),
    (
        key("id", "The line's id, from its content."),
        key("external_a", "Id in the source of the party that owns, directs, represents or lives."),
        key("external_b", "Id in the source of the party or address at the other end."),
        column("relation", TEXT, "FollowTheMoney schema of the link."),
        column("begin_on", DATE, "First day of the link."),
        column("end_on", DATE, "Last day of the link."),
    ),
    raw={
        "external_a": "id of the one party",
        "external_b": "id of the other party",
        "relation": "kind of link",
        "begin": "first day",
        "end": "last day",
    },
)

WAGE_FLOORS = Schema(
    "wage_floors",
    "The least hourly wage that applies in a state from one day to another (for example adverse-effect wage rates).",
    ("id",),
    (
        key("id", "The line's id, from its content."),
        column("name", TEXT, "What the floor is called."),
        column("programme", TEXT, "The programme for which it holds; empty for all."),
        column("state", TEXT, "The state; empty for the whole country."),
        column("begin_on", DATE, "First day."),
        column("end_on", DATE, "Last day; empty while it holds."),
        column("wage_hourly", MONEY, "The least wage by the hour, in `currency`."),
        column("currency", TEXT, "ISO 4217."),
    ),
    raw={
        "name": "name of the floor",
        "programme": "programme",
        "state": "state",
        "begin": "first day",
        "end": "last day",
        "wage": "least wage by the hour",
        "currency": "currency",
    },
)
