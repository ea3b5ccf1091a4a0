"""Which lines of a page are the article, and what the page tells about it.

`kinds` says what every line is by itself, `article` finds the article among them, `facts` reads authors,
dateline and dates, `markup` asks trafilatura about HTML.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Document, Quarantined
from pipeline.layout import article as articles
from pipeline.layout import facts
from pipeline.layout.kinds import split
from pipeline.layout.lines import Line, alike
from pipeline.layout.stamps import Stamp

_SIGNED = frozenset(("byline", "name", "date"))


def layout(document: Document) -> Document | Quarantined:
    """The document with its body, and what page and text say of title, authors, dateline and dates.

    What the input itself said (title, authors, published_on) stays. A page without an article comes back
    quarantined: `empty`, or `no_article`.
    """
    text = document.text
    lines = split(text)
    if not lines:
        return Quarantined(document.source, "layout", "empty", "nothing but blanks", document.source_id)
    known = None
    if document.html:
        from pipeline.layout import markup

        known = markup.read(document.raw)
        markup.pick(lines, known)
    shown = {alike(line.text) for line in lines}
    declared = known.titles if known else ()
    title = document.title or next((t for t in declared if alike(t) in shown), None)
    article = articles.find(lines, title)
    if article is None:
        return Quarantined(
            document.source, "layout", "no_article", f"{len(lines)} lines, none of prose", document.source_id
        )
    authors = document.authors or facts.authors(lines, article) or (known.authors if known else ())
    while len(article.inside) > 2 and facts.is_biography(lines[article.inside[-1]], authors):
        article.inside.pop()
    body = tuple(articles.stretches(lines, article.inside))
    place, stamp = _dateline(lines, article)
    if place and not authors:
        authors = tuple(next((found for i in article.inside[:3] if (found := facts.sender(lines[i].text))), ()))
    day, clock, retrieved = facts.published(lines, article)
    if day is None and stamp is not None:
        day = stamp.day
    if document.title is None and article.title is not None:
        title = lines[article.title].text
    title = title or next(iter(declared), None)
    if known is not None and document.published_on is None and known.published_on is not None:
        clock = known.published_time or (clock if day == known.published_on else None)
        day = known.published_on
    if document.published_on is not None and day != document.published_on:
        day, clock = document.published_on, None
    return replace(
        document,
        title=title,
        authors=authors,
        published_on=day,
        published_time=clock,
        retrieved_on=retrieved,
        dateline_place=place,
        body=body,
    )


def _is_ticker(lines: list[Line], article: articles.Article) -> bool:
    """Whether several entries begin with a word and a colon: towns and subjects, or those who speak."""
    return sum(bool(re.match(r"[^\W\d_]+: ", lines[i].text)) for i in article.inside) > 1


def _dateline(lines: list[Line], article: articles.Article) -> tuple[str | None, Stamp | None]:
    """The dateline, of the first line of the text that is no headline or lead."""
    signed = [i for i in range(article.head, article.first + 4) if i < len(lines) and lines[i].kind in _SIGNED]
    signed = [i for i in signed if i < article.last]
    rest = [lines[i] for i in article.inside if i != article.title and i > max(signed, default=-1)]
    texts = [
        line for line in rest if line.kind == "prose" or line.text.endswith(")")
    ]  # „Bamberg (ots)“ on its own line
    for line in texts[:3]:
        place, stamp = facts.dateline(line.text + " –" if line.text.endswith(")") else line.text)
        if place and not (line.text.startswith(f"{place}:") and _is_ticker(lines, article)):
            return place, stamp
    towns = [town for line in texts if (town := facts.town(line.text))]
    if len(towns) == 1 and any(facts.town(line.text) for line in texts[:2]):
        return towns[0], None
    for i in article.inside[:3]:  # in capitals it is one above the by-line too: „LINZ. Nach vier Runden …“
        if i != article.title and (town := facts.town(lines[i].text)) and town.isupper():
            return town, None
    return None, None
