"""Layout: pages of invented outlets with their body marked, HTML, and pages without an article."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lang
from pipeline.document import Document, Quarantined
from pipeline.layout import layout
from pipeline.layout.facts import dateline
from pipeline.layout.people import names
from pipeline.layout.stamps import stamps
from pipeline.reading import read_html, read_plain

PAGES = Path(__file__).parent / "pages"
_FACT = re.compile(r"(title|authors|dateline|published|retrieved): (.*)$")


@dataclass
class Page:
    name: str
    raw: str = ""
    body: set[int] = field(default_factory=set)
    facts: dict[str, str] = field(default_factory=dict)


def pages() -> Iterator[Page]:
    """The pages under `tests/pages`: `=== name`, facts, and the page with ⟦its body⟧ marked."""
    for path in sorted(PAGES.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            name, rest = part.split("\n", 1)
            page, lines = Page(f"{path.stem}: {name}"), []
            for line in rest.split("\n"):
                match = _FACT.match(line)
                if match:
                    page.facts[match[1]] = match[2].strip("-")
                else:
                    lines.append(line)
            inside = False
            for c in "\n".join(lines):
                if c in "⟦⟧":
                    inside = c == "⟦"
                else:
                    if inside and not c.isspace():
                        page.body.add(len(page.raw))
                    page.raw += c
            yield page


def read(raw: str, html: bool = False, **known: object) -> Document | Quarantined:
    text, offsets = (read_html if html else read_plain)(raw)
    return layout(Document("id", "page", raw, text, html=html, offsets=offsets, **known))  # type: ignore[arg-type]


def article(raw: str, html: bool = False, **known: object) -> Document:
    result = read(raw, html, **known)
    assert isinstance(result, Document), result
    return result


def body(document: Document) -> str:
    return "\n".join(document.text[start:end] for start, end in document.body)


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.name)
def test_page(page: Page) -> None:
    document = article(page.raw)
    spans = [document.raw_span(*span) for span in document.body]
    found = {i for start, end in spans for i in range(start, end) if not page.raw[i].isspace()}
    lost, extra = page.body - found, found - page.body
    assert not lost, f"lost: {''.join(page.raw[i] for i in sorted(lost))}"
    assert not extra, f"extra: {''.join(page.raw[i] for i in sorted(extra))}"
    assert (document.title or "") == page.facts.get("title", "")
    assert ", ".join(document.authors) == page.facts.get("authors", "")
    assert (document.dateline_place or "") == page.facts.get("dateline", "")
    published = f"{document.published_on or ''} {document.published_time or ''}".strip()
    assert published == page.facts.get("published", "")
    assert str(document.retrieved_on or "") == page.facts.get("retrieved", "")


def test_there_are_pages_enough() -> None:
    assert sum(1 for _ in pages()) >= 360


HTML = """<!DOCTYPE html><html lang="de"><head><title>Werk in Kaluga verkauft - Beispiel-Zeitung</title>{meta}</head>
<body><header><nav><a href="/">Start</a><a href="/p">Politik</a></nav><div>Dienstag, 3. März 2026</div></header>
<div class="cookie">Wir verwenden Cookies, um Ihnen ein gutes Erlebnis zu bieten.</div><main><article>
<h1>Werk in Kaluga&nbsp;verkauft</h1><p class="byline">Von Rahel Zumsteg</p>
<figure><img src="x"><figcaption>Foto: Keystone</figcaption></figure>
<p><b>FRAUENFELD (awp)</b> &ndash; Die Thurtal AG hat im ersten Semester den <a href="x">Umsatz</a> um 7.4% auf
312.6 Mio. Fr. ge&shy;steigert. Das Betriebs&shy;ergebnis stieg von 28 auf 33.5 Mio. Fr.</p><h2>Was nun</h2>
<p>Schuld ist eine Wertberichtigung von gut 14 Mio. Fr. auf dem Werk in Kaluga, das im Juni an Oka ging.</p>
<ul><li>Erstens das Werk in Kaluga</li><li>Zweitens das Lager</li></ul>
<p>Die M&uuml;llers &amp; S&ouml;hne wollen nun bis Ende 2027 rund 38 Millionen Franken investieren.</p></article>
<aside><h3>Mehr zum Thema</h3>
<ul><li><a href="a">Ein anderer Artikel über ganz was anderes</a></li></ul></aside></main>
<footer>© 2025 Verlag AG. Alle Rechte vorbehalten.</footer></body></html>"""


@pytest.mark.parametrize(
    ("meta", "published", "time"),
    [
        ("", None, None),
        ('<meta property="article:published_time" content="2025-08-14T10:41:00+02:00">', date(2025, 8, 14), "10:41"),
        (
            '<script type="application/ld+json">{"@type":"Article","datePublished":"2025-08-14T08:41:00Z"}</script>',
            date(2025, 8, 14),
            None,
        ),
    ],
)
def test_html(meta: str, published: date | None, time: str | None) -> None:
    document = article(HTML.replace("{meta}", meta), html=True)
    assert document.title == "Werk in Kaluga verkauft"
    assert document.authors == ("Rahel Zumsteg",)
    assert (document.published_on, document.published_time) == (published, time)
    assert document.retrieved_on == date(2026, 3, 3)
    assert document.dateline_place == "FRAUENFELD"
    text = body(document)
    for words in ("gesteigert. Das Betriebsergebnis", "Was nun", "Zweitens das Lager", "Müllers & Söhne wollen"):
        assert words in text
    for words in ("Cookies", "Rahel", "Keystone", "anderer Artikel", "Verlag", "Start"):
        assert words not in text


@pytest.mark.parametrize(
    "raw",
    ["<", "<div>" * 3000 + "Ein Satz, der hier mit vielen Worten steht und auch endet.", "<p>a<b>c</p></b>" * 2000,
     "\x01<html>", "<table><tr><td>" * 2000 + "x", "<!--", "<script>", '<a href="'],
)  # fmt: skip
def test_broken_html_does_not_raise(raw: str) -> None:
    assert isinstance(read(raw, html=True), Document | Quarantined)


def test_what_the_input_says_wins() -> None:
    raw = (
        "Anders betitelt\n\n3. Mai 2024, 10:00\n\nDie Regierung in Bischkek will bis 2027 eine Straße nach Naryn bauen."
    )
    document = article(raw, title="Titel der Quelle", authors=("A. B.",), published_on=date(2024, 5, 2))
    assert (document.title, document.authors) == ("Titel der Quelle", ("A. B.",))
    assert (document.published_on, document.published_time) == (date(2024, 5, 2), None)
    assert article(raw, published_on=date(2024, 5, 3)).published_time == "10:00"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        (" \n\t\u00a0\n", "empty"),
        ("Startseite | Politik | Wirtschaft | Sport\nLogin\n© 2024 Verlag", "no_article"),
        ("Главная\nНовости\nКонтакты\nПоиск по сайту", "no_article"),
        ("404", "no_article"),
    ],
)
def test_without_article(raw: str, reason: str) -> None:
    result = read(raw)
    assert isinstance(result, Quarantined)
    assert (result.stage, result.reason) == ("layout", reason)


@given(st.text(alphabet="Aaбв.,:|\n -–0123:@©#«»(/)", max_size=300))
@settings(max_examples=300, deadline=None)
def test_never_raises_and_spans_are_in_order(raw: str) -> None:
    result = read(raw)
    if isinstance(result, Document):
        assert all(0 <= start < end <= len(result.text) for start, end in result.body)
        assert all(a[1] <= b[0] for a, b in zip(result.body, result.body[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("MINSK, 19. September (BelTA) – Die Region", "MINSK"), ("Tiflis (dpa) - Georgien hat", "Tiflis"),
        ("Berlin/Minsk (dpa) – Die", "Berlin/Minsk"), ("Frankfurt am Main (ots) - Die", "Frankfurt am Main"),
        ("Bern, 12.03.2024 - Der Bundesrat", "Bern"), ("Wien, am 3. Mai 2024 – Die", "Wien"),
        ("МОСКВА, 14 мар — РИА Новости. Глава", "МОСКВА"), ("Москва. 14 марта. INTERFAX.RU - Глава", "Москва"),
        ("АСТАНА. КАЗИНФОРМ – Глава", "АСТАНА"), ("17 апреля, МИНСК /Корр. БЕЛТА/. Глава", "МИНСК"),
        ("МИНСК – Президент встретился", "МИНСК"), ("Германия — один из главных партнёров", None),
        ("Казахстан – Россия: новый этап", None), ("Kasachstan – Land der Steppe", None),
        ("Der Chef – Er kam zu spät", None), ("Silke Adam (SPD): Das geht so nicht", None),
        ("Vaduz (ikr) – Die Regierung", "Vaduz"), ("БАКУ, Азербайджан, 22 августа. Страны", "БАКУ"),
        ("Германия, 3 марта 2024 года, объявила", None),
        ("Im Mai (dpa) – so", None), ("Wir gehen. Er bleibt.", None),
    ],
)  # fmt: skip
def test_dateline(text: str, place: str | None) -> None:
    assert dateline(text)[0] == place


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("Fr., 12.9.2025 – 9.30 Uhr", "2025-09-12", "09:30"), ("19 September 2024, 19:35", "2024-09-19", "19:35"),
        ("Пятница, 30 января, 2026", "2026-01-30", None), ("5 февраля 2026 г.", "2026-02-05", None),
        ("2025-03-14T11:42:05+05:00", "2025-03-14", "11:42"), ("11:42, 14.03.2025", "2025-03-14", "11:42"),
        ("Stand: 3. Jänner 2024, 10 Uhr", "2024-01-03", "10:00"), ("12.03.24", "2024-03-12", None),
        ("14 мар 2025", "2025-03-14", None), ("March", None, None), ("3.1% auf 87.35 Fr.", None, None),
        ("31.02.2024", None, None), ("14 марта", "None", None),
    ],
)  # fmt: skip
def test_stamp(text: str, day: str | None, time: str | None) -> None:
    found = stamps(text)
    assert (str(found[0].day) if found else None) == day
    assert (found[0].time if found else None) == time


@pytest.mark.parametrize(
    ("text", "known", "persons"),
    [
        ("Мадина ТАЛИПОВА", False, ["Мадина ТАЛИПОВА"]), ("Северный Казахстан", False, []),
        ("Главные новости", False, []),
        ("Степан Ложкин, Екатеринбург", True, ["Степан Ложкин"]), ("Neue Heimat", False, []), ("dpa", True, []),
        ("Anna Schmidt, Peter Müller und Eva-Maria Kunz", True, ["Anna Schmidt", "Peter Müller", "Eva-Maria Kunz"]),
        ("unserem Korrespondenten Max Muster, Berlin", True, ["Max Muster"]),
        ("Treskow-Mahler stellt die Pläne am kommenden Montag um 18 Uhr vor.", True, []),
        ("Gerald Hosp, St. Moritz", False, ["Gerald Hosp"]),
    ],
)  # fmt: skip
def test_names(text: str, known: bool, persons: list[str]) -> None:
    assert names(text, known) == persons


def test_every_kind_of_furniture_is_one_that_the_rules_know() -> None:
    kinds = {
        "menu", "tool", "count", "ad", "end", "more", "credit", "label", "author", "appeal", "notice", "footer",
        "imprint", "published", "updated", "rate", "weather", "urge", "channel", "call", "audience",
        "wire", "note", "do", "offer", "street", "home", "ask", "register", "masthead",
    }  # fmt: skip
    for language in lang.LANGUAGES:
        for form, meaning in lang.table(language, "layout_furniture").items():
            assert set(meaning.split()) <= kinds, form


@pytest.mark.parametrize(
    "raw",
    ["Das ist ein Satz mit vielen Worten, der hier endet.\n" * 1000, "слово" * 50_000, "a | " * 30_000, "А " * 50_000,
     "12.03.2024 " * 10_000, "Minsk " * 20_000, "Das ist ein Satz. " * 20_000, "- а\n" * 2000, "@" * 50_000],
)  # fmt: skip
def test_time_is_linear(raw: str) -> None:
    started = time.process_time()
    read(raw)
    assert time.process_time() - started < 10
