"""What the brief of a network says: plain values, ready to be set on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from turnstone import __version__
from turnstone.exports.controls import without_controls
from turnstone.exports.mask import Mask
from turnstone_web import library_words
from turnstone_web.accounts.models import User
from turnstone_web.audit.unlocks import unlock_of
from turnstone_web.desk.standing import decisions_now
from turnstone_web.notes.current import brief_now
from turnstone_web.notes.markdown import tree
from turnstone_web.notes.masked import masked
from turnstone_web.notes.models import Section
from turnstone_web.notes.shown import Reader
from turnstone_web.runs import network_or_404, ready_run, workspace
from turnstone_web.shown import bits, count, day, short


def brief_of(user: User, network: str, mask: Mask) -> dict[str, Any]:
    """Everything of the PDF as strings, numbers, lists and dicts, without control characters. `unlocked` is None where it
    is masked."""
    lead = network_or_404(user, network, mask)["lead"]
    run = ready_run()
    held = unlock_of(user, network) if mask.open else None
    decision = decisions_now([network]).get(network)
    about = lead["about"]
    language = get_language_info(get_language() or "en")
    said = {
        "title": library_words.titled(lead["title"]),
        "network": network,
        "short": short(network),
        "evidence-short": short(lead["evidence"] or ""),
        "lang": language["code"].partition("-")[0],
        "rtl": language["bidi"],
        "kind": library_words.said(about["kind"]),
        "size": about["size"],
        "when": [day(about["first_on"]), day(about["last_on"])],
        "where": [state for state in about["states"] or () if state],
        "disclaimer": library_words.said(lead["disclaimer"]),
        "abstained": library_words.said(lead["abstained"]),
        "bits": bits(lead["bits"]),
        "parts": [_part(part) for part in lead["parts"] if part["counted"]],
        "sections": _sections(user, network, mask),
        "decision": {
            "verdict": decision.get_verdict_display(), "by": str(decision.by), "at": day(decision.at),
            "reason": masked(decision.reason, mask), "changed": decision.evidence != lead["evidence"],
        } if decision else None,
        "run": run.id if run else "",
        "evidence": lead["evidence"] or "",
        "log": workspace().log.head,
        "by": str(user),
        "at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "version": __version__,
        "unlocked": {"until": held.until.strftime("%H:%M UTC"), "reason": held.reason} if held else None,
        "words": _words(),
    }  # fmt: skip
    cleaned: dict[str, Any] = _cleaned(said)
    return cleaned


def _part(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "family": library_words.said(part["family"]),
        "title": library_words.said(part["title"]),
        "bits": bits(part["bits"]),
        "low": bits(part["low_bits"]),
        "high": bits(part["high_bits"]),
        "strong": count(part["as_strong"]),
        "peers": count(part["peers"]),
        "sentence": library_words.sentence(part),
        "innocent": [library_words.said(text) for text in part["innocent"]],
        "refute": [library_words.said(text) for text in part["refute"]],
        "ask": [library_words.said(text) for text in part["ask"]],
        "sources": part["sources"],
    }


def _sections(user: User, network: str, mask: Mask) -> list[dict[str, Any]]:
    mentions = Reader(user, network).mentions
    return [
        {
            "title": str(Section(section).label),
            "by": str(note.by) if note else "",
            "at": date_format(note.at, "SHORT_DATETIME_FORMAT") if note else "",
            "nodes": tree(masked(note.text, mask), mentions) if note else [],
        }
        for section, note in brief_now(network).items()
    ]


def _words() -> dict[str, str]:
    """The words of the page itself, in the reader's language."""
    return {
        "brief": _("Network brief"),
        "masked": _("Masked: names and contacts are replaced by stand-ins."),
        "unmasked": _("UNMASKED: shows names and contacts. Hand it to nobody who does not need them."),
        "masked-short": _("masked"),
        "unmasked-short": _("UNMASKED"),
        "members": _("members"),
        "abstains": _("The system abstains:"),
        "weight": _("Weight of the evidence"),
        "family": _("Family"),
        "part": _("What it rests on"),
        "bits": _("Bits"),
        "interval": _("95 % interval"),
        "peers": _("As strong among peers"),
        "together": _("together"),
        "rarity": _("Bits of rarity among peers: each bit halves the share of comparable networks that show as much."),
        "innocent": _("Innocent readings"),
        "refute": _("What would refute it"),
        "ask": _("What to ask for next"),
        "source": _("Source:"),
        "decision": _("Decision"),
        "open": _("Open"),
        "changed": _("The evidence has changed since."),
        "nothing": _("Nothing is written here."),
        "written": _("written by"),
        "origin": _("Where this comes from"),
        "run": _("Run"),
        "evidence": _("Evidence"),
        "log": _("Head of the log"),
        "made": _("Made by"),
        "network": _("Network"),
        "danger": _(
            "Somebody in danger now, or a child, does not wait for this paper: call the emergency number or your referral contacts."
        ),
    }


def _cleaned(value: Any) -> Any:
    """The same without characters that reorder or hide what is read."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one) for one in value]
    return value
