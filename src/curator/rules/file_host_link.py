r"""A link leads to a file host rather than to a page of the author.

## Why it matters

What somebody once uploaded to a drive has no version, no licence and no owner one could ask. It
is often a copy that was not theirs to share, it vanishes when the account is full or closed, and
nobody but its owner can tell what is inside before it is downloaded.

```markdown bad
- [Slides](https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWx/view)
- [Data set](https://www.dropbox.com/s/abcdefgh1234567/data.zip?dl=0)
```

```markdown fixed
- [Slides](https://example.org/talks/slides.pdf)
- [Data set](https://zenodo.org/records/1234567)
```

Many lists link such files on purpose, so no preset selects this rule. Known are Google Drive,
Dropbox, OneDrive, Box, Mega, MediaFire, WeTransfer, 4shared, Baidu, Quark, Aliyun, Lanzou and
Yandex drives, pCloud, Gofile, Pixeldrain and others of their kind. The pages of the services
themselves, such as their front page, are no files.

```markdown good
- [Dropbox](https://www.dropbox.com/) - Keeps files.
- [Mega SDK](https://mega.io/developers) - Talks to a file host.
```

## Options

`allow` names hosts whose files are accepted, and `also` further hosts of which no page is, such
as `docs.google.com`. A host stands for its subdomains as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule, option
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """The hosts that a list accepts, and those that it does not."""

    allow: tuple[str, ...] = option((), "File hosts whose files are accepted.")
    also: tuple[str, ...] = option((), "Hosts of further file hosts.")


RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=(),
    options=Options,
)

_ANY = re.compile(r"")
_PATH = re.compile(r"/[^/?#]")
_SHARED = re.compile(r"/s/|/share|/v/|/f/", re.IGNORECASE)

_HOSTS: dict[str, re.Pattern[str]] = {
    "drive.google.com": re.compile(r"/(?:file|open|uc|folderview|drive/)", re.IGNORECASE),
    "drive.usercontent.google.com": _PATH,
    "dropbox.com": re.compile(r"/(?:s|sh|scl|t|l)/|/transfer/", re.IGNORECASE),
    "dropboxusercontent.com": _PATH,
    "onedrive.live.com": re.compile(r"[?&#](?:id|resid|cid|authkey)=", re.IGNORECASE),
    "1drv.ms": _PATH,
    "sharepoint.com": re.compile(r"/:\w:/"),
    "box.com": _SHARED,
    "box.net": _SHARED,
    "mega.nz": re.compile(r"/(?:file|folder|embed)/|#F?!", re.IGNORECASE),
    "mega.co.nz": re.compile(r"/(?:file|folder|embed)/|#F?!", re.IGNORECASE),
    "mediafire.com": re.compile(r"/(?:file|folder|download|view|\?)", re.IGNORECASE),
    "wetransfer.com": re.compile(r"/downloads/", re.IGNORECASE),
    "we.tl": _PATH,
    "4shared.com": re.compile(r"/(?:file|folder|dir|video|office|photo|rar|zip|web)/"),
    "pan.baidu.com": _PATH,
    "yun.baidu.com": _PATH,
    "pan.quark.cn": _SHARED,
    "aliyundrive.com": _SHARED,
    "alipan.com": _SHARED,
    "pan.xunlei.com": _SHARED,
    "cloud.189.cn": _PATH,
    "caiyun.139.com": _PATH,
    "lanzou.com": _PATH,
    "lanzous.com": _PATH,
    "lanzoui.com": _PATH,
    "lanzoux.com": _PATH,
    "share.weiyun.com": _PATH,
    "123pan.com": _SHARED,
    "115.com": _SHARED,
    "disk.yandex.com": re.compile(r"/[di]/"),
    "disk.yandex.ru": re.compile(r"/[di]/"),
    "yadi.sk": re.compile(r"/[di]/"),
    "cloud.mail.ru": re.compile(r"/public/"),
    "pcloud.link": _PATH,
    "u.pcloud.com": re.compile(r"/publink/|#page=publink"),
    "my.pcloud.com": re.compile(r"/publink/|#page=publink"),
    "gofile.io": re.compile(r"/d/"),
    "pixeldrain.com": re.compile(r"/[ul]/"),
    "anonfiles.com": _PATH,
    "bayfiles.com": _PATH,
    "zippyshare.com": re.compile(r"/v/"),
    "sendspace.com": re.compile(r"/file/"),
    "uploaded.net": re.compile(r"/(?:file|folder)/"),
    "rapidgator.net": re.compile(r"/(?:file|folder)/"),
    "depositfiles.com": re.compile(r"/files/"),
    "filefactory.com": re.compile(r"/(?:file|folder)/"),
    "transfer.sh": _PATH,
    "file.io": _PATH,
    "send.firefox.com": _PATH,
    "workupload.com": re.compile(r"/(?:file|archive)/"),
    "terabox.com": _SHARED,
    "hightail.com": re.compile(r"/(?:download|space|receive)/", re.IGNORECASE),
    "jottacloud.com": re.compile(r"/(?:p|s|share)/"),
    "jumpshare.com": re.compile(r"/(?:v|s|b)/"),
}
"""Hosts that keep anybody's files, each with what the address of a shared file has in it."""

_MOST_LABELS = 6
"""Labels of a host's name that are looked at, from its end."""
_ADDRESS = re.compile(r"(?:https?:)?//(?:[^/?#@\s]*@)?([^/?#:\\\s]+)(?::\d*)?", re.IGNORECASE)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report files on such hosts, each address once for every place where it is written."""
    options = ctx.options(Options)
    allowed = {_bare(host) for host in options.allow}
    hosts = _HOSTS | {_bare(host): _ANY for host in options.also}
    told: set[Span] = set()
    for link in ctx.document.links:
        host = _file_host(link.url, hosts, allowed)
        if not host:
            continue
        place = ctx.document.address_of(link) or link.span
        if place not in told:
            told.add(place)
            yield ctx.found(
                place,
                f"'{shortened(link.url)}' lies on the file host {host}: link a page of its author",
                key=link.url,
            )


def _bare(host: str) -> str:
    """A configured host in lower case, without scheme, ``www.`` and path."""
    name = host.strip().lower().rpartition("://")[2].partition("/")[0]
    return name.removeprefix("www.")


def _file_host(url: str, hosts: Mapping[str, re.Pattern[str]], allowed: Set[str]) -> str | None:
    """The host that an address of a file names, ``None`` for all other addresses."""
    match = _ADDRESS.match(url)
    if match is None:
        return None
    labels = match[1].lower().removeprefix("www.").split(".")[-_MOST_LABELS:]
    names = [".".join(labels[at:]) for at in range(len(labels) - 1)]
    if any(name in allowed for name in names):
        return None
    name = next((name for name in names if name in hosts), None)
    return name if name and hosts[name].search(url, match.end()) else None
