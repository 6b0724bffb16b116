"""The weight of a pair: what the names say, and the strongest of what town, premises and telephone say, over the prior.

    total = name + max(place, premises, contact) + facts + prior        (what is not shared takes no part in the max)

Town, premises and contact (telephone, e-mail) are one family (being in one place): only the strongest counts, and a name
without any of them joins nothing. Hard facts (see `facts`) count beside them. The prior is what any two
profiles of this kind start from: one chance in as many as there are different names. All in millibits, all from counts
in the data at hand: how many different names hold a value is how often it is shared by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.bits import Ints, log2_table, mbits
from turnstone.links.candidates import Candidates
from turnstone.links.compare.name_pairs import compare_names
from turnstone.links.compare.names import VETO, NameRarity, compare_words
from turnstone.links.facts import facts_say
from turnstone.links.profiles import Codes, Exploded, Layout, first_code

ENOUGH = 1_000
"""A pair is taken for the same from one bit over even odds."""
CONTACT_HOLDERS = 40
"""Different names. A telephone or e-mail address that more share is a service's, and says nothing."""
ELSEWHERE = -4_000
"""Another state speaks against, with four bits."""
OTHER_ORDER = -1_000
ONE_NAME = 6_000
"""From here two names are taken for spellings of one (BILL and WILLIAM, HOMEGROWN and HOME GROWN, MICHEALENE)."""


@dataclass(frozen=True)
class Weights:
    """Millibits of each candidate pair, feature by feature."""

    name: Ints
    place: Ints
    premises: Ints
    phone: Ints
    """Telephone or e-mail address, whichever says more."""
    facts: Ints
    prior: int

    @property
    def total(self) -> Ints:
        return self.name + self.beside + self.facts + self.prior

    @property
    def beside(self) -> Ints:
        """The strongest of what speaks for the pair beside its name; where nothing does, what the place says against it."""
        shared = np.maximum(self.premises, self.phone)
        strongest: Ints = np.where(shared > 0, np.maximum(shared, self.place), self.place)
        return strongest

    @property
    def enough(self) -> NDArray[np.bool_]:
        """Which pairs are the same by the evidence: a bit over even odds, and not by the name alone."""
        return (self.total >= ENOUGH) & ((self.beside > 0) | (self.facts > 0))


def weigh(layout: Layout, pairs: Candidates) -> Weights:
    """Weighs all candidate pairs."""
    bag_of = first_code(layout.bags, layout.size)
    names = max(len(layout.bags.texts), 2)
    log2 = log2_table(max(names, layout.size, 2))
    phone = _contact(layout.phone, layout.phones, pairs, bag_of, names, log2)
    email = _contact(layout.email, layout.emails, pairs, bag_of, names, log2)
    return Weights(
        name=_names(layout, pairs, log2),
        place=_place(layout, pairs, bag_of, names, log2),
        premises=_premises(layout, pairs, bag_of, names, log2),
        phone=np.maximum(phone, email),
        facts=facts_say(layout.facts, pairs.left, pairs.right),
        prior=-mbits(names),
    )


def _place(layout: Layout, pairs: Candidates, bag_of: Codes, names: int, log2: Ints) -> Ints:
    """A town of the same name: rarer names say more. One state: a little. Different states: against, in either case."""

    def rarity(codes: Codes, count: int) -> Ints:
        known = np.flatnonzero(codes >= 0)
        holders = Exploded(known, codes[known], [""] * count).holders(bag_of) if count else np.ones(1, np.int64)
        weight: Ints = log2[names] - log2[np.maximum(holders, 1)]
        return weight

    a, b = layout.town[pairs.left], layout.town[pairs.right]
    sa, sb = layout.state[pairs.left], layout.state[pairs.right]
    same_town, same_state = (a == b) & (a >= 0), (sa == sb) & (sa >= 0)
    elsewhere = np.where((sa != sb) & (sa >= 0) & (sb >= 0), ELSEWHERE, 0)
    near = np.where(same_state, rarity(layout.state, layout.states)[sa], elsewhere)
    return np.where(same_town, rarity(layout.town, layout.towns)[a] + elsewhere, near)


def _contact(codes: Codes, count: int, pairs: Candidates, bag_of: Codes, names: int, log2: Ints) -> Ints:
    """One telephone or e-mail address: the fewer different names share it, the more it says."""
    a, b = codes[pairs.left], codes[pairs.right]
    if not count:
        return np.zeros(len(a), np.int64)
    known = np.flatnonzero(codes >= 0)
    holders = np.maximum(Exploded(known, codes[known], [""] * count).holders(bag_of), 1)
    weight = np.where(holders <= CONTACT_HOLDERS, log2[names] - log2[holders], 0)
    return np.where((a == b) & (a >= 0), weight[a], 0)


