"""Markdown as people write it, to HTML that is safe, and to a plain tree for paper.

HTML in a text stays text, images are not loaded, and links lead nowhere but to pages of this site. `rendered` is the only
place of the site where a text becomes HTML."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from turnstone.exports.controls import without_controls
from turnstone_web.notes.mentions import MENTION, Mentions

HIGHEST = 3
"""Headings of a text stand under those of the page."""
OWN = re.compile(r"(?:/(?![/\\])|#)[^\s\\\x00-\x20]*")


def rendered(text: str, mentions: Mentions) -> SafeString:
    """The text as HTML."""
    html = _reader().render(without_controls(text), {"mentions": mentions})
    return mark_safe(html)  # nosec B308 B703 - made by the reader from tokens; HTML in a text is off


def tree(text: str, mentions: Mentions) -> list[dict[str, Any]]:
    """The text as nodes {"kind", "text", "level", "children"} of plain values, without any markup."""
    tokens = _reader().parse(without_controls(text), {"mentions": mentions})
    return [_node(child) for child in SyntaxTreeNode(tokens).children]


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    reader.disable(["image", "autolink", "html_inline", "html_block"])
    reader.validateLink = lambda url: OWN.fullmatch(url) is not None  # type: ignore[method-assign]
    reader.core.ruler.push("mentions", _link_mentions)
    reader.core.ruler.push("lower_headings", _lower_headings)
    return reader


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + HIGHEST - 1)}"


def _link_mentions(state: StateCore) -> None:
    mentions: Mentions = state.env["mentions"]
    for block in state.tokens:
        if block.type != "inline" or not block.children or "@" not in block.content:
            continue
        out: list[Token] = []
        links = 0
        for token in block.children:
            links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            out += [token] if token.type != "text" or links else _with_mentions(token, mentions)
        block.children = out


def _with_mentions(token: Token, mentions: Mentions) -> list[Token]:
    out: list[Token] = []
    at = 0
    for found in MENTION.finditer(token.content):
        meant = mentions.find(found[1])
        if meant is None:
            continue
        opened = Token("link_open", "a", 1, attrs={"href": meant.href, "class": "mention", "title": meant.id})
        out += [_said(token.content[at : found.start()]), opened, _said(meant.label), Token("link_close", "a", -1)]
        at = found.end()
    return [*out, _said(token.content[at:])] if out else [token]


def _said(text: str) -> Token:
    return Token("text", "", 0, content=without_controls(text))


def _node(node: SyntaxTreeNode) -> dict[str, Any]:
    kind = node.type
    if kind in ("text", "code_inline", "fence", "code_block"):
        return {"kind": kind, "text": node.content, "level": 0, "children": []}
    level = int(node.tag[1]) if kind == "heading" else int(node.attrs.get("start", 1)) if kind == "ordered_list" else 0
    return {"kind": kind, "text": "", "level": level, "children": [_node(child) for child in node.children]}
