"""HTML to text, in one pass over the characters: a hostile page costs no more time than an honest one of its size.

No tree is built. Trees of HTML can be made to take quadratic time (many elements that are never closed); a row of
tokens cannot. What a token is follows the HTML standard's tokenizer (html.spec.whatwg.org, 13.2.5) in what matters
for reading: tags with quoted attributes, comments, and elements whose content is no markup (script, style ...).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

RAW = frozenset("script style xmp iframe noembed noframes textarea title".split())
"""Elements whose content is text up to their closing tag, whatever it looks like."""
SILENT = frozenset("script style iframe noembed noframes xmp".split())
"""Of these, those whose content nobody reads."""
BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section select summary
    table tbody tfoot thead title tr ul""".split()
)
KNOWN = BLOCKS | frozenset(
    """a abbr acronym audio b bdi bdo big button cite code col colgroup data del dfn em embed font i iframe img input
    ins kbd label link map mark meta noscript object param picture q rp rt ruby s samp script small source span strike
    strong style sub sup svg td template th textarea time tt u var video wbr""".split()
)
"""Names that make `<name ...>` markup in a text that may or may not have any; `<me@example.org>` is none."""
_START = re.compile(r"<(?:(/?)([A-Za-z][A-Za-z0-9:-]{0,40})(?=[\s/>])|!--|[!?])")
_STOP = re.compile(r"[\"'>]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTE = re.compile(r"([^\s=>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
_MOST_ATTRIBUTES = 64 << 10
_SPACES = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAKS = re.compile(r"[ \t\f]*\n[ \t\f]*")
_MANY_BREAKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a page. `kind`: text, raw (what stands in an element of RAW), open or close; `name` of the element,
    in lower case; `text`: the text as written, or a tag's attributes as written."""

    kind: str
    name: str
    text: str

    def attributes(self) -> dict[str, str]:
        """Names in lower case, values with entities replaced; of a name that comes twice, the first."""
        out: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.text[:_MOST_ATTRIBUTES]):
            value = next((v for v in match.groups()[1:] if v is not None), "")
            out.setdefault(match[1].lower(), entities(value))
        return out


def tokens(text: str, names: frozenset[str] | None = None) -> Iterator[Token]:
    """The tokens in order. With `names`, only tags of these names are tags, and everything else stays text."""
    at = since = 0
    unclosed: set[str] = set()  # signs that do not come again: looked for once, not at every tag
    while match := _START.search(text, at):
        name = (match[2] or "").lower()
        if name and names is not None and name not in names:
            at = match.end()
            continue
        end = _end(text, match, unclosed)
        if end is None:
            at = match.end()
            continue
        if match.start() > since:
            yield Token("text", "", text[since : match.start()])
        at = since = end
        if not name:
            continue
        if match[1]:
            yield Token("close", name, "")
            continue
        yield Token("open", name, text[match.end() : end - 1])
        if name in RAW and name not in unclosed:
            closing = _CLOSING[name].search(text, at)
            if closing is None:
                unclosed.add(name)
                if name in SILENT:
                    yield Token("raw", name, text[at:])
                    return
                continue
            yield Token("raw", name, text[at : closing.start()])
            at = since = closing.start()
    if since < len(text):
        yield Token("text", "", text[since:])


def _end(text: str, start: re.Match[str], unclosed: set[str]) -> int | None:
    """Where a tag or comment ends; None where it never does."""
    at = start.end()
    if start.group() == "<!--":
        if "-->" in unclosed:
            return None
        end = text.find("-->", max(at - 2, 0))
        if end < 0:
            unclosed.add("-->")
            return None
        return end + 3
    if ">" in unclosed:
        return None
    while stop := _STOP.search(text, at):
        sign = stop.group()
        if sign == ">":
            return stop.end()
        closing = -1 if sign in unclosed else text.find(sign, stop.end())
        if closing < 0:  # a stray quote: the tag ends at the next bracket
            unclosed.add(sign)
            at = stop.end()
        else:
            at = closing + 1
    unclosed.add(">")
    return None


def entities(text: str) -> str:
    """`&amp;`, `&#8364;` and their like replaced; only whole ones, so that `AT&T` and `x&copy=1` stay."""
    return _ENTITY.sub(lambda match: unescape(match.group()), text) if "&" in text else text


def render(pieces: Iterator[Token], *, collapse: bool | None = None) -> str:
    """The text that a reader sees: breaks where blocks begin and end, no scripts, entities replaced.

    `collapse`: whether line breaks in the source are mere spaces, as in a page; None: if there are blocks at all.
    """
    listed = list(pieces)
    if collapse is None:
        collapse = any(t.name in BLOCKS for t in listed)
    out: list[str] = []
    pre = 0
    for token in listed:
        if token.kind == "text" or (token.kind == "raw" and token.name not in SILENT):
            out.append(entities(_SPACES.sub(" ", token.text) if collapse and not pre else token.text))
        elif token.kind in ("open", "close"):
            if token.name == "pre":
                pre = max(pre + (1 if token.kind == "open" else -1), 0)
            if token.name in BLOCKS:
                out.append("\n")
            elif token.name in ("td", "th"):
                out.append(" ")
    text = "".join(out)
    if collapse:
        text = _AROUND_BREAKS.sub("\n", re.sub(r"[ \t]{2,}", " ", text))
        text = _MANY_BREAKS.sub("\n\n", text)
    return text.strip()


def without_markup(text: str) -> tuple[str, bool]:
    """The text without tags and entities, and whether it had any. A text that only has signs that look like some
    ('5 < 6 > 3', 'R&D') is given back as it is. Markup that was escaped as a whole (`&lt;p&gt;`) is read too."""
    had = False
    for _ in range(2):
        if "<" not in text and "&" not in text:
            break
        found = list(tokens(text, KNOWN))
        tags = any(t.kind != "text" for t in found)
        if not tags and _ENTITY.search(text) is None:
            break
        had = True
        text = render(iter(found)) if tags else entities(text)
        if tags:
            break
    return text, had
