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
            "premises, phone, email, registration, housing, person, agent, recruiter, filing (one case, several employers) "
            "or asserted; of posters phone, email, handle, url (but for pages of the offer's own site), wallet, iban, plate, "
            "template, image or conflict (a thing under which several businesses are named).",
        ),
        key(
            "value",
            "What is held: a premises id, a number, the name and town of a person, an entity id, a case number, a contact as "
            "compared, a template's id, the hash of an image; for a conflict a stand-in for the thing.",
        ),
        column("first_on", DATE, "The first day on which this is known."),
        column("last_on", DATE, "The last day on which this is known."),
        column("rows", INT, "How many rows say so.", required=True),
        column("family", TEXT, "The family of evidence to which the kind belongs (see docs/explanation/networks.md)."),
        column("direction", TEXT, "out: the party holds the thing; in: the thing is somebody who acts for the party."),
    ),
)

DEALINGS = Schema(
    "dealings",
    "One party acts for another: an edge with a direction. Being somebody's client ties nobody.",
    ("actor_id", "party_id", "kind"),
    (
        key("actor_id", "Who acts: an agent or recruiter that is a node itself."),
        key("party_id", "For whom."),
        key("kind", "acts for (an agent) or recruits for."),
        column("since", DATE, "The first day on which this is known."),
        column("until", DATE, "The last day on which this is known."),
        column("rows", INT, "How many rows say so.", required=True),
        column("parties", INT, "For how many parties it acts so in all.", required=True),
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
        column("until", DATE, "The last day on which both are; before `since` where one held it after the other."),
        column(
            "gap_days",
            INT,
            "Days between the one's last and the other's first; 0 where they held it at one time or no day is known. Beyond "
            "two years, things that strangers hold after one another weigh a bit less for each year.",
        ),
        column("family", TEXT, "The family of evidence; within one only the strongest counts for a pair."),
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
        column(
            "standing",
            TEXT,
            "core: stays with the core whichever one thing turns out not to be shared; likely: tied strongly enough, but one "
            "thing carries it. Those tied too weakly stand in `possible_members`.",
        ),
    ),
)

POSSIBLE_MEMBERS = Schema(
    "possible_members",
    "Parties that may belong to a network of two or more and are not counted in it: tied to it too weakly, or cut off.",
    ("network_id", "node_id"),
    (
        key("network_id", "The network."),
        key("node_id", "The party, a member of another network or alone."),
        key("through", "The member to which it is tied most strongly."),
        column("weight_mbits", INT, "What all ties between the two weigh.", required=True),
        key("reason", "Why it is not counted as a member."),
    ),
)

NETWORK_SUMMARIES = Schema(
    "network_summaries",
    "Each network of two or more parties in one line: what it shares, where, since when, how it changes, how sure it is. "
    "Those in which all post alone have none.",
    ("network_id",),
    (
        key("network_id", "The network."),
        column("families", TEXTS, "Families of evidence that tie its members, most ties first."),
        column("towns", TEXTS, "The towns of most members, most first; at most five."),
        column("states", TEXTS, "States in which its members are, sorted."),
        column("since", DATE, "The first day on which a member is known."),
        column("until", DATE, "The last day on which something about a member became known."),
        column("size", INT, "Members.", required=True),
        column("core", INT, "Members that stand whichever one thing is struck out.", required=True),
        column("possible", INT, "Parties that may belong to it (see `possible_members`).", required=True),
        column(
            "weakest_mbits",
            INT,
            "The weight of its weakest bridge: what holds its most loosely tied part.",
            required=True,
        ),
        column("came", INT, "Members first known more than a year after the network was.", required=True),
        column("went", INT, "Members of whom nothing is known in the network's last year.", required=True),
        column(
            "turnover_permille",
            INT,
            "Members that came or went in a year, for each thousand members; empty for networks known for under a year.",
        ),
    ),
)

WEAK_POINTS = Schema(
    "weak_points",
    "The things and companies without which most pairs of a network's parties are no longer joined. Infrastructure: no "
    "person, and no poster that may be one, is ever listed.",
    ("network_id", "together", "rank"),
    (
        key("network_id", "The network, of three parties or more."),
        column("together", INT, "How many are taken out together.", required=True),
        column("rank", INT, "Place in the set, by kind and value.", required=True),
        key("kind", "As in `holdings`; company or account for a member that is one."),
        key("value", "The thing's value as in `holdings`; the node's id for a company or an account."),
        column("pairs_before", INT, "Pairs of parties that shared things join, one way or another.", required=True),
        column("pairs_after", INT, "Pairs that stay joined without the set.", required=True),
        key("reason", "What this says, and how far it was looked for."),
    ),
)

POSITIONS = Schema(
    "positions",
    "What a company, place, account or contact does in a network, as far as facts say it. No person has a position.",
    ("network_id", "kind", "value", "position"),
    (
        key("network_id", "The network, of two parties or more."),
        key("kind", "company, premises, account (of a site, a bank or a chain) or contact."),
        key("value", "A node's id, or the thing's value as in `holdings`."),
        key("value_kind", "node, or the kind of the thing as in `holdings`."),
        key("position", "recruits, houses, transports, collects, advertises or fronts."),
        column("count", INT, "How much of it is seen: `measure` says what is counted.", required=True),
        key("measure", "What is counted."),
        column("peers", INT, "Companies, places ... of any network in which as much could be seen.", required=True),
        column("as_strong", INT, "How many of them have as much, this one included.", required=True),
        column(
            "weight_mbits",
            INT,
            "Rarity among peers: log2 of (peers + 1) / (as_strong + 1), at most ten bits.",
            required=True,
        ),
        column("readings", TEXTS, "Innocent readings."),
    ),
)

NETWORK_HISTORY = Schema(
    "network_history",
    "What became of networks from the run before: beside the digests, to be read.",
    ("network_id", "event", "other_id"),
    (
        key("network_id", "The network, as this run names it (for `gone`: as the run before did)."),
        key(
            "event",
            "new, grew, shrank, merged (another went into it), split (it came out of another), renamed or gone.",
        ),
        key("other_id", "The other network; the same one where no other is concerned."),
        column("before", INT, "Parties before.", required=True),
        column("now", INT, "Parties now.", required=True),
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
