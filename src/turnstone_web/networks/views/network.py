"""One network: drawn, on a timeline and a map, in tables; and the graph as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from turnstone.errors import TurnstoneError
from turnstone.exports.disclaimer import disclaimer
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.audit.record import record
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.desk.models import Watch
from turnstone_web.library_words import said, titled
from turnstone_web.networks.actions.save_layout import save_layout
from turnstone_web.networks.graph import graph_of
from turnstone_web.networks.models import Layout
from turnstone_web.networks.sankey import sankey
from turnstone_web.networks.strip import strip
from turnstone_web.runs import mask_for, network_or_404, ready_run, shelf


@allowed(check_can_see_market, reads="network")
def network(request: HttpRequest, network: str) -> HttpResponse:
    """The page of a network. Everything that is drawn is also in a table."""
    document = _document(request, network)
    about = document["lead"]["about"]
    called = {m["id"]: m["label"] for m in document["network"]["members"]}
    ties = [
        {**t, "a_label": called.get(t["a"]), "b_label": called.get(t["b"])} for t in document["network"]["ties"][:TIES]
    ]
    continued = document["network"]["continued"]
    cuts = document["network"]["cuts"]
    ends = {c[end] for c in continued for end in ("earlier_network", "later_network")}
    ends |= {c["other_network"] for c in cuts}
    names = shelf(request.user).names(sorted(id for id in ends - {network} if id))
    for c in continued:  # links to other networks that this user may see
        c["others"] = [(id, names[id]) for id in (c["earlier_network"], c["later_network"]) if id in names]
    for c in cuts:
        c["others"] = [(c["other_network"], names[c["other_network"]])] if c["other_network"] in names else []
    context = {
        "network": network,
        "lead": document["lead"],
        "view": document["network"],
        "ties": ties,
        "ties_left_out": len(document["network"]["ties"]) - len(ties),
        "posting": any(m["kind"] == "poster" for m in document["network"]["members"]),
        "strip": strip(document["network"]["members"]),
        "flows": [{**flow, "drawn": sankey(flow)} for flow in document["network"]["flows"]],
        "unlocked": unlock_of(request.user, network),
        "watched": Watch.objects.filter(user=request.user, network=network).exists(),
        "run": ready_run(),
        "disclaimer": disclaimer([about["kind"]]),
        "formats": FORMATS,
    }
    return render(request, "networks/network.html", context)


@allowed(check_can_see_market)
def graph(request: HttpRequest, network: str) -> HttpResponse:
    """Nodes, lines and places (see `graph_of`), and the user's own layout. Asked for from another network's page, into which it
    is drawn, it is a reading of its own."""
    kept = Layout.objects.filter(user=request.user, network=network).first()
    drawn = graph_of(_document(request, network))
    if into := request.GET.get("into"):
        record(request.user, "read network", "network", network, into=into[:80])
    names = shelf(request.user).names(sorted({node["network"] for node in drawn["nodes"] if node.get("network")}))
    for node in drawn["nodes"]:  # of others only those that this user may see
        if (other := node.pop("network", None)) in names:
            node |= {
                "network": other, "network_name": names[other], "href": reverse("network", args=[other]),
                "graph": f"{reverse('graph', args=[other])}?into={network}",
            }  # fmt: skip
    return JsonResponse({**_in_words(drawn), "layout": kept.places if kept else {}})


@allowed(check_can_see_market, methods=("POST",))
def layout(request: HttpRequest, network: str) -> HttpResponse:
    """Keeps a layout: a JSON object of node -> [x, y, pinned]."""
    network_or_404(request.user, network, mask_for(request.user, network))
    try:
        places = json.loads(request.body)
    except ValueError:
        raise TurnstoneError("this is no JSON", do="save the layout from the network's page") from None
    save_layout(request.user, network, places)
    return HttpResponse(status=204)


def _in_words(drawn: dict[str, Any]) -> dict[str, Any]:
    """With labels and reasons in the language of the page, and `words`: what its kinds and standings are called in it."""
    for node in drawn["nodes"]:
        node["label"] = titled(node["label"])
    for line in drawn["lines"]:
        line["shown"] = said(line["shown"])
    words = {node[key] for node in drawn["nodes"] for key in ("kind", "standing")} | {
        line["kind"] for line in drawn["lines"]
    }
    return {**drawn, "words": {word: said(word) for word in sorted(words)}}


def _document(request: HttpRequest, network: str) -> dict[str, Any]:
    mask = mask_for(request.user, network)
    found = network_or_404(request.user, network, mask)
    if mask.open:
        record(request.user, "read unmasked", "network", network)
    return found


TIES = 300
"""So many ties are in the page's table; all are in the exports."""
FORMATS = ("graphml", "gexf", "geojson", "i2-csv")
"""What a network can be downloaded as, besides the drawing (PNG and SVG, which the page makes)."""
