"""Numbers of accounts and wallets have the checksums that their kinds must have, worked out here in another way."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from turnstone.sim.chance import Chance
from turnstone.sim.money.account_numbers import BANK_CODES, account_number, iban, rib_key, routing_number
from turnstone.sim.money.addresses import DIGITS, SIGNS, address, base58, bech32

DRAWS = [int(bits) for bits in Chance(3).bits("test", np.arange(300))]


def _mod97(figures: str) -> int:
    left = 0
    for figure in figures:
        left = (left * 10 + int(figure)) % 97
    return left


def test_published_examples() -> None:
    assert iban("GB", "WEST12345698765432") == "GB82WEST12345698765432"
    assert iban("FR", "20041010050500013M02606") == "FR1420041010050500013M02606"
    assert rib_key("300060000112345678901") == 89
    assert routing_number("11100002") == "111000025"
    # BIP 173's own example, and the address of the first block
    assert (
        bech32(bytes.fromhex("751e76e8199196d454941c45d1b3a323f1433bd6"))
        == "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    )
    assert base58(bytes.fromhex("0062e907b15cbf27d5425399ebf6f0fb50ebb88f18")) == "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"


def test_french_numbers_are_ibans_with_a_key() -> None:
    for code in BANK_CODES["FR"]:
        for draw in DRAWS:
            number = account_number("FR", code, draw)
            assert len(number) == 27
            assert number[4:9] == code
            assert _mod97("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) == 1
            assert _mod97(number[4:]) == 0, "the French key makes the whole number divide by 97"


def test_american_and_australian_numbers() -> None:
    for draw in DRAWS:
        routing, account = account_number("US", BANK_CODES["US"][0], draw).split("/")
        assert len(routing) == 9 and account.isdigit()
        assert sum(int(d) * w for d, w in zip(routing, (3, 7, 1) * 3, strict=True)) % 10 == 0
        assert int(routing[:2]) > 80, "no bank has such a number"
        bsb, account = account_number("AU", BANK_CODES["AU"][1], draw).split("/")
        assert len(bsb) == 7 and bsb[3] == "-" and bsb.startswith("99") and len(account) == 9


def _bech32_is_valid(text: str) -> bool:
    out = 1
    for value in [ord(s) >> 5 for s in "bc"] + [0] + [ord(s) & 31 for s in "bc"] + [SIGNS.index(s) for s in text[3:]]:
        top, out = out >> 25, (out & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            out ^= generator if (top >> i) & 1 else 0
    return out == 1


def test_addresses() -> None:
    found = [address(1, "wallet", key, n) for key in range(40) for n in range(5)]
    assert len(set(found)) == len(found)
    for text in found:
        if text.startswith("bc1q"):
            assert _bech32_is_valid(text)
            assert not _bech32_is_valid(text[:-1] + SIGNS[(SIGNS.index(text[-1]) + 1) % 32])
            continue
        number = 0
        for sign in text:
            number = number * 58 + DIGITS.index(sign)
        whole = number.to_bytes(25, "big")
        assert hashlib.sha256(hashlib.sha256(whole[:21]).digest()).digest()[:4] == whole[21:]
    assert {text[0] for text in found} == {"1", "b"}


@pytest.mark.parametrize("country", ["US", "FR", "AU"])
def test_few_numbers_are_given_twice(country: str) -> None:
    assert len({account_number(country, BANK_CODES[country][0], draw) for draw in DRAWS}) == len(DRAWS)
