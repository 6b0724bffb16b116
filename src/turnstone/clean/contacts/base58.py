"""Base58 with a checksum (Bitcoin, Litecoin, Tron) and in blocks (Monero)."""

from __future__ import annotations

from hashlib import sha256

from turnstone.clean.contacts.keccak import keccak256

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE = {c: i for i, c in enumerate(ALPHABET)}
_BLOCK_BYTES = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}


def checked(address: str) -> bytes | None:
    """Version byte and payload of a Base58Check address; None where letters or checksum are wrong."""
    number = 0
    for c in address:
        if c not in _VALUE:
            return None
        number = number * 58 + _VALUE[c]
    zeros = len(address) - len(address.lstrip("1"))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(data) != 25 or sha256(sha256(data[:-4]).digest()).digest()[:4] != data[-4:]:
        return None
    return data[:-4]


def monero(address: str) -> bytes | None:
    """Network byte and keys of a Monero address (95 or 106 characters); None where it is not one."""
    data = bytearray()
    for i in range(0, len(address), 11):
        block = address[i : i + 11]
        size = _BLOCK_BYTES.get(len(block))
        number = 0
        for c in block:
            if c not in _VALUE:
                return None
            number = number * 58 + _VALUE[c]
        if size is None or number >> (8 * size):
            return None
        data += number.to_bytes(size, "big")
    return bytes(data[:-4]) if keccak256(bytes(data[:-4]))[:4] == data[-4:] else None