def _premises(layout: Layout, pairs: Candidates, bag_of: Codes, names: int, log2: Ints) -> Ints:
    """A shared place: the fewer different names are there, the more it says. The best of several counts."""
    if not layout.premises.texts:
        return np.zeros(len(pairs.left), np.int64)
    weight = log2[names] - log2[np.maximum(layout.premises.holders(bag_of), 1)]
    pair, code = _shared(layout.premises, layout.size, pairs)
    out = np.zeros(len(pairs.left), np.int64)
    np.maximum.at(out, pair, weight[code])
    return out


def _shared(values: Exploded, size: int, pairs: Candidates) -> tuple[Codes, Codes]:
    """Pair and code for each value that both profiles of a pair hold."""
    codes = len(values.texts)
    held = np.unique(values.profile.astype(np.int64) * codes + values.code)
    starts = np.searchsorted(held, np.arange(size + 1, dtype=np.int64) * codes)
    each = np.diff(starts)[pairs.left]
    pair = np.repeat(np.arange(len(pairs.left)), each)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(each) - each, each)
    code = held[starts[pairs.left[pair]] + nth] % codes
    wanted = pairs.right[pair].astype(np.int64) * codes + code
    at = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
    both = held[at] == wanted
    return pair[both], code[both]


def _names(layout: Layout, pairs: Candidates, log2: Ints) -> Ints:
    """The best that any name of the one says with any name of the other."""
    rarity = NameRarity.of(layout.names.texts)
    towns_of = layout.names.holders(layout.town)
    everywhere = int(towns_of.sum())
    exact = np.array([mbits(everywhere / max(int(n), 1)) for n in towns_of], np.int64)
    pair, x, y, bag_x, bag_y = _name_pairs(layout, pairs)
    said = np.where(x == y, exact[x], np.where(bag_x == bag_y, exact[x] + OTHER_ORDER, 0))
    # The same name says more than the same words in another order, and that more than words that are alike.
    rank = np.where(x == y, 2, np.where(bag_x == bag_y, 1, 0))
    highest = np.zeros(len(pairs.left), np.int64)
    np.maximum.at(highest, pair, rank)
    decisive = rank == highest[pair]
    alike = np.flatnonzero(decisive & (rank == 0))
    said[alike] = _compared(layout.names.texts, x[alike], y[alike], rarity, layout.kind)
    out = np.full(len(pairs.left), np.iinfo(np.int64).min)
    np.maximum.at(out, pair[decisive], said[decisive])
    return np.where(out == np.iinfo(np.int64).min, 0, out)


def _name_pairs(layout: Layout, pairs: Candidates) -> tuple[Codes, Codes, Codes, Codes, Codes]:
    """Every name of the one beside every name of the other: (pair, name, name, bag, bag)."""
    starts = np.searchsorted(layout.names.profile, np.arange(layout.size + 1))
    count = np.diff(starts)
    each = count[pairs.left] * count[pairs.right]
    pair = np.repeat(np.arange(len(pairs.left)), each)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(each) - each, each)
    of_right = count[pairs.right[pair]]
    at_x = starts[pairs.left[pair]] + nth // of_right
    at_y = starts[pairs.right[pair]] + nth % of_right
    names, bags = layout.names.code, layout.bags.code
    return pair, names[at_x], names[at_y], bags[at_x], bags[at_y]


def _compared(texts: list[str], x: Codes, y: Codes, rarity: NameRarity, kind: str) -> Ints:
    """What the words of two names say, worked out once for each two names."""
    both, where = np.unique(np.minimum(x, y) * len(texts) + np.maximum(x, y), return_inverse=True)
    two = (divmod(code, len(texts)) for code in both.tolist())
    named = [(min(texts[a], texts[b]), max(texts[a], texts[b])) for a, b in two]
    said = np.array([compare_words(a, b, rarity) for a, b in named], np.int64)
    kind = "person" if kind == "person" else "organisation"
    spelt = compare_names([a for a, _ in named], [b for _, b in named], kind, rarity.words)
    # Words count by how rare they are in this market. Where they differ, the one name may still be the other spelt otherwise;
    # never where numbers or Jr and Sr differ.
    one_name = (spelt >= ONE_NAME) & (said > VETO)
    return np.where(one_name, np.maximum(said, spelt), said)[where]
