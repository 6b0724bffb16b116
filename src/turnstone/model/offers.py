"""Offers with text (adverts, job offers, listings), the contacts in their text, and who posted them."""

from turnstone.model.schema import DATE, FLAG, INT, MONEY, TEXT, TEXTS, TIME, Schema, column, key

OFFERS = Schema(
    "offers",
    "One offer with text: an advert, a job offer, a listing. Its body is its title, a line break and its text (or "
    "the one that it has); all positions count characters of the body.",
    ("id",),
    (
        key("id", "The line's id, from its content."),
        column("external_id", TEXT, "The id that the source gives."),
        column("site", TEXT, "The site or list on which it stood, in lower case."),
        column("section", TEXT, "The site's section or category as written."),
        column(
            "side", TEXT, "recruiting (looks for people who work), selling (offers what they do), or empty: unknown."
        ),
        column("posted_utc", TIME, "When it was posted, UTC, where the source gives a time of day."),
        column("posted_on", DATE, "The day on which it was posted."),
        column("title", TEXT, "Its title, without markup."),
        column("text", TEXT, "Its text, without markup; characters and line breaks as written."),
        column("language", TEXT, "ISO 639-1 code of the language, where the text says enough; else empty."),
        column("script", TEXT, "ISO 15924 code of the script of most letters; Zyyy without letters."),
        column("mixed_script", FLAG, "Whether words mix look-alike letters of several scripts.", required=True),
        column("place", TEXT, "The place as written."),
        column("town", TEXT, "The place as a key."),
        column("country", TEXT, "ISO 3166-1 code."),
        column("price", MONEY, "The price or pay, in `currency`."),
        column("currency", TEXT, "ISO 4217."),
        column("account", TEXT, "The account that posted it: site and handle, in lower case."),
        column("claimed", TEXT, "Who the offer says it is from: a company or a person, as written."),
        column("claimed_key", TEXT, "The same as a comparable name; empty where nobody is named."),
        column("claimed_kind", TEXT, "business (shown) or person (masked until unlocked)."),
        column(
            "images",
            TEXTS,
            "Hashes of its images, sorted: `pdq:` or `phash:` and hex digits, or as supplied. No image is kept.",
        ),
        column(
            "notes",
            TEXTS,
            "What a careful reader should know: markup, invisible or reordering characters, damage, a text cut for matching.",
        ),
    ),
    raw={
        "external_id": "id in the source",
        "site": "site or list",
        "section": "section or category",
        "side": "recruiting or selling, where the file says so",
        "posted": "day or time of posting",
        "title": "title",
        "text": "text, with or without markup",
        "place": "place",
        "country": "country",
        "price": "price or pay",
        "currency": "currency",
        "account": "account or user name",
        "claimed": "company or person that the offer names as its own",
        "phone": "telephone number given apart from the text",
        "email": "e-mail address given apart from the text",
        "url": "address of the page",
        "images": "hashes of images, joined by '; '",
    },
)

OFFER_CONTACTS = Schema(
    "offer_contacts",
    "A contact that an offer gives: where it stands, as written, and as it can be compared.",
    ("offer_id", "field", "start", "kind", "value"),
    (
        key("offer_id", "The offer."),
        key("field", "body, or the column of its own in which the source gives it: phone, email, url."),
        column("start", INT, "Where it begins, in characters of the field.", required=True),
        column("end", INT, "Where it ends.", required=True),
        key("kind", "phone, email, handle, url, wallet, iban or plate."),
        key(
            "value",
            "As compared: E.164, lower-case address, platform:handle, chain:address, IBAN, plate without signs.",
        ),
        column("raw", TEXT, "As written."),
        column("obscured", FLAG, "Whether it is written so that a machine would not find it.", required=True),
        column(
            "how",
            TEXT,
            "How it is obscured: words, emoji, look-alikes, letters among digits, invisible characters, spacing, at-and-dot; empty if not.",
        ),
    ),
)

CLAIMS = Schema(
    "claims",
    "A name that offers claim as their own, and which of them are one identity: names as names compare, long profiles by "
    "their wording or the name with which they begin.",
    ("claimed_key",),
    (
        key("claimed_key", "The name, as in offers."),
        column("claimed_kind", TEXT, "business (shown) or person (masked until unlocked).", required=True),
        column("identity", TEXT, "Equal for names of one identity.", required=True),
        column(
            "agency",
            FLAG,
            "Whether it calls itself one that finds workers for others, who may write for them.",
            required=True,
        ),
    ),
)

POSTERS = Schema(
    "posters",
    "Who posts offers: an account; where a source has none, the company or person named; else the contact; else the "
    "offer itself.",
    ("id",),
    (
        key("id", "The poster's id, from its key."),
        key("kind", "account, business, person, contact or offer: what tells it from others."),
        column("name", TEXT, "The account, name or contact. Masked until unlocked unless a business."),
        column("offers", INT, "Offers of it.", required=True),
        column("texts", INT, "Different texts among them (copies of a template count once).", required=True),
        column("names", INT, "Different names that its offers claim.", required=True),
        column("contacts", INT, "Different contacts that its offers give.", required=True),
        column("places", INT, "Different towns that its offers give.", required=True),
        column("first_on", DATE, "Day of its first offer."),
        column("last_on", DATE, "Day of its last offer."),
        column(
            "alone",
            FLAG,
            "Whether it shares no text, contact, account or image with anybody else and claims one name at most: "
            "someone posting alone, never listed. The same contacts on another site under no other name are the same "
            "poster, not somebody else. Wording of under 40 bits, pages of the offer's own site, and texts, images and "
            "pages that more than 60 use, are shared with nobody in particular.",
            required=True,
        ),
    ),
)

OFFER_POSTERS = Schema(
    "offer_posters",
    "Which poster an offer belongs to.",
    ("offer_id",),
    (key("offer_id", "The offer."), key("poster_id", "The poster.")),
)
