"""Bech32 and Bech32m (BIP 173, BIP 350: Bitcoin, Litecoin) and CashAddr (Bitcoin Cash)."""

from __future__ import annotations

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUE = {c: i for i, c in enumerate(_LETTERS)}
_SEGWIT = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CASH = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_BECH32, _BECH32M = 1, 0x2BC830A3


def segwit(address: str) -> bool:
    """Whether a lower- or upper-case SegWit address has a right checksum, version and length of programme."""
    if address != address.lower() and address != address.upper():
        return False
    prefix, _, data = address.lower().rpartition("1")
    values = [_VALUE.get(c, -1) for c in data]
    if not prefix or len(values) < 8 or -1 in values:
        return False
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    version, programme = values[0], (len(values) - 7) * 5 // 8
    if _polymod(spread + values, _SEGWIT, 25) != (_BECH32 if version == 0 else _BECH32M):
        return False
    return programme in (20, 32) if version == 0 else version <= 16 and 2 <= programme <= 40


def cash_address(address: str) -> bool:
    """Whether the part behind 'bitcoincash:' has a right checksum."""
    if address != address.lower() and address != address.upper():
        return False
    values = [_VALUE.get(c, -1) for c in address.lower()]
    if len(values) < 34 or -1 in values:
        return False
    return _polymod([ord(c) & 31 for c in "bitcoincash"] + [0] + values, _CASH, 35) == 1


def _polymod(values: list[int], generator: tuple[int, ...], shift: int) -> int:
    checksum = 1
    for value in values:
        top = checksum >> shift
        checksum = ((checksum & ((1 << shift) - 1)) << 5) ^ value
        for i, term in enumerate(generator):
            if top >> i & 1:
                checksum ^= term
    return checksum
