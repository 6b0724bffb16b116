"""A restriction of a network goes on with it: where a later run knows it under another id, or as part of another network."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from turnstone_web.accounts.models import Restricted
from turnstone_web.audit.record import record

FROM_OTHER = {"renamed", "merged", "split"}
"""Events of a run's history in which what was `other_id` is, in part or wholly, `network_id` now."""
Event = dict[str, object]


def carry_on(runs: Iterable[tuple[str, list[Event]]]) -> int:
    """`runs`: each run in order with the events of its history. Every network into which a restricted one went is restricted
    to the same teams. Gives how many restrictions are new; doing it twice changes nothing."""
    every = Restricted.objects.filter(kind=Restricted.Kind.NETWORK)
    if not every.exists():
        return 0
    made, before = 0, [""]
    with transaction.atomic():
        for run, events in runs:
            held: dict[str, list[Restricted]] = {}
            for one in every.filter(run__in=before).select_related("carried", "by").prefetch_related("teams"):
                held.setdefault(one.thing, []).append(one)
            for event in events:
                if event["event"] in FROM_OTHER:
                    made += sum(
                        _carried(one, str(event["network_id"]), run) for one in held.get(str(event["other_id"]), ())
                    )
            before.append(run)
    return made


def _carried(one: Restricted, network: str, run: str) -> bool:
    first = one.carried or one
    if first.thing == network:
        return False
    new, fresh = Restricted.objects.get_or_create(
        kind=one.kind, thing=network, carried=first, defaults={"reason": first.reason, "by": first.by, "run": run}
    )
    if fresh:
        new.teams.set(first.teams.all())
        record(None, "restriction carried on", one.kind, network, reason=first.reason, run=run, **{"from": one.thing})
    return fresh
