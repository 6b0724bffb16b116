"""How operations change over time: who goes on where another left off, and what a network's parties took up and gave up."""

from turnstone.model.schema import DATE, FLAG, INT, INTS, TEXT, TEXTS, Schema, column, key

CONTINUITIES = Schema(
    "continuities",
    "One party begins where another of its kind ends, and several independent things go on: perhaps the same operation "
    "under another name; perhaps a successor, an heir or a neighbour.",
    ("earlier_id", "later_id"),
    (
        key("earlier_id", "The party that ends (see `nodes`)."),
        key("later_id", "The party that begins."),
        column("ended_on", DATE, "The last day on which the earlier one is known.", required=True),
        column("began_on", DATE, "The first day on which the later one is known.", required=True),
        column("total_mbits", INT, "What goes on weighs: the strongest thing of each family, summed.", required=True),
        column("families", TEXTS, "The families of what goes on, sorted: three or more."),
        column("things", TEXTS, "The strongest thing of each family: kind, a space and value."),
        column("things_mbits", INTS, "What each of these weighs: the fewer parties have it, the more."),
        column("same_network", FLAG, "Whether both are in one network already.", required=True),
    ),
)

FOLDED_CONTINUITIES = Schema(
    "folded_continuities",
    "Continuities that are set apart because the two read as one firm: branches, or one name written in two ways, with a "
    "place, a contact or a person in common. Columns as in `continuities`.",
    CONTINUITIES.key,
    CONTINUITIES.columns,
)

MOVES = Schema(
    "moves",
    "A party took up a thing of a kind of which it had another before: another premises, telephone, agent, name.",
    ("node_id", "kind", "value"),
    (
        key("node_id", "The party (see `nodes`)."),
        key("kind", "As in `holdings`."),
        key("value", "What it took up."),
        column("on_date", DATE, "The first day on which that is known.", required=True),
        column("before", TEXT, "What it held of that kind before, the last one taken up.", required=True),
        column(
            "gave_up",
            FLAG,
            "Whether what it held before is not known after that day: a move, and not one more.",
            required=True,
        ),
    ),
)
