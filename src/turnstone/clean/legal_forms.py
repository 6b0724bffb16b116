"""Legal forms of companies, as written at the end (or the start) of a name, and the form that each stands for.

The list covers the forms met in the United States, Canada, Mexico and the OSCE region. Sources: the ISO 20275 entity
legal form list (GLEIF, public) for the forms' names; spellings are those that registers and filings use. A form is
data, not code: add a line and a test case.
"""

from __future__ import annotations

# canonical form: spellings after folding (upper case, punctuation gone, single letters run together)
LEGAL_FORMS: dict[str, tuple[str, ...]] = {
    # English-speaking
    "INC": ("INC", "INCORPORATED", "INCORPORATION", "INCORP"),
    "CORP": ("CORP", "CORPORATION", "CORPORATE", "CORPOR"),
    "CO": ("CO", "COMPANY", "COMPANIES", "COS"),
    "LLC": (
        "LLC",
        "LC",
        "LIMITED LIABILITY COMPANY",
        "LIMITED LIABILITY CO",
        "LTD LIABILITY CO",
        "LTD LIABILITY COMPANY",
    ),
    "PLLC": ("PLLC", "PLC", "PROFESSIONAL LIMITED LIABILITY COMPANY"),
    "LTD": ("LTD", "LIMITED", "LTEE", "LIMITEE", "LTDA", "LIMITADA"),
    "LP": ("LP", "LIMITED PARTNERSHIP", "LTD PARTNERSHIP"),
    "LLP": ("LLP", "LIMITED LIABILITY PARTNERSHIP"),
    "LLLP": ("LLLP",),
    "GP": ("GP", "GENERAL PARTNERSHIP", "PARTNERSHIP", "PARTNERS", "PTNRSHP", "PTRSHP"),
    "PC": ("PC", "PROFESSIONAL CORPORATION", "PA", "PROFESSIONAL ASSOCIATION", "APC", "LPA", "CO LPA"),
    "JV": ("JV", "JOINT VENTURE"),
    # Spanish and Portuguese
    "SA DE CV": ("SA DE CV", "SADECV", "SA CV", "SOCIEDAD ANONIMA DE CAPITAL VARIABLE", "SAPI DE CV"),
    "S DE RL": ("S DE RL", "S DE RL DE CV", "SRL DE CV", "SDERL DE CV", "S RL DE CV", "S DE RL CV"),
    "SA": ("SA", "SOCIEDAD ANONIMA", "SAS"),
    "SRL": ("SRL", "SL", "SOCIEDAD LIMITADA"),
    "AC": ("AC", "ASOCIACION CIVIL"),
    "LDA": ("LDA",),
    # German, Dutch, Nordic
    "GMBH": ("GMBH", "GESMBH", "MBH"),
    "GMBH & CO KG": ("GMBH AND CO KG", "GMBH CO KG"),
    "UG": ("UG", "UG HAFTUNGSBESCHRANKT"),
    "AG": ("AG", "AKTIENGESELLSCHAFT"),
    "KG": ("KG",),
    "OHG": ("OHG",),
    "EK": ("EK", "E K"),
    "BV": ("BV",),
    "NV": ("NV",),
    "AB": ("AB", "AKTIEBOLAG"),
    "APS": ("APS",),
    "OY": ("OY", "OYJ"),
    # French and Italian
    "SARL": ("SARL", "EURL", "SASU"),
    "SNC": ("SNC",),
    # Central, Eastern and South-Eastern Europe, Central Asia (transliterated)
    "SRO": ("SRO", "SPOL SRO", "SPOL S RO", "SPOL S R O"),
    "SP ZOO": ("SP ZOO", "SP Z OO", "SPOLKA Z OO", "SPZOO"),
    "KFT": ("KFT",),
    "DOO": ("DOO", "DOOEL"),
    "EOOD": ("EOOD", "OOD", "AD", "EAD"),
    "UAB": ("UAB",),
    "SIA": ("SIA",),
    "OU": ("OU", "OUE"),
    "OOO": ("OOO", "TOO", "TOV", "ZAO", "OAO", "PAO", "AO"),
    "IP": ("IP", "FOP", "CHP"),
    # Turkish, Greek
    "AS": ("AS", "ANONIM SIRKETI"),
    "LTD STI": ("LTD STI", "LIMITED SIRKETI"),
    "AE": ("AE",),
    "EPE": ("EPE",),
    "IKE": ("IKE",),
}

# Short forms that are also words or initials: stripped only where at least two words of the name remain.
_WEAK = frozenset(
    {"AS", "AD", "AE", "AO", "IP", "AC", "PA", "OU", "SL", "AB", "GP", "JV", "EK", "UG", "AG", "KG", "PARTNERS"}
)

FORMS_BY_TOKENS: dict[tuple[str, ...], str] = {
    tuple(spelling.split()): form for form, spellings in LEGAL_FORMS.items() for spelling in spellings
}
_JOINING = frozenset({"AND", "OF", "DE", "THE"})
_LAST_WORDS = frozenset(tokens[-1] for tokens in FORMS_BY_TOKENS)
LONGEST = max(len(tokens) for tokens in FORMS_BY_TOKENS)


def strip_legal_form(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """The tokens of a name without the legal forms at its end, and the outermost form found (or None).

    A name is never stripped to nothing: 'LIMITED COMPANY' stays as it is.
    """
    found: str | None = None
    while tokens and tokens[-1] in _LAST_WORDS:
        for length in range(min(LONGEST, len(tokens) - 1), 0, -1):
            form = FORMS_BY_TOKENS.get(tokens[-length:])
            left = tokens[:-length]
            if form is None or left[-1] in _JOINING or (tokens[-1] in _WEAK and len(left) < 2):
                continue
            found = found or form
            tokens = left
            break
        else:
            break
    return tokens, found
