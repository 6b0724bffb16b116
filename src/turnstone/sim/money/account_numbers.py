"""Account numbers that nobody has: of banks that no country has, with the checksums that their kind must have."""

from __future__ import annotations

BANK_CODES = {"FR": ("99101", "99202", "99303"), "US": ("91100", "92200", "93300"), "AU": ("991", "992", "993")}
"""The three banks of a country whose statements are held. France gives no bank a code from 99; the Federal Reserve no routing
number from 81; no Australian bank has a BSB from 99."""
OTHER_CODES = {"FR": ("99404", "99505", "99606"), "US": ("94400", "95500", "96600"), "AU": ("994", "995", "996")}
"""Banks whose statements are not held."""


def account_number(country: str, code: str, draw: int) -> str:
    """The number as all files write it: an IBAN, routing number/account number, or BSB/account number. `draw`: 64 bits."""
    high, low = draw >> 32, draw & 0xFFFFFFFF
    if country == "FR":
        branch, account = f"{high % 100_000:05}", f"{low % 100_000_000:08}{high % 1000:03}"
        bban = f"{code}{branch}{account}"
        return iban(country, f"{bban}{rib_key(bban):02}")
    if country == "US":
        return f"{routing_number(f'{code}{high % 1000:03}')}/{low:010}{high % 10}"
    return f"{code}-{high % 1000:03}/{low % 1_000_000_000:09}"


def iban(country: str, bban: str) -> str:
    """ISO 13616: the two digits make the number, moved and in figures, leave 1 when divided by 97."""
    figures = "".join(str(int(sign, 36)) for sign in f"{bban}{country}00")
    return f"{country}{98 - int(figures) % 97:02}{bban}"


def rib_key(bban: str) -> int:
    """The key of a French account number of 21 digits."""
    return 97 - (89 * int(bban[:5]) + 15 * int(bban[5:10]) + 3 * int(bban[10:21])) % 97


def routing_number(eight: str) -> str:
    """The eight digits and the ninth that an American routing number has for them."""
    weighted = sum(int(digit) * weight for digit, weight in zip(eight, (3, 7, 1, 3, 7, 1, 3, 7), strict=True))
    return f"{eight}{-weighted % 10}"
