"""Accounts at named platforms: '@name' beside the platform's name, 'tg: name', and links to accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from turnstone.clean.contacts.contact import Found
from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.words import plain, rows

_NAME = r"[a-z0-9_](?:[a-z0-9_.-]{1,40}[a-z0-9_]|[a-z0-9_])"
_AT = re.compile(rf"(?<![\w@.%+/-])@ ?({_NAME})(?![\w@]|\.\w)", re.IGNORECASE)
_LINK = re.compile(r"(?:@|add/|in/|u/|profile/|channel/)?([A-Za-z0-9_.-]{2,40})/?(?:\?\S*)?$")
_NO_ACCOUNT = frozenset(
    "joinchat share p reel reels explore stories watch groups events pages hashtag s c iv search login home sharer.php profile.php add".split()
)
_SHORT = frozenset("insta ig tg snap инста инсту телега тг kik".split())
_COMMON = frozenset(
    "only and or me my is on in channel group story stories photos pics photo page chat video videos call calls app business account available please free live map maps at with for the no yes ok here also now messages message profile link name username number shop club add user reels post posts bio dm".split()
)


@cache
def _platforms() -> tuple[dict[str, str], dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Host -> platform; name -> platform; the pattern of a name followed by an account, and of a name alone."""
    hosts, names = {}, {}
    for platform, host, *called in rows("platforms.tsv"):
        hosts.update({} if host == "-" else dict.fromkeys(host.split(), platform))
        names.update(dict.fromkeys(map(plain_name, called), platform))
    said = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
    link = r"(?P<link>\s?[:=>→➡\-–—]+\s?|\s+(?:is|ist|это|:|id|nick|ник|name|имя|username|user)[\s:=-]+|\s+)"
    follow = re.compile(
        rf"(?<![\w@/.])(?P<name>{said})(?P<signs>[)\]]?){link}(?P<at>@ ?)?(?P<account>{_NAME})(?![\w@]|\.[a-z])"
    )
    return hosts, names, follow, re.compile(rf"(?<![\w@/.])(?:{said})(?!\w)")


@cache
def first_words() -> frozenset[str]:
    """With which words the names of platforms begin."""
    return frozenset(name.split()[0] for name in _platforms()[1])


def plain_name(name: str) -> str:
    """A platform's name as the folded text has it."""
    return " ".join(plain(word) for word in name.split())


def account_of(url: str) -> str | None:
    """'platform:handle' where a normal URL leads to an account, else None."""
    hosts = _platforms()[0]
    host, _, path = url.partition("/")
    platform = hosts.get(host)
    if platform is None or not path:
        return None
    match = _LINK.match(path)
    if match is None or match[1].lower() in _NO_ACCOUNT or path.startswith("+"):
        return None
    return f"{platform}:{match[1].lower()}"


def find_handles(folded: Folded) -> Iterator[Found]:
    """All accounts that stand beside the name of their platform: none where no word is one of `first_words`."""
    flat = folded.flat
    _, names, follow, alone = _platforms()
    taken: set[int] = set()
    for match in follow.finditer(flat):
        end = _end_of(folded.text, match.start("account"), match.end())
        account, link = flat[match.start("account") : end], match["link"].strip()
        if not (match["at"] or _is_account(match["name"], account, link, flat, end)):
            continue
        start = match.start("at") if match["at"] else match.start("account")
        taken.add(start)
        yield _handle(folded, names[match["name"]], account, start, end)
    if "@" not in flat:
        return
    for match in _AT.finditer(flat):
        if match.start() in taken:
            continue
        after = alone.search(flat, match.end(), match.end() + 22)
        before = list(alone.finditer(flat, max(0, match.start() - 44), match.start()))
        near = (
            after.group()
            if after
            and re.fullmatch(
                r"[\s(,\[-]*(?:on|in|at|auf|sur|en|na|su|no|på|pa|w|v|в|на|у|-|:)?[\s(\[-]*",
                flat[match.end() : after.start()],
            )
            else None
        )
        if near is None and before and not re.search(r"[.!?\n].{3,}", flat[before[-1].end() : match.start()]):
            near = before[-1].group()
        if near is not None:
            end = _end_of(folded.text, match.start(1), match.end())
            yield _handle(folded, names[near], flat[match.start(1) : end], match.start(), end)


def _end_of(text: str, start: int, end: int) -> int:
    """Where an account's name ends: before a full stop that a new sentence follows without a blank."""
    stop = re.compile(r"\.[A-ZА-Я]").search(text, start, end)
    return stop.start() if stop and not text[start : stop.start()].isupper() else end


def _is_account(name: str, account: str, link: str, flat: str, end: int) -> bool:
    """Whether a word after a platform's name is an account, though no @ says so."""
    if account.isdigit() or account in _COMMON or len(account) < 3:
        return False
    shaped = bool(re.search(r"[\d_.]", account)) and not account[0].isdigit()
    if name in ("line", "signal", "сигнал", "snap", "kik"):
        return shaped and bool(re.search("[a-z]", account)) and bool("_" in account or (link and link[0] in ":=@"))
    if link and link[0] in ":=>→➡":
        return bool(re.search("[a-z]", account))
    if link:
        return (
            shaped
            or link.rstrip(":=- ") in ("nick", "ник", "id", "username", "user")
            or (link[0] not in "-–—" and bool(re.match(r"\s*(?:$|[.,;!)\n])", flat[end : end + 2])))
        )
    return (shaped and bool(re.search("[a-z]", account))) or (
        name in _SHORT and bool(re.match(r"\s*(?:$|[.,;!)\n])", flat[end : end + 2]))
    )


def _handle(folded: Folded, platform: str, account: str, start: int, end: int) -> Found:
    return Found("handle", start, end, f"{platform}:{account.lower()}", frozenset(folded.how(start, end)))
