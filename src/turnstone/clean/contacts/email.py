"""E-mail addresses: with signs, with 'at' and 'dot' in words or brackets, spaced out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from turnstone.clean.contacts.chunks import in_chunks
from turnstone.clean.contacts.contact import Found
from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.names import is_tld, latin
from turnstone.clean.contacts.words import at_and_dot

_PLAIN = re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,5}[^\W\d_]{2,18}(?![\w-])")
_SIGN = re.compile("@")
_SPACED_AT = re.compile(
    r"(?<![\w.%+-])([\w.%+-]{1,64})[ ]?@[ ]?((?:[\w-]{1,63}[ ]?\.[ ]?){1,4}[^\W\d_]{2,18})(?![\w-])"
)
_LETTERS = re.compile(r"(?<!\w)((?:[\w.-] ){2,40}[\w.-]?)[ ]?@[ ]?((?:[\w.-] ){3,40}[\w])(?!\w)")
PROVIDERS = tuple(
    "gmail googlemail yahoo hotmail outlook icloud protonmail proton gmx web mail yandex ya rambler bk list inbox ukr abv seznam centrum wp onet interia o2 freemail citromail t-online libero orange free laposte wanadoo telenet ziggo sapo live msn aol tutanota mynet".split()
)
_NO_LOCAL = frozenset(
    "me us is are am be was at look looking find meet here us we you it the a an in on of and or email e-mail mail site website online visit shop store home all live stay available not only just located arrive work works job contact write kontakt mir uns ist und".split()
)


@cache
def _worded() -> re.Pattern[str]:
    """name (at) domain (dot) com, in the words and brackets of all languages."""
    known, loose, dot = ("|".join(map(re.escape, at_and_dot(kind))) for kind in ("at", "at-loose", "dot"))
    at = rf"(?:\s?[(\[{{<*_-]\s?(?:@|a|{loose}|{known})\s?[)\]}}>*_-]\s?|\s+(?P<sure>{known})\s+|\s+(?P<loose>at|et|att|eta)\s+|\s?(?P<sign>@)\s?)"
    point = rf"(?:\s?[(\[{{<*_-]\s?(?:\.|{dot})\s?[)\]}}>*_-]\s?|\s+(?:{dot})\s+|\s?\.\s?)"
    local = rf"(?<![\w.%+-])[\w%+-]{{1,40}}(?:{point}[\w%+-]{{1,40}}){{0,3}}?"
    return re.compile(rf"(?P<local>{local}){at}(?P<domain>[\w-]{{1,40}}(?:{point}[\w-]{{1,40}}){{0,3}}?)(?P<last>{point})(?P<tld>[^\W\d_]{{2,8}})(?![\w-])")  # fmt: skip


@cache
def _dots() -> re.Pattern[str]:
    dot = "|".join(map(re.escape, at_and_dot("dot")))
    return re.compile(rf"\s?[(\[{{<*_-]\s?(?:\.|{dot})\s?[)\]}}>*_-]\s?|\s+(?:{dot})\s+|\s?\.\s?")


def find_emails(folded: Folded, may_be_worded: bool) -> Iterator[Found]:
    """All addresses of the folded text."""
    text = folded.text
    if "@" in text:
        for match in in_chunks(_PLAIN, text, _SIGN):
            start, end = match.start(), match.end()
            while text[start] in ".'-":
                start += 1
            if found := _found(folded, start, end, text[start:end], set()):
                yield found
        if " @" in text or "@ " in text or " ." in text:
            for match in _SPACED_AT.finditer(text):
                if found := _found(folded, match.start(), match.end(), re.sub(" ", "", match.group()), {"spacing"}):
                    yield found
        if " @ " in text:
            for match in _LETTERS.finditer(text):
                if found := _found(folded, match.start(), match.end(), match.group().replace(" ", ""), {"spacing"}):
                    yield found
    if may_be_worded:
        yield from _find_worded(folded)


def _find_worded(folded: Folded) -> Iterator[Found]:
    for match in _worded().finditer(folded.flat):
        local, domain = (_dots().sub(".", match[part]) for part in ("local", "domain"))
        start = match.start()
        if match["loose"]:
            # 'at' and 'et' are words: only with 'dot' in words too, or at a well-known provider.
            spoken = match["last"].strip() not in (".",)
            known = domain.split(".")[-1] in PROVIDERS
            if (
                local in _NO_LOCAL
                or not (known or spoken)
                or (known and not spoken and not re.search(r"[\d._-]", local))
            ):
                continue
        local, start = _without_prose(local, start, match)
        value = f"{local}@{domain}.{match['tld']}"
        if (found := _found(folded, start, match.end(), value, {"at-and-dot"})) is not None:
            yield found


def _without_prose(local: str, start: int, match: re.Match[str]) -> tuple[str, int]:
    """The local part as far as it is joined by dots that stand in words or without blanks: 'Mail. anna' is 'anna'."""
    written = match["local"]
    cut = max((m.end() for m in re.finditer(r"(?<=\w)\.\s", written)), default=0)
    return (_dots().sub(".", written[cut:]), start + cut) if cut else (local, start)


def _found(folded: Folded, start: int, end: int, address: str, how: set[str]) -> Found | None:
    """The address as a contact, or None where it is none."""
    value, swapped = latin(address.lower())
    local, _, domain = value.rpartition("@")
    tld = domain.rpartition(".")[2]
    if not local or ".." in value or local.endswith(".") or not is_tld(tld) or not re.fullmatch(r"[\w.-]+", domain):
        return None
    ways = how | folded.how(start, end) | ({"look-alikes"} if swapped else set())
    return Found("email", start, end, value, frozenset(ways))
