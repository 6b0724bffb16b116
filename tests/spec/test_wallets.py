"""Wallets' addresses: examples from public documentation, and addresses made here the slow way from invented keys."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnstone.clean.contacts.base58 import checked, monero
from turnstone.clean.contacts.keccak import keccak256
from turnstone.clean.contacts.wallet import wallet

SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PUBLISHED = [
    # docs.rs/monero, module monero::util::address: a standard and an integrated address
    (
        "xmr",
        "4ADT1BtbxqEWeMKp9GgPr2NeyJXXtNxvoDawpyA4WpzFcGcoHUvXeijE66DNfohE9r1bQYaBiQjEtKE7CtkTdLwiDznFzra",
    ),
    (
        "xmr",
        "4Byr22j9M2878Mtyb3fEPcBNwBZf5EXqn1Yi6VzR46618SFBrYysab2Cs1474CVDbsh94AJq7vuV3Z2DRq4zLcY3LHzo1Nbv3d8J6VhvCV",
    ),
    ("trx", "TQHgMpVzWkhSsRB4BzZgmV8uW4cFL8eaBr"),  # metacpan.org/pod/CryptoTron::AddrTools
    ("ltc", "LTVdcw8fdTTK4TcebTZ4jiiCbvTXaRxZNh"),  # github.com/tboydston/hdAddressGenerator, tests/coins/LTC.js
    (
        "ltc",
        "ltc1qx88q7zjd74lxwgkjmmwlqv5pd3vujuehexfttt",
    ),  # github.com/mrtnetwork/blockchain_utils, test/address/p2wpkh
]


@pytest.mark.parametrize(("chain", "address"), PUBLISHED)
def test_published_examples(chain: str, address: str) -> None:
    assert wallet(address) == f"{chain}:{address}"


@pytest.mark.parametrize(("chain", "address"), PUBLISHED)
def test_any_other_sign_breaks_the_checksum(chain: str, address: str) -> None:
    for at in range(len(address)):
        for other in ("2", "q") if chain == "ltc" else ("2", "k"):
            if address[at].lower() != other:
                assert wallet(address[:at] + other + address[at + 1 :]) is None


def test_the_documented_key_is_in_the_address() -> None:
    assert checked("TQHgMpVzWkhSsRB4BzZgmV8uW4cFL8eaBr") == bytes.fromhex("419D1015E669C2DF831003C5C54CEB48DA613D9979")


def in_base58(data: bytes) -> str:
    """By long division of the digits, as one would do it by hand."""
    digits, out = list(data), ""
    while any(digits):
        rest, quotient = 0, []
        for digit in digits:
            rest = rest * 256 + digit
            quotient.append(rest // 58)
            rest %= 58
        out, digits = SIGNS[rest] + out, quotient
    return "1" * next((i for i, byte in enumerate(data) if byte), len(data)) + out


@given(
    st.sampled_from([(0x00, "btc"), (0x05, "btc"), (0x30, "ltc"), (0x32, "ltc"), (0x41, "trx")]),
    st.binary(min_size=20, max_size=20),
)
def test_addresses_made_with_a_right_checksum(version: tuple[int, str], key: bytes) -> None:
    body = bytes([version[0]]) + key
    address = in_base58(body + sha256(sha256(body).digest()).digest()[:4])
    assert checked(address) == body
    assert wallet(address) == f"{version[1]}:{address}"
    wrong = in_base58(body + sha256(body).digest()[:4])
    assert wallet(wrong) is None


@given(st.sampled_from([18, 42]), st.binary(min_size=64, max_size=64))
def test_monero_addresses_made_with_a_right_checksum(network: int, keys: bytes) -> None:
    body = bytes([network]) + keys
    data = body + keccak256(body)[:4]
    blocks = [data[i : i + 8] for i in range(0, len(data), 8)]
    address = "".join(in_base58(block).lstrip("1").rjust(11 if len(block) == 8 else 7, "1") for block in blocks)
    assert len(address) == 95 and monero(address) == body
    assert wallet(address) == f"xmr:{address}"
    assert monero(address[:-1] + ("2" if address[-1] != "2" else "3")) is None
