"""Templates: what many offers have in common word by word, what varies, and what was cut apart and why."""

from turnstone.model.schema import BYTES, DATE, FLAG, INT, INTS, LONG, TEXT, TEXTS, Schema, column, key

SKETCHES = Schema(
    "sketches",
    "What comparing texts needs of each offer, computed once when its file comes in.",
    ("offer_id",),
    (
        key("offer_id", "The offer."),
        column(
            "text_hash",
            LONG,
            "Hash of the words of the body: equal for bodies that differ in signs, case and numbers only.",
            required=True,
        ),
        column("words", INT, "Words compared.", required=True),
        column(
            "keys",
            BYTES,
            "The keys by which similar texts meet, under the run's vocabulary: 32 bits each, little-endian; zeros for a text that says too little to be a template.",
        ),
    ),
)

TEXT_EDGES = Schema(
    "text_edges",
    "Two texts that one template explains better than two would: every edge is verified word by word.",
    ("a", "b"),
    (
        column("a", LONG, "The one text's hash (the lesser).", required=True),
        column("b", LONG, "The other text's hash.", required=True),
        column("bands", INT, "Through which of their keys the two met: a bit each.", required=True),
        column("saves_mbits", INT, "What one template for both saves over writing both alone.", required=True),
    ),
)

TEMPLATES = Schema(
    "templates",
    "A text that several offers use: fixed parts and slots. Being a template is no sign of anything; honest firms repeat too.",
    ("id",),
    (
        key("id", "The template's id: that of its earliest offer, so that it survives growth."),
        key("exemplar_id", "The offer whose wording stands for the template."),
        column("offers", INT, "Offers that use it.", required=True),
        column("texts", INT, "Different texts among them.", required=True),
        column(
            "posters", INT, "Accounts that post it; where offers have none, the names that they claim.", required=True
        ),
        column("names", INT, "Different names that its offers claim.", required=True),
        column("towns", TEXTS, "Towns that its offers give, most frequent first (at most 20)."),
        column("languages", TEXTS, "Languages of its offers, most frequent first."),
        column("script", TEXT, "ISO 15924 code of the script of most letters."),
        column("first_on", DATE, "Day of its first offer."),
        column("last_on", DATE, "Day of its last offer."),
        column(
            "fixed_words",
            INT,
            "Words that three quarters of its texts or more share in place; numbers are never fixed.",
            required=True,
        ),
        column("slots", INT, "Places where the texts differ.", required=True),
        column(
            "weight_mbits",
            LONG,
            "What the template saves over writing each text alone (minimum description length).",
            required=True,
        ),
        column(
            "phrase_mbits",
            INT,
            "How unlikely its fixed wording is by chance: the bits of the fixed words once.",
            required=True,
        ),
        key("membership", "A digest of which offers belong to it: changes when they do."),
    ),
)

TEMPLATE_PARTS = Schema(
    "template_parts",
    "A template in order: fixed parts, boilerplate and slots.",
    ("template_id", "position"),
    (
        key("template_id", "The template."),
        column("position", INT, "Place in the template, from 0.", required=True),
        key("kind", "fixed, boilerplate (fixed, but said by many others too) or slot."),
        column("text", TEXT, "The wording of the exemplar there. May hold contacts: shown masked."),
        column("slot", INT, "Number of the slot, from 1; empty for fixed parts."),
        column(
            "takes",
            TEXT,
            "What the slot takes, by most of its values: phone, email, handle, url, number, price, word, words or nothing; empty for fixed parts.",
        ),
        column("values", INT, "Different values that the slot takes.", required=True),
        column("filled", INT, "Texts in which it is not empty.", required=True),
        column("mbits", INT, "The bits of the fixed words; 0 for slots.", required=True),
    ),
)

TEMPLATE_MEMBERS = Schema(
    "template_members",
    "Which offer uses which template, and what it puts into the slots.",
    ("template_id", "offer_id"),
    (
        key("template_id", "The template."),
        key("offer_id", "The offer."),
        column("posted_on", DATE, "The day on which it was posted."),
        column("copy", FLAG, "Whether its words are exactly those of an earlier member.", required=True),
        column("saves_mbits", INT, "What the template saves for this text.", required=True),
        column(
            "spans", INTS, "Start and end of each slot's value in the body, in characters: start, end, start, end ..."
        ),
    ),
)

TEXT_CUTS = Schema(
    "text_cuts",
    "What looked like one text and was not followed: common phrases and chains, each with its reason.",
    ("kind", "what"),
    (
        key("kind", "phrase (a wording that too many unlike texts share) or chain (texts joined only through others)."),
        key("what", "The sketch key (its band and number), or the id of an offer on the smaller side."),
        column("texts", INT, "Texts concerned.", required=True),
        column("mbits", INT, "What the cut link weighed.", required=True),
        key("reason", "Why it was cut."),
    ),
)

TEMPLATE_HISTORY = Schema(
    "template_history",
    "What became of templates from the run before: beside the digests, to be read.",
    ("template_id", "event", "other_id"),
    (
        key("template_id", "The template, as this run names it (for `gone`: as the run before did)."),
        key(
            "event",
            "new, grew, shrank, merged (another went into it), split (it came out of another), renamed or gone.",
        ),
        key("other_id", "The other template; the same one where no other is concerned."),
        column("before", INT, "Offers before.", required=True),
        column("now", INT, "Offers now.", required=True),
    ),
)
