"""What somebody with bad intent, a broken phone or a cat types."""

from html.parser import HTMLParser
from zlib import crc32

from django.db import connection

PAYLOADS = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)", "' onfocus='alert(1)' autofocus='", "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>", "<iframe src=//evil.example>", "<math><mtext></form><form><script>alert(1)",
    "<style>@import '//evil.example'</style>", "<body onload=alert(1)>", "<!--<img src=x onerror=alert(1)>-->",
    "{{ 7|add:7 }}", "{% debug %}", "${alert(1)}", "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)",
    "＜script＞alert(1)＜/script＞", "<details open ontoggle=alert(1)>", "<template><script>alert(1)</script>",
    "<link rel=attachment href=file:///etc/passwd>", "<object data=file:///etc/passwd>", "url(file:///etc/passwd)",
    "%3Cscript%3Ealert(1)%3C/script%3E", "<input hx-get=//evil.example hx-trigger=load>",
)  # fmt: skip
FORMULAS = ("=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("//evil.example")', "＝1+1")
BROKEN = (
    "", " ", "\x00", "a\x00b", "\ud800", "\ufffd", "\u202egnp.exe", "\u2066\u2069", "\u200d\u200c", "\ufeff", "\x1b[31m",
    "a\r\nSet-Cookie: x=1", "' OR '1'='1", "'; DROP TABLE ledger_party; --", "%s%s%n", "../../etc/passwd",
    "9" * 5_000, "आ" * 5_000, "Ǆ" * 130, "e\u0301" * 200, "🏪" * 121,
)  # fmt: skip
FIGURES = (
    "0", "-1", "1e309", "-1e309", "NaN", "Infinity", "१२०", "১২০", "1,20,0", str(10**15), "0x1f", "1_000", "٣", "५०",
    "0.001", "2026-02-29", "29/02/2027", "99999-01-01", "0000-00-00", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
ALWAYS = (
    "", "0", "-1", "1e309", "१२०", "১২০", "1,20,0", str(10**15), "2027-02-29", "29/02/2027", "\x00", "\ud800",
    "\u202e\u2066gnp.exe", "<script>alert(1)</script>", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
UNTYPED = ("", "-1", "1e309", str(10**15), "\x00", "\ud800")
HOSTILE = tuple(dict.fromkeys((*ALWAYS, *PAYLOADS[:12], *FORMULAS[:4], *BROKEN, *FIGURES)))
MEGABYTES = "আ" * (5 * 1024 * 1024 // 3)

LINKS = {"src", "href", "action", "formaction", "hx-get", "hx-post", "hx-push-url", "data", "content"}
ELSEWHERE = ("javascript:", "data:text", "//", "http://evil", "https://evil", "file:")
NEVER = {"iframe", "object", "embed", "base", "style", "math"}


def words_for(field: str, *, whole: bool, is_typed: bool = True) -> tuple[str, ...]:
    """What is put into a field: every word in a long run, else some, other ones for each field and engine."""
    if whole:
        return HOSTILE
    place = crc32(f"{connection.vendor} {field}".encode())
    rarer = HOSTILE[len(ALWAYS) :]
    if not is_typed:
        return (UNTYPED[place % len(UNTYPED)],)
    return (*ALWAYS[place % 5 :: 5], rarer[place % len(rarer)])


class Reader(HTMLParser):
    """Lists everything in a page that could run, load or restyle, and that our templates never write."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_ours = tag == "script" and (dict(attrs).get("src") or "").startswith("/static/")
        if tag in NEVER or (tag == "script" and not is_ours):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            text = (value or "").strip().lower()
            if name.startswith(("on", "hx-on")) or name == "style":
                self.found.append(f"{name}={value}")
            if name in LINKS and text.startswith(ELSEWHERE):
                self.found.append(f"{name}={value}")


def running(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.found


def three_hundred() -> list[str]:
    """Each payload in ten surroundings."""
    around = ("{}", "Asha {}", "{} Asha", '"{}', "'{}", ">{}", "{}\u200d", "रहीम {}", "({})", "`{}`")
    return [place.format(payload)[:115] for payload in PAYLOADS for place in around]
