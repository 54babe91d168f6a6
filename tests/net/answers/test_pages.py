"""Pages of HTML: titles, refreshes, and the places that fragments name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.net.answers.pages import MAX_TITLE, PlaceFinder, places, refresh_target, title

URL = "https://example.com/guide"
HTML = "text/html; charset=utf-8"
PROSE = "<p>A paragraph that says something on the matter, at some length.</p>\n" * 20
SCRIPT = "<script src='/site.js'></script>"
DOCUMENT = f"""<!doctype html><html><head><title>Guide</title></head><body>
<h2 id="install">Install</h2>{PROSE}
<h2 id='Usage'>Usage</h2>{PROSE}
<section id=three><a name="old-name"></a></section>
<p id="über">Ä</p><p id="R&amp;D">R</p>
{SCRIPT}</body></html>"""


def told(
    page: str | bytes,
    fragment: str,
    *,
    url: str = URL,
    kind: str = HTML,
    complete: bool = True,
) -> bool | None:
    """Whether the page has the place; ``None`` where that is left out."""
    body = page.encode() if isinstance(page, str) else page
    return places(body, url, [fragment], kind, complete).get(fragment)


# ---------------------------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<title>A page</title>", "A page"),
        ("<html><head><TITLE lang=en>\n A \t\u2003page\n</TITLE>", "A page"),
        ("<title>Cats &amp; dogs &#8211; both</title>", "Cats & dogs – both"),
        ("<!-- <title>No</title> --><title>Yes</title>", "Yes"),
        ("<script>'<title>No</title>'</script><title>Yes</title>", "Yes"),
        ("<title></title>", ""),
        ("<p>none</p>", ""),
        ("", ""),
        ("<title>not closed", "not closed"),
        (f"<title>{'x' * 1000}</title>", "x" * MAX_TITLE),
        (" " * 20_000 + "<title>too late</title>", ""),
    ],
)
def test_titles(page: str, expected: str) -> None:
    assert title(page.encode()) == expected


@pytest.mark.parametrize(
    ("codec", "meta", "kind"),
    [
        ("utf-8", "", ""),
        ("cp1252", "", ""),
        ("koi8-r", "<meta charset=koi8-r>", ""),
        ("shift_jis", '<meta http-equiv=content-type content="text/html; charset=Shift_JIS">', ""),
        ("gbk", "<meta charset='utf-8'>", "text/html; charset=GBK"),
        ("utf-8", "<meta charset=x-unheard-of>", "text/html; charset=hex"),
        ("utf-8-sig", "<meta charset=koi8-r>", ""),
    ],
)
def test_titles_in_other_letters(codec: str, meta: str, kind: str) -> None:
    words = {"koi8-r": "Привет", "shift_jis": "こんにちは", "gbk": "你好"}.get(codec, "Größe")
    page = f"{meta}<title>{words}</title>".encode(codec)
    assert title(page, kind) == words


# -------------------------------------------------------------------------------- refreshes


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/new">', "https://example.com/new"),
        ("<META HTTP-EQUIV=REFRESH CONTENT='0;URL=https://a.org/'>", "https://a.org/"),
        ('<meta content="5;url=new" http-equiv="Refresh">', "https://example.com/new"),
        ("<meta http-equiv=refresh content=\"0; URL='/new'\">", "https://example.com/new"),
        ("<meta http-equiv=refresh content=\"0;url='/new' more\">", "https://example.com/new"),
        ('<meta http-equiv="refresh" content="0; /new">', "https://example.com/new"),
        ('<meta http-equiv="refresh" content="0 /new">', "https://example.com/new"),
        ('<meta http-equiv="refresh" content="0.5;url=?a=1&amp;b=2">', f"{URL}?a=1&b=2"),
        (
            '<base href="https://b.org/x/"><meta http-equiv="refresh" content="0;url=new">',
            "https://b.org/x/new",
        ),
        ('<meta http-equiv="refresh" content="11;url=/new">', None),
        ('<meta http-equiv="refresh" content="30">', None),
        ('<meta http-equiv="refresh" content="">', None),
        ('<meta http-equiv="refresh" content="0;url=">', None),
        ('<meta http-equiv="refresh" content="0;url=javascript:alert(1)">', None),
        ('<meta http-equiv="refresh" content="0;url=http://[">', None),
        ('<noscript><meta http-equiv="refresh" content="0;url=/plain"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0;url=/old"> -->', None),
        ('<script>\'<meta http-equiv="refresh" content="0;url=/old">\'</script>', None),
        ('<meta name="refresh" content="0;url=/new">', None),
        ("<p>http-equiv refresh</p>", None),
    ],
)
def test_refreshes(head: str, target: str | None) -> None:
    page = f"<!doctype html><html><head>{head}</head><body>Moved</body></html>"
    assert refresh_target(page.encode(), URL) == target


# ----------------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    "fragment",
    ["install", "Usage", "usage", "INSTALL", "three", "old-name", "über", "%C3%BCber", "R%26D"],
)
def test_places_that_are_there(fragment: str) -> None:
    # `R&D` is nothing that is told of, and so neither is its escaped spelling.
    assert told(DOCUMENT, fragment) is (None if "%26" in fragment else True)
    assert told(DOCUMENT, fragment, complete=False) is (None if "%26" in fragment else True)


def test_places_that_are_not() -> None:
    assert told(DOCUMENT, "uninstall") is False
    assert told(DOCUMENT, "gr%C3%BCn") is False
    assert told(DOCUMENT, "uninstall", complete=False) is None
    assert told(DOCUMENT, "uninstall", kind="") is False
    assert told(DOCUMENT, "uninstall", kind="application/xhtml+xml") is False
    assert told(DOCUMENT, "uninstall", kind="text/plain") is None
    assert told(b"%PDF-1.7 ...", "uninstall", kind="application/pdf") is None


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "top",
        "Top",
        ":~:text=some%20words",
        "install:~:text=words",
        "!/route",
        "/route",
        "/",
        "operation/addPet",
        "page=2",
        "gid=0",
        "g:!((a))",
        "42",
        "L10",
        "L10-L20",
        "L10C3-L20C5",
        "readme",
        "readme-ov-file",
        "MIT-1-ov-file",
        "issuecomment-123456",
        "discussion_r123",
        "discussioncomment-99",
        "diff-0a1b2c",
        "comments",
        "comment-12",
        "respond",
        "disqus_thread",
        "slide-12",
        "x" * 400,
    ],
)
def test_fragments_that_are_no_places(fragment: str) -> None:
    assert told(DOCUMENT, fragment) is None
    assert PlaceFinder([fragment])(b"<html>" + b" " * 20_000)


def test_a_place_in_a_page_in_other_letters() -> None:
    page = DOCUMENT.replace("über", "größe").encode("cp1252")
    assert told(page, "gr%C3%B6%C3%9Fe", kind="text/html; charset=iso-8859-1") is True
    assert told(page, "gr%C3%B6%C3%9Fer", kind="text/html; charset=iso-8859-1") is False


def test_old_links_to_sections_of_a_wiki() -> None:
    page = DOCUMENT.replace("über", "Größe_(Länge)")
    assert told(page, "Gr.C3.B6.C3.9Fe_(L.C3.A4nge)") is True


GITHUB = f"""<!doctype html><html><body><article class="markdown-body">
<h2 id="user-content-install">Install</h2>{PROSE}</article>
<script type="application/json">{{"richText":"\\u003ch2 id=\\"user-content-usage\\">"}}</script>
<noscript>You need JavaScript</noscript></body></html>"""


def test_places_that_an_author_wrote_on_github() -> None:
    url = "https://github.com/ada/engine"
    assert told(GITHUB, "install", url=url) is True
    assert told(GITHUB, "user-content-install", url=url) is True
    assert told(GITHUB, "usage", url=url) is True
    assert told(GITHUB, "licence", url=url) is False
    assert told(GITHUB, "licence", url=f"{url}/wiki/Home") is False
    for path in ("blob/main/README.md", "tree/main", "issues/1", "pull/2/files"):
        assert told(GITHUB, "licence", url=f"{url}/{path}") is None
        assert told(GITHUB, "install", url=f"{url}/{path}") is True
    assert told(DOCUMENT, "licence", url=url) is None


LEFT_ALONE = {
    "an app": f"<html><body><div id=root></div><div id=b></div>{SCRIPT}</body></html>",
    "an app that asks for scripts": DOCUMENT.replace(
        "<body>", "<body><noscript><p>Please enable <b>JavaScript</b></p></noscript>"
    ),
    "docsify": DOCUMENT.replace("<body>", "<body><script>window.$docsify={}</script>"),
    "a script that reads the fragment": DOCUMENT.replace(
        "<body>", "<body><script>go(location.hash)</script>"
    ),
    "headings without names": f"<html><body><h2>A</h2>{PROSE}{PROSE}{SCRIPT}</body></html>",
    "frames": f"<frameset><frame name=a></frameset>{DOCUMENT}",
    "mentioned in data": DOCUMENT.replace("<body>", '<body><script>{"id":"uninstall"}</script>'),
    "mentioned in a link": DOCUMENT.replace("<body>", '<body><a href="#uninstall">x</a>'),
    "almost empty": "<html><body><h2 id=a>A</h2></body></html>",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_pages_that_scripts_draw_are_left_alone(name: str) -> None:
    assert told(LEFT_ALONE[name], "uninstall") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://gitlab.com/a/b",
        "https://medium.com/@ada/notes-0a1b",
        "https://www.notion.so/notes",
        "https://ada.notion.site/notes",
        "https://docs.google.com/document/d/1x",
        "https://stackoverflow.com/questions/1",
        f"https://{'.'.join(('pypi', 'org'))}/project/engine/",
    ],
)
def test_sites_that_scripts_draw_are_left_alone(url: str) -> None:
    assert told(DOCUMENT, "uninstall", url=url) is None
    assert told(DOCUMENT, "install", url=url) is True


def test_a_plain_page_needs_no_named_headings() -> None:
    assert told(f"<html><body><h2>A</h2>{PROSE}</body></html>", "uninstall") is False
    counted = '<script type="application/ld+json">{}</script>'
    assert told(f"<html><body>{counted}{PROSE}</body></html>", "uninstall") is False


def test_of_a_page_with_very_many_names_nothing_is_said_to_be_missing() -> None:
    text = "<p>" + "Some words. " * 100
    many = "".join(f"<i id=n{number % 7}>" for number in range(120_000))
    for page in (text + many, text + "<i id=n1>" + '"' + 'a"b"' * 120_000):
        body = f"{page}<i id=last>".encode()
        told = places(body, "https://h.example/", {"n1", "gone"}, "text/html", complete=True)
        assert told == {"n1": True}


def test_reading_stops_at_very_many_names() -> None:
    enough = PlaceFinder({"gone"})
    body = b"".join(b"<i id=n%d>" % (number % 7) for number in range(150_000))
    assert enough(body)


def test_several_fragments_at_once() -> None:
    found = places(DOCUMENT.encode(), URL, ["install", "nope", "top", "usage"], HTML, True)
    assert found == {"install": True, "usage": True, "nope": False}


# ------------------------------------------------------------------------------ the stream


def test_reading_stops_when_all_places_were_read() -> None:
    body = ("<html><h2 id=one></h2>" + "x" * 40_000 + "<h2 id='user-content-two'></h2>").encode()
    body += b"y" * 40_000
    enough = PlaceFinder(["one", "two", "top"])
    stops = [end for end in range(0, len(body), 500) if enough(body[:end])]
    assert 40_000 < stops[0] < 50_000
    assert not PlaceFinder(["one", "three"])(body)
    assert PlaceFinder(["one"])(body)
    assert not PlaceFinder(["one"])(body[:10_000])


@pytest.mark.parametrize("step", [1, 7, 1000, 8192, 50_000])
def test_places_are_found_whatever_the_pieces(step: int) -> None:
    body = b"<html>" + b"." * 20_000 + b'<p id="far-away">' + b"." * 20_000
    enough = PlaceFinder(["far-away"])
    assert any(enough(body[:end]) for end in range(step, len(body) + step, step))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_page_makes_it_fail(piece: bytes, fragment: str) -> None:
    body = b"<html><head><title>" + piece + b"<meta http-equiv=refresh content='0;url=" + piece
    for kind in ("", "text/html; charset=" + fragment):
        title(body, kind)
        refresh_target(body, URL)
        places(body, URL, [fragment, "a"], kind, True)


@pytest.mark.parametrize(
    "piece",
    ["<ul><li>", "<div>", " id=", ' id="', "<script>", "<noscript>", "<!--", "<h2 ", "'#", "#a",
     "<a name='", "<meta http-equiv=refresh ", "<select><option>", "\\\"", "&amp;"],
)  # fmt: skip
def test_hostile_pages_are_read_in_linear_time(piece: str) -> None:
    body = b"<html><title>x</title>" + piece.encode() * (2_000_000 // len(piece))
    assert title(body) == "x"
    assert refresh_target(body, URL) is None
    assert places(body, URL, ["uninstall"], HTML, False) == {}
    places(body, URL, ["uninstall", "other"], HTML, True)
