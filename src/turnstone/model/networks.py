"""Who belongs together: what each party holds, the ties that shared things make, and the networks that result."""

from turnstone.model.schema import DATE, FLAG, INT, TEXT, TEXTS, Schema, column, key

NODES = Schema(
    "nodes",
    "What a network is made of: businesses, the employers of cases whose job order is not at hand, and posters of offers.",
    ("id",),
    (
        key(
            "id",
            "The entity's id; `case-` and the case number for an employer that no file at hand names; a poster's id.",
        ),
        key("kind", "employer, unnamed employer, agent, recruiter, party or poster (see `posters`)."),
        column(
            "name",
            TEXT,
            "The name most often written; empty for unnamed employers. Of posters: see `posters`; masked until unlocked.",
        ),
        column("town", TEXT, "Town."),
        column("state", TEXT, "State."),
        column("first_on", DATE, "The first day on which it is known."),
        column("last_on", DATE, "The last day on which something about it became known."),
        column("orders", INT, "Job orders (current lines); of posters, offers.", required=True),
        column("workers", INT, "Workers certified in them; an association's total counts once.", required=True),
        column("barred", FLAG, "Whether an official bar names it.", required=True),
    ),
)

HOLDINGS = Schema(
    "holdings",
    "A fact: a party holds a thing (an address, a number), or works through or with somebody.",
    ("node_id", "kind", "value"),
    (
        key("node_id", "The party (see `nodes`)."),
        key(
            "kind",
            "premises, phone, housing, person, agent, recruiter, filing (one case, several employers) or asserted; of "
            "posters phone, email, handle, url (but for pages of the offer's own site), wallet, iban, plate, template or image.",
        ),
        key(
            "value",
            "What is held: a premises id, a number, the name and town of a person, an entity id, a case number, a contact as "
            "compared, a template's id, the hash of an image.",
        ),
        column("first_on", DATE, "The first day on which this is known."),
        column("last_on", DATE, "The last day on which this is known."),
        column("rows", INT, "How many rows say so.", required=True),
    ),
)

HUBS = Schema(
    "hubs",
    "Things that so many hold that sharing them says little: braked, and told.",
    ("kind", "value"),
    (
        key("kind", "As in `holdings`."),
        key("value", "As in `holdings`."),
        column("holders", INT, "How many parties hold it.", required=True),
        column("weight_mbits", INT, "What sharing it still weighs.", required=True),
        key("reason", "Why it is braked."),
    ),
)

TIES = Schema(
    "ties",
    "Two parties share a thing. The rarer the thing, the more it weighs.",
    ("a", "b", "kind", "value"),
    (
        key("a", "The one party (the lesser id)."),
        key("b", "The other party."),
        key("kind", "As in `holdings`."),
        key("value", "What is shared."),
        column("holders", INT, "How many parties hold it.", required=True),
        column("weight_mbits", INT, "The weight of this tie.", required=True),
        column("since", DATE, "The first day on which both are known to have held it."),
    ),
)

NETWORKS = Schema(
    "networks",
    "Parties that are tied together strongly enough; a party without strong ties is a network of one.",
    ("id",),
    (
        key("id", "The network's id: that of the party first known."),
        key(
            "kind",
            "employers, unnamed employers, intermediaries (agents, recruiters) or parties; posters where most members are; "
            "alone where all are posters who post alone (one person, on one site or several): never listed.",
        ),
        column(
            "name",
            TEXT,
            "The name of its member with most job orders. Of posters only the names of businesses; else empty.",
        ),
        column("size", INT, "Parties in it.", required=True),
        column("names", INT, "Different names among them.", required=True),
        column("orders", INT, "Job orders and offers of its members.", required=True),
        column("workers", INT, "Workers certified for its members.", required=True),
        column("states", TEXTS, "States in which its members are, sorted."),
        column("first_on", DATE, "The first day on which a member is known."),
        column("last_on", DATE, "The last day on which something about a member became known."),
        column("barred", INT, "Members whom an official bar names.", required=True),
        column(
            "band",
            INT,
            "How much there is to see: 1, 2-3, 4-7, 8-15 ... job orders or offers (0, 1, 2, 3 ...). Peers share it.",
            required=True,
        ),
    ),
)

NETWORK_MEMBERS = Schema(
    "network_members",
    "Which party is in which network.",
    ("network_id", "node_id"),
    (
        key("network_id", "The network."),
        key("node_id", "The party."),
        column(
            "strongest_mbits", INT, "The weight of its strongest tie within the network; 0 when alone.", required=True
        ),
    ),
)

CUTS = Schema(
    "cuts",
    "Ties that were strong enough but were not followed, because they would have welded large groups.",
    ("a", "b"),
    (
        key("a", "The one party."),
        key("b", "The other party."),
        column("weight_mbits", INT, "The weight of all ties between the two.", required=True),
        column("size_a", INT, "Parties already grouped with the one.", required=True),
        column("size_b", INT, "Parties already grouped with the other.", required=True),
        key("reason", "Why it was not followed."),
    ),
)
