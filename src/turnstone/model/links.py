"""Who is the same: premises, the links between profiles with their bits, and the entities that result."""

from turnstone.model.schema import DATE, INT, TEXT, TEXTS, Schema, column, key

PREMISES = Schema(
    "premises",
    "Which written addresses are one place.",
    ("address_key",),
    (
        key("address_key", "The comparable address: street|town|state."),
        key("premises_id", "The place's id: that of the address first known."),
        key("kind", "street, rural, box (post-office box) or place (no number)."),
        column("town", TEXT, "Town, as a key."),
        column("state", TEXT, "State."),
        column("first_on", DATE, "The first day from which the address was known."),
    ),
)

LINKS = Schema(
    "links",
    "Why two profiles are, or are not, taken for the same: the weight of each feature, in millibits.",
    ("profile_a", "profile_b"),
    (
        key("profile_a", "The one profile (the lesser id)."),
        key("profile_b", "The other profile."),
        column(
            "name_mbits",
            INT,
            "What the names say: rare names that agree weigh much, words that differ weigh against.",
            required=True,
        ),
        column("place_mbits", INT, "What town and state say.", required=True),
        column("premises_mbits", INT, "What a shared address says; 0 where none is shared.", required=True),
        column(
            "phone_mbits", INT, "What a shared telephone number or e-mail address says; 0 where none is.", required=True
        ),
        column(
            "facts_mbits",
            INT,
            "What hard facts say: registration numbers, identity documents, days of birth. Facts that conflict are no "
            "weight: they keep apart (see `link_cuts`).",
            required=True,
        ),
        column("prior_mbits", INT, "How unlikely it is that any two profiles are the same.", required=True),
        column("total_mbits", INT, "The sum. Positive: the same is likelier than not.", required=True),
        column(
            "bar_mbits", INT, "The least total that joins; learnt where people are resolved as records.", required=True
        ),
        key(
            "verdict",
            "same; apart where the two were enough by themselves and are kept apart (see `link_cuts`); different; judged "
            "same or judged different where a person decided.",
        ),
        column("reason", TEXT, "What was decisive, in words."),
    ),
)

LINK_CUTS = Schema(
    "link_cuts",
    "Pairs that were enough to be the same and were not followed, because of what else is known of their two parts.",
    ("profile_a", "profile_b"),
    (
        key("profile_a", "The one profile (the lesser id)."),
        key("profile_b", "The other profile."),
        column("total_mbits", INT, "What spoke for the pair.", required=True),
        column("size_a", INT, "Profiles joined to the one so far.", required=True),
        column("size_b", INT, "Profiles joined to the other so far.", required=True),
        key("reason", "What kept them apart."),
    ),
)

ENTITIES = Schema(
    "entities",
    "One party: the profiles that are taken for the same.",
    ("id",),
    (
        key("id", "The entity's id: that of the profile first known."),
        key("kind", "business (shown) or person (masked until unlocked)."),
        column("name", TEXT, "The name most often written."),
        column("names", TEXTS, "All comparable names, most often written first."),
        column("town", TEXT, "The town most often written."),
        column("state", TEXT, "The state most often written."),
        column("country", TEXT, "The country most often written."),
        column("roles", TEXTS, "The roles in which rows name it, sorted."),
        column("first_on", DATE, "The first day from which it was known."),
        column("last_on", DATE, "The last day on which a row about it became known."),
        column("profiles", INT, "How many ways of writing it.", required=True),
        column("mentions", INT, "How many rows name it.", required=True),
    ),
)

MEMBERS = Schema(
    "members",
    "Which profile belongs to which entity.",
    ("profile_id",),
    (key("profile_id", "The profile."), key("entity_id", "The entity.")),
)
