"""Addresses of wallets, each with its checksum verified."""

from __future__ import annotations

import re
from collections.abc import Iterator

from turnstone.clean.contacts.base58 import checked, monero
from turnstone.clean.contacts.bech32 import cash_address, segwit
from turnstone.clean.contacts.contact import Found
from turnstone.clean.contacts.keccak import keccak256

LEAST_WALLET = 25
LONG = re.compile(r"(?<![0-9A-Za-z])(?:bitcoincash:)?[0-9A-Za-z]{25,110}(?![0-9A-Za-z])", re.IGNORECASE)
_CASH = re.compile(r"[qp][qpzry9x8gf2tvdw0s3jn54khce6mua7l]{41,60}", re.IGNORECASE)
_ETH = re.compile(r"0[xX][0-9a-fA-F]{40}")
_CHAIN_OF_VERSION = {0x00: "btc", 0x05: "btc", 0x30: "ltc", 0x32: "ltc", 0x41: "trx"}
_MONERO_NETWORKS = (18, 19, 42)


def find_wallets(text: str) -> Iterator[Found]:
    """All wallets of the folded text."""
    for match in LONG.finditer(text):
        if value := wallet(match.group()):
            yield Found("wallet", match.start(), match.end(), value)


def wallet(address: str) -> str | None:
    """'chain:address' in the chain's usual spelling, or None where no chain could have given out the address."""
    if _ETH.fullmatch(address):
        return f"eth:0x{address[2:].lower()}" if _ethereum(address[2:]) else None
    lower = address.lower()
    if lower.startswith(("bc1", "ltc1")):
        return f"{'btc' if lower[0] == 'b' else 'ltc'}:{lower}" if segwit(address) else None
    cash = address.split(":")[-1]
    if _CASH.fullmatch(cash):
        return f"bch:{cash.lower()}" if cash_address(cash) else None
    if len(address) in (95, 106) and address[0] in "48":
        data = monero(address)
        return f"xmr:{address}" if data is not None and data[0] in _MONERO_NETWORKS else None
    if 25 <= len(address) <= 35 and address[0] in "13LMT":
        data = checked(address)
        chain = _CHAIN_OF_VERSION.get(data[0]) if data is not None else None
        return f"{chain}:{address}" if chain else None
    return None


def _ethereum(digits: str) -> bool:
    """EIP-55: mixed case is a checksum; all lower or all upper case carries none."""
    letters = [c for c in digits if c.isalpha()]
    if not letters or all(c.islower() for c in letters) or all(c.isupper() for c in letters):
        return bool(letters)
    nibbles = keccak256(digits.lower().encode()).hex()
    return all(c.isdigit() or c.isupper() == (n >= "8") for c, n in zip(digits, nibbles, strict=False))
