"""Leads: networks with the weight of the evidence about them, part by part."""

from turnstone.model.schema import DATE, FLAG, INT, TEXT, TEXTS, Schema, column, key

LEADS = Schema(
    "leads",
    "Every network about which at least one indicator says something, with the weight of all that is said.",
    ("network_id",),
    (
        key("network_id", "The network."),
        key("status", "lead: two independent families of evidence or more; abstained: fewer, so nothing is claimed."),
        column("rank", INT, "Place by weight among leads; empty for abstentions."),
        column("weight_mbits", INT, "Sum of the strongest part of each family, in millibits.", required=True),
        column("families", TEXTS, "Families that speak, strongest first."),
        column("abstained", TEXT, "Why the system abstains; empty for leads."),
        key("evidence", "A digest of the parts: changes when what is known about the network changes."),
        column("decision", TEXT, "accepted or rejected by a person; empty where nobody decided."),
        column("new_since", FLAG, "Whether the evidence has changed since that decision."),
        column("known_on", DATE, "The day from which all of its evidence could be known."),
    ),
)

LEAD_PARTS = Schema(
    "lead_parts",
    "One indicator's part in what is said about a network: its strongest hit, and how rare that is among peers.",
    ("network_id", "indicator"),
    (
        key("network_id", "The network."),
        key("indicator", "The indicator."),
        key("family", "Its family of evidence."),
        key("node_id", "The party with the strongest hit."),
        key("what", "Which hit that is (see `hits`)."),
        column("strength", INT, "Its strength, in the indicator's own unit.", required=True),
        column("hits", INT, "How many hits the network has for this indicator.", required=True),
        column("peers", INT, "Networks of the same kind and size that the indicator could look at.", required=True),
        column("as_strong", INT, "How many of them have a hit as strong, this one included.", required=True),
        column("weight_mbits", INT, "Rarity: log2 of (peers + 1) / (as_strong + 1), at most ten bits.", required=True),
        column("low_mbits", INT, "Lower end of the 95 % interval of the rarity (Wilson).", required=True),
        column("high_mbits", INT, "Upper end of the interval, at most ten bits.", required=True),
        column("counted", FLAG, "Whether it is the strongest of its family, and so counts.", required=True),
    ),
)
