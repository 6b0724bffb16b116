"""URLs, with or without a scheme, with 'dot' in words; and the hashes that data sets put in the place of contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from turnstone.clean.contacts.chunks import in_chunks
from turnstone.clean.contacts.contact import Found
from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.names import is_tld, is_tld_like_a_word, latin
from turnstone.clean.contacts.words import at_and_dot

_SCHEME = re.compile(
    r"(?:\b(?:https?|hxxps?|ftp)\s?:\s?//\s?|\bwww\s?\.\s?)[^\s<>\"'\u201c\u201d\u00ab\u00bb]{2,2000}", re.IGNORECASE
)
SCHEME_WORDS = ("http", "https", "hxxp", "hxxps", "ftp", "www")
"""The words with which what _SCHEME seeks begins."""
_BARE = re.compile(
    r"(?<![\w@.%+/-])((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,4})([^\W\d_]{2,18})(?![\w@-])(/[^\s<>\"']{0,2000})?"
)
_DOT = re.compile(r"\.(?<=[^\W_]\.)[^\W\d_]{2}")
"""What is in all that _BARE finds."""
_HASH = re.compile(r"#(EMAIL|PHONE|URL)_([0-9a-f]{8,128})(?:#|(?![0-9a-z]))")
_CUE = re.compile(r"(?:web|site|sait|www|url|link|visit|homepage|page|seite|strona|stranka|sivut|internet|portal|see|сайт|саит|веб|σελιδα|საიტი|կայք)[\s:=-]{0,4}\w{0,3}[\s:]{0,2}$", re.IGNORECASE)  # fmt: skip
_NO_LABEL = frozenset("the a an and of in on or to for is it this der die das le la el il o um en e i u".split())
_TAIL = ".,;:!?)]}'\"»”*"


def find_hashes(text: str) -> Iterator[Found]:
    """#EMAIL_hash#, #PHONE_hash#, #URL_hash#: a contact taken out by the source, the same hash for the same contact."""
    for match in _HASH.finditer(text) if "#" in text else ():
        yield Found(match[1].lower(), match.start(), match.end(), f"hash:{match[2]}")


def find_urls(folded: Folded, may_be_worded: bool, may_have_scheme: bool = True) -> Iterator[Found]:
    """All URLs of the folded text. `may_have_scheme`: whether one of SCHEME_WORDS is in it."""
    text = folded.text
    for match in _SCHEME.finditer(text) if may_have_scheme else ():
        end = _trimmed(text, match.start(), match.end())
        raw = text[match.start() : end]
        value, swapped = normal(raw)
        host = value.partition("/")[0].partition(":")[0]
        if (
            "." in host
            and (is_tld(host.rpartition(".")[2]) or re.search(r"//|\.[a-z]{2,18}$|^\d+(\.\d+){3}$", raw[:8] + host))
            and not host.startswith(".")
        ):
            ways = folded.how(match.start(), end) | ({"look-alikes"} if swapped else set())
            ways |= {"spacing"} if re.search(r"\s", raw) else set()
            yield Found("url", match.start(), end, value, frozenset(ways))
    for match in in_chunks(_BARE, text, _DOT):
        if not _is_bare(text, match):
            continue
        end = _trimmed(text, match.start(), match.end())
        value, swapped = normal(text[match.start() : end])
        ways = folded.how(match.start(), end) | ({"look-alikes"} if swapped else set())
        yield Found("url", match.start(), end, value, frozenset(ways))
    if may_be_worded:
        yield from _worded_urls(folded)


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """Whether name.tld is an address rather than two sentences without a blank between."""
    labels, tld, path = match[1], match[2], match[3]
    if not is_tld(tld.lower()) or not (tld.islower() or (match[1] + tld).isupper()):
        return False
    first = labels.split(".")[-2]
    if path and (labels + tld).lower() in ("t.me", "x.com"):
        return True
    if path or not is_tld_like_a_word(tld):
        return len(first) >= 2 and not first.isdigit()
    if len(first) < 3 or any(c.isupper() for c in first[1:]) or first.isdigit():
        return False
    goes_on = re.match(r" [^\W\d_]", text[match.end() : match.end() + 2])
    return bool(_CUE.search(text[max(0, match.start() - 24) : match.start()])) or not goes_on


@cache
def _worded() -> re.Pattern[str]:
    dot = "|".join(map(re.escape, at_and_dot("dot")))
    point = rf"(?:\s?[(\[{{]\s?(?:\.|{dot})\s?[)\]}}]\s?|\s+(?:{dot})\s+|\s\.\s)"
    return re.compile(
        rf"(?<![\w@.-])(?P<www>(?:www|вввв?){point})?(?P<label>[\w-]{{2,40}})(?P<dot>{point})(?P<tld>[^\W\d_]{{2,6}})(?![\w-])"
    )


def _worded_urls(folded: Folded) -> Iterator[Found]:
    for match in _worded().finditer(folded.flat):
        label, tld = match["label"], match["tld"]
        bracketed = any(c in match["dot"] for c in "([{")
        if not is_tld(tld) or label in _NO_LABEL or label.isdigit():
            continue
        if (match["dot"].strip() == "." and not match["www"]) or (
            (is_tld_like_a_word(tld) or len(tld) > 4) and not bracketed and not match["www"]
        ):
            continue
        yield Found(
            "url",
            match.start(),
            match.end(),
            f"{label}.{tld}",
            frozenset({"at-and-dot"} | folded.how(match.start(), match.end())),
        )


def _trimmed(text: str, start: int, end: int) -> int:
    """Where the address ends, without the sentence's own signs."""
    while end > start and (text[end - 1] in _TAIL) and not (text[end - 1] == ")" and "(" in text[start:end]):
        end -= 1
    return end


def normal(url: str) -> tuple[str, bool]:
    """Host in lower case without www., then path and query; and whether look-alike letters stood in the host."""
    bare = re.sub(r"\s", "", url)
    bare = re.sub(r"^(?:https?|hxxps?|ftp)://", "", bare, flags=re.IGNORECASE).partition("#")[0]
    bare = bare.replace("[.]", ".").replace("(.)", ".")
    host, slash, path = bare.partition("/")
    host, swapped = latin(host.lower())
    host = host.removeprefix("www.").rstrip(".")
    return (host + slash + path).rstrip("/"), swapped
