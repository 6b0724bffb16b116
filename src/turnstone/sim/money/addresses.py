"""Bitcoin addresses that nobody has the key of: 160 bits of chance with the checksum of their kind."""

from __future__ import annotations

import hashlib

SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32(program: bytes) -> str:
    """BIP 173: a witness program of version 0, of 20 bytes."""
    number = int.from_bytes(program, "big")
    bits = len(program) * 8
    data = [0, *[(number >> (bits - 5 * (i + 1))) & 31 for i in range(bits // 5)]]
    check = _polymod([3, 3, 0, 2, 3, *data, 0, 0, 0, 0, 0, 0]) ^ 1
    return "bc1" + "".join(SIGNS[d] for d in data) + "".join(SIGNS[(check >> 5 * (5 - i)) & 31] for i in range(6))


def _polymod(values: list[int]) -> int:
    out = 1
    for value in values:
        top = out >> 25
        out = (out & 0x1FFFFFF) << 5 ^ value
        for i in range(5):
            if (top >> i) & 1:
                out ^= _GENERATOR[i]
    return out


def base58(payload: bytes) -> str:
    """Version and hash with the four bytes that check them."""
    whole = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, out = int.from_bytes(whole, "big"), ""
    while number:
        number, left = divmod(number, 58)
        out = DIGITS[left] + out
    return "1" * (len(whole) - len(whole.lstrip(b"\0"))) + out


def address(seed: int, what: str, key: int, n: int) -> str:
    """The n-th address of somebody: one in four in the old form."""
    bits = hashlib.sha256(f"{seed}/{what}/{key}/{n}".encode()).digest()
    return base58(b"\0" + bits[:20]) if key % 4 == 0 else bech32(bits[:20])
