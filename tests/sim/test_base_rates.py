"""What offers carry is near what was published: how many signs an offer has, and in which direction each points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from turnstone.sim.actors import Actor
from turnstone.sim.grammar import read_words
from turnstone.sim.offers.voices import JOB_SIGNS, SERVICE_SIGNS, Manner, manner
from turnstone.sim.parameters import parameters
from turnstone.sim.world import World, actors, world


def _signs(how: Manner) -> Counter[str]:
    words = read_words(how.language)
    of = {phrase: sign for sign in SERVICE_SIGNS + JOB_SIGNS for phrase in words.phrases(how.section, f"sign_{sign}")}
    return Counter(of[phrase] for phrase, _ in how.base.parts if phrase in of)


def _writers(made: World) -> Iterator[tuple[Actor, Manner]]:
    for block in range(made.blocks):
        for actor in actors(made, block):
            yield actor, manner(made, actor)


@pytest.fixture(scope="module")
def said() -> dict[str, list[Counter[str]]]:
    out: dict[str, list[Counter[str]]] = {}
    for seed in range(3):
        for actor, how in _writers(world(seed, 24, 100_000, ("US", "FR"), parameters())):
            if how.section not in ("room", "scam"):
                out.setdefault(f"{how.side} {'network' if actor.network_id else actor.name}", []).append(_signs(how))
    return out


def _share(found: list[Counter[str]], low: int, high: int = 99) -> float:
    return sum(low <= sum(signs.values()) <= high for signs in found) / len(found)


def test_signs_in_job_offers_are_as_common_as_published(said: dict[str, list[Counter[str]]]) -> None:
    """Volodko, Cockbain and Kleinberg 2020: 98.4 % of 430 job adverts carry one, 15 % five or more."""
    jobs = [signs for name, found in said.items() if name.startswith("job ") for signs in found]
    assert len(jobs) > 3_000
    assert _share(jobs, 1) == pytest.approx(0.984, abs=0.01)
    assert _share(jobs, 5) == pytest.approx(0.15, abs=0.02)


def test_signs_in_service_offers_are_as_common_as_published(said: dict[str, list[Counter[str]]]) -> None:
    """Giommoni and Ikwu 2021, 17,362 adverts: none 19.0 %, one 58.3 %, two 21.3 %, three or more 1.7 %."""
    solo = said["service solo worker"]
    assert len(solo) > 2_000
    for count, published in ((0, 0.19), (1, 0.583), (2, 0.213)):
        assert _share(solo, count, count) == pytest.approx(published, abs=0.03)
    assert _share(solo, 3) == pytest.approx(0.017, abs=0.01)


def test_signs_point_as_the_study_says(said: dict[str, list[Counter[str]]]) -> None:
    """Lugo-Graulich et al. 2022: movement speaks against, trustworthiness, ethnicity and youth for; screening for neither."""
    of = {name: sum(found, Counter()) for name, found in said.items()}
    rate = {name: {sign: of[name][sign] / len(said[name]) for sign in SERVICE_SIGNS} for name in of}
    network, solo = rate["service network"], rate["service solo worker"]
    assert len(said["service network"]) > 40
    assert network["movement"] < solo["movement"] < rate["service touring worker"]["movement"]
    assert (
        network["ethnicity"] + network["youth"] + network["trustworthy"]
        > solo["ethnicity"] + solo["youth"] + solo["trustworthy"]
    )
