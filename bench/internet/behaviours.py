r"""What the URLs of the fake internet do: the first segment of the path says it.

Segments that a behaviour does not know are a name and mean nothing, so that there are as many
URLs of each kind as anybody wants: ``/ok/a``, ``/404/b``. ``N`` is a number; of behaviours that
take one, a name must not be a number. ``?ms=250`` lets any URL wait so long before it answers;
redirects hand it on. How often a URL was asked counts per host, path and query, whatever the
method.

=========================  ======================================================================
``/``, ``/ok``             200, a small page; ``/page`` too: it has ``#id`` and ``#name``
``/slow/N``                200 after N seconds
``/CODE``                  that code, always: ``/404``, ``/410``, ``/403``, ``/999``
``/CODE/N``                that code N times, 200 from then on; 429 and 503 with ``Retry-After``,
                           1 second or what ``?after=`` says (``none`` for no such header)
``/CODE/always``           as ``/CODE``, with ``Retry-After``
``/301/N/…``               a chain of N such redirects (302, 303, 307 and 308 as well) that ends
                           at the rest of the path: ``/301/2/404/x``; at ``/ok`` without one
``/loop/N``                302 in a ring of N URLs, itself without N
``/to/CODE/…``             a redirect to the rest, which is percent-encoded and not checked;
                           without a rest, without a target
``/elsewhere/HOST/…``      302 to the rest of the path on another host (same port)
``/frontpage``             302 to ``/``; ``/frontpage/301``
``/private``               302 to the address of cloud metadata; ``/private/ADDRESS`` to another
``/signin``                302 to ``/login?return_to=…``, which is 200
``/errorpage``             302 to ``/error/404.html``, which is 200
``/cookie``                302 to itself with a cookie; 200 for who brings it back
``/refresh/…``             200, a page that refreshes at once to the rest of the path, or ``/ok``
``/head/405``              HEAD is answered with that code, GET with 200: ``404``, ``501`` …
``/head/hang``             … or with silence; ``/head/reset`` with a reset
``/limited/N``             200, but 429 to more than N requests in a second to this host
``/reset``, ``/close``     the connection is reset, or closed, without an answer; ``/reset/N``
``/silence``               no answer, the connection stays; ``/silence/N`` times only
``/garbage``, ``/half``    an answer that is not HTTP; one that ends within its head
``/early``                 103 Early Hints before the 200
``/body/slow``             a byte every half second, for ever
``/body/late``             the head at once, the body never
``/body/cut``              ends early; ``reset`` does so with a reset
``/body/length``           has more bytes than it says
``/body/chunked``          in chunks; ``badchunk`` breaks their format
``/body/big/N``            N MB, with a length
``/body/endless``          never ends, as fast as it is read
``/gzip``, ``/notgzip``    compressed; not compressed although it says so
``/bomb/N``                N GB (10) of zeros in gzip, a thousandth on the wire
``/headers/N``             a header of N KB in one line; ``/headers/N/many`` in lines of 1 KB
``/headers/endless``       header lines without end; ``/headers/line``, a line without end
``/challenge/CODE``        asks for a proof of being human, behind 200, 202, 403 or 503
``/parking``               the domain is for sale
``/script``                a page that is drawn by script
``/text``, ``/pdf``        plain text of many lines; a PDF
``/hostile/CODE``          control sequences in reason, title and a header
=========================  ======================================================================

Any other path is 404.
"""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

from bench.internet.names import METADATA
from bench.internet.replies import (
    HTML,
    OK,
    PAGE,
    SILENCE,
    Asked,
    Reply,
    Then,
    head,
    redirect,
    titled,
    whole,
)

Behaviour = Callable[[Asked], Reply]

_MEGABYTE = 1_000_000
_REDIRECTS = {301, 302, 303, 307, 308}
_RESET = Reply(0, then=Then.RESET)
_CLOSE = Reply(0, then=Then.CLOSE)
_EVIL = "\x1b[31m\x1b]0;owned\x07::error::\x9b2J"
"""Control sequences of terminals and of workflow logs."""


def reply_to(name: str, asked: Asked) -> Reply:
    """What the server does about a request whose path begins with ``name``."""
    if len(name) == 3 and name.isdecimal():
        return _code(asked, int(name))
    return _BEHAVIOURS.get(name, _not_found)(asked)


# ------------------------------------------------------------------- codes


def _ok(asked: Asked) -> Reply:  # noqa: ARG001 - every behaviour is asked something
    return OK


