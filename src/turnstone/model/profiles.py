"""Who and what rows speak of: profiles (a name with its contacts and addresses), and where each is mentioned."""

from turnstone.model.schema import DATE, FLAG, TEXT, TEXTS, Schema, column, key

PROFILES = Schema(
    "profiles",
    "One way in which a party or premises is written: the same name, contacts and address give the same profile.",
    ("id",),
    (
        key("id", "The profile's id, from its content."),
        key("kind", "business (shown), person (masked until unlocked) or premises."),
        column("name", TEXT, "The name as written, tidied; empty for premises."),
        column("person_like", FLAG, "Whether the name may be a person's: no legal form, no word that only firms have."),
        column("name_keys", TEXTS, "Comparable names: the name it goes by first, then 'doing business as' and others."),
        column("name_bags", TEXTS, "The same names as sorted words, which survive another order of words."),
        column("legal_form", TEXT, "The legal form of the first name that has one."),
        column("phone", TEXT, "Telephone number, E.164."),
        column("email", TEXT, "E-mail address."),
        column("address", TEXT, "The address as written, tidied, in one line."),
        column("address_keys", TEXTS, "Comparable addresses: street|town|state; streets before boxes."),
        column("town", TEXT, "Town, as a key."),
        column("state", TEXT, "State or division."),
        column("postal_code", TEXT, "Postal code."),
        column("country", TEXT, "ISO 3166-1 code."),
        column("registration_no", TEXT, "Registration number, where a register gives one."),
        column("birth", TEXT, "Day, month or year of birth, ISO 8601; 1 January stands for the year."),
        column("document_no", TEXT, "Number of an identity document, without signs."),
    ),
)

MENTIONS = Schema(
    "mentions",
    "A row names a profile in a role.",
    ("row_id", "role", "profile_id"),
    (
        key("row_id", "The row."),
        key(
            "role",
            "employer, associate, joint_employer, agent, agent_firm, contact, recruiter, recruiter_firm, housing, barred, party.",
        ),
        key("profile_id", "The profile."),
        column("case_no", TEXT, "The case to which the row belongs."),
        column("known_on", DATE, "The day from which this could be known; empty where the source has no day."),
    ),
)