def _not_found(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(404, titled("Not found"))


def _slow(asked: Asked) -> Reply:
    return Reply(OK.code, OK.head, OK.body, wait=float(asked.word(0, "1")))


def _code(asked: Asked, code: int) -> Reply:
    if code in _REDIRECTS:
        return _chain(asked, code)
    times = asked.number(0, 0)
    if times and asked.times() > times:
        return OK
    after = asked.choices.get("after", "1")
    impatient = code in {429, 503} and (times or asked.word(0) == "always") and after != "none"
    return whole(code, titled(f"Code {code}"), (("Retry-After", after),) if impatient else ())


def _limited(asked: Asked) -> Reply:
    if asked.memory.crowd(asked.host, most=asked.number(0, 10)):
        return whole(429, titled("Too many requests"), (("Retry-After", "1"),))
    return OK


def _head(asked: Asked) -> Reply:
    how = asked.word(0, "405")
    if asked.method != "HEAD":
        return OK
    if how == "hang":
        return SILENCE
    return _RESET if how == "reset" else whole(int(how))


def _challenge(asked: Asked) -> Reply:
    code = asked.number(0, 403)
    if code == 202:  # as Amazon's firewall does
        return whole(202, b"", (("x-amzn-waf-action", "challenge"),))
    mitigated = (("cf-mitigated", "challenge"),) if code == 403 else ()
    scripts = '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>'
    text = "Enable JavaScript and cookies to continue. Checking your browser before accessing."
    body = titled("Just a moment...", text, scripts)
    return whole(code, body, (("Server", "cloudflare"), *mitigated))


# ------------------------------------------------------------------- redirects


def _chain(asked: Asked, code: int) -> Reply:
    left = asked.number(0, 1)
    rest = asked.rest[1:] if asked.word(0).isdecimal() else asked.rest
    if left > 1:
        return redirect(code, asked.onward(str(code), str(left - 1), *rest))
    return redirect(code, asked.onward(*(rest or ("ok",))))


def _loop(asked: Asked) -> Reply:
    size = asked.number(0, 0)
    if not size:
        return redirect(302, asked.target)
    place = asked.number(1, 0)
    return redirect(302, asked.onward("loop", str(size), str((place + 1) % size), *asked.rest[2:]))


def _to(asked: Asked) -> Reply:
    code = asked.number(0, 302)
    if not asked.rest[1:]:
        return whole(code)
    return redirect(code, unquote_to_bytes("/".join(asked.rest[1:])).decode("latin-1"))


def _elsewhere(asked: Asked) -> Reply:
    scheme, _, authority = asked.origin.partition("://")
    port = authority.rpartition(":")[2]
    onward = asked.onward(*(asked.rest[1:] or ("ok",)))
    return redirect(302, f"{scheme}://{asked.word(0, 'h0.example')}:{port}{onward}")


def _front_page(asked: Asked) -> Reply:
    return redirect(asked.number(0, 302), "/")


def _private(asked: Asked) -> Reply:
    return redirect(302, f"http://{asked.word(0, METADATA)}/latest/meta-data/")


def _sign_in(asked: Asked) -> Reply:
    return redirect(302, f"/login?return_to={asked.target}")


def _log_in(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(200, titled("Sign in", '<form><input type="password" name="password"></form>'))


def _to_error(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return redirect(302, "/error/404.html")


def _error(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(200, titled("Page not found", "We are sorry."))


def _cookie(asked: Asked) -> Reply:
    if "proof=1" in asked.cookie:
        return OK
    return redirect(302, asked.target, (("Set-Cookie", "proof=1; Path=/"),))


def _refresh(asked: Asked) -> Reply:
    target = asked.onward(*(asked.rest or ("ok",)))
    tag = f'<meta http-equiv="refresh" content="0; url={target}">'
    return whole(200, titled("Moved", "", tag))


# ------------------------------------------------------------------- broken connections


def _times_over(asked: Asked, reply: Reply) -> Reply:
    times = asked.number(0, 0)
    return OK if times and asked.times() > times else reply


def _reset(asked: Asked) -> Reply:
    return _times_over(asked, _RESET)


def _close(asked: Asked) -> Reply:
    return _times_over(asked, _CLOSE)


def _silence(asked: Asked) -> Reply:
    return _times_over(asked, SILENCE)


def _garbage(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return Reply(0, b"SSH-2.0-OpenSSH_9.6\r\n", then=Then.CLOSE)


def _half(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return Reply(0, b"HTTP/1.1 200 OK\r\nContent-Type: text/h", then=Then.CLOSE)


def _early(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    hints = head(103, (("Link", "</style.css>; rel=preload"),))
    return Reply(200, hints + OK.head, OK.body)


# ------------------------------------------------------------------- bodies and heads


def _body(asked: Asked) -> Reply:
    how = asked.word(0, "chunked")
    if how == "big":
        size = asked.number(1, 50) * _MEGABYTE
        return _of_length(size, itertools.repeat(bytes(100_000), size // 100_000))
    return _BODIES[how]()


def _of_length(length: int, body: Iterator[bytes] | tuple[bytes, ...]) -> Reply:
    headers = (("Content-Type", HTML), ("Content-Length", str(length)))
    return Reply(200, head(200, headers), body)


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def _chunked(body: Iterator[bytes], *, pause: float = 0.0, coding: str = "") -> Reply:
    headers = [("Content-Type", HTML), ("Transfer-Encoding", "chunked")]
    if coding:
        headers.append(("Content-Encoding", coding))
    return Reply(200, head(200, headers), map(_chunk, body), pause=pause)


def _cut(then: Then) -> Reply:
    cut = _of_length(len(PAGE), (PAGE[:400],))
    return Reply(200, cut.head, cut.body, then)


def _late() -> Reply:
    return Reply(200, _of_length(len(PAGE), ()).head, then=Then.HOLD)


def _broken_chunks() -> Reply:
    reply = _chunked(iter(()))
    return Reply(200, reply.head, (_chunk(PAGE[:400]), b"zz\r\nno chunk\r\n"), Then.CLOSE)


_BODIES: dict[str, Callable[[], Reply]] = {
    "slow": lambda: _chunked(itertools.repeat(b"x"), pause=0.5),
    "late": _late,
    "cut": lambda: _cut(Then.CLOSE),
    "reset": lambda: _cut(Then.RESET),
    "length": lambda: _of_length(len(PAGE) // 2, (PAGE,)),
    "chunked": lambda: _chunked(iter((PAGE[:100], PAGE[100:], b""))),
    "badchunk": _broken_chunks,
    "endless": lambda: _chunked(itertools.repeat(b"<p>and so on " * 1000)),
}


def _gzip(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(200, gzip.compress(PAGE), (("Content-Encoding", "gzip"),))


def _not_gzip(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(200, PAGE, (("Content-Encoding", "gzip"),))


def _bomb(asked: Asked) -> Reply:
    return _chunked(_zeros(asked.number(0, 10) * 1000), coding="gzip")


def _zeros(megabytes: int) -> Iterator[bytes]:
    """So many MB of zeros in gzip, compressed as they are read; empty at the end."""
    packer = zlib.compressobj(1, wbits=31)
    zeros = bytes(_MEGABYTE)
    for _ in range(megabytes):
        if piece := packer.compress(zeros):
            yield piece
    yield packer.flush()
    yield b""


def _headers(asked: Asked) -> Reply:
    if asked.word(0) == "endless":
        lines = (b"X-More-%d: and more\r\n" % number for number in itertools.count())
        return Reply(200, b"HTTP/1.1 200 OK\r\n", lines)
    if asked.word(0) == "line":
        return Reply(200, b"HTTP/1.1 200 OK\r\nX-More: ", itertools.repeat(b"and more " * 1000))
    size = asked.number(0, 60)
    if asked.word(1) == "many":
        return whole(200, PAGE, [(f"X-Policy-{number}", "x" * 1000) for number in range(size)])
    return whole(200, PAGE, (("Content-Security-Policy", "x" * (size * 1000)),))


# ------------------------------------------------------------------- pages


def _parking(asked: Asked) -> Reply:
    text = f"The domain {asked.host} is for sale. Buy this domain. Related searches."
    return whole(200, titled(f"{asked.host} is for sale", text))


def _script(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(
        200,
        b"<!doctype html><html><head><title>App</title></head><body><div id=root></div>"
        b'<script src="/static/js/main.0a1b2c.js"></script></body></html>',
    )


def _text(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(200, b"a line\n" * 100, kind="text/plain; charset=utf-8")


def _pdf(asked: Asked) -> Reply:  # noqa: ARG001 - likewise
    return whole(200, b"%PDF-1.7\n" + bytes(20_000), kind="application/pdf")


def _hostile(asked: Asked) -> Reply:
    body = titled(_EVIL, "A page that wants to write on terminals.")
    return whole(asked.number(0, 404), body, (("X-Note", _EVIL),), reason=_EVIL)


_BEHAVIOURS: dict[str, Behaviour] = {
    "": _ok,
    "ok": _ok,
    "page": _ok,
    "slow": _slow,
    "loop": _loop,
    "to": _to,
    "elsewhere": _elsewhere,
    "frontpage": _front_page,
    "private": _private,
    "signin": _sign_in,
    "login": _log_in,
    "errorpage": _to_error,
    "error": _error,
    "cookie": _cookie,
    "refresh": _refresh,
    "head": _head,
    "limited": _limited,
    "reset": _reset,
    "close": _close,
    "silence": _silence,
    "garbage": _garbage,
    "half": _half,
    "early": _early,
    "body": _body,
    "gzip": _gzip,
    "notgzip": _not_gzip,
    "bomb": _bomb,
    "headers": _headers,
    "challenge": _challenge,
    "parking": _parking,
    "script": _script,
    "text": _text,
    "pdf": _pdf,
    "hostile": _hostile,
}
