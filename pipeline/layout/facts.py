"""What a page tells about its article: authors, dateline, when it was published, when the page was saved."""

from __future__ import annotations

import re
from datetime import date

from pipeline.lang import registry
from pipeline.layout import phrases
from pipeline.layout.article import Article
from pipeline.layout.lines import Line
from pipeline.layout.people import is_office, names
from pipeline.layout.stamps import Stamp, month, stamps, times

# --- authors ----------------------------------------------------------------------------------------------------


def authors(lines: list[Line], article: Article) -> tuple[str, ...]:
    """The authors: of the by-lines around the headline, else of those after the text."""
    inside = set(article.inside)
    above = range(article.head, article.first)
    within = range(article.first, article.last + 1)
    below = range(article.last + 1, min(article.last + 5, len(lines)))
    before = [
        i
        for i in range(max(0, article.head - 3), article.head)
        if lines[i].kind in ("byline", "date") and lines[i].authors
    ]
    for part in (above, before, within, below):
        found: list[str] = []
        for i in part:
            line = lines[i]
            if line.kind in ("end", "more", "copyright", "imprint", "tool") and part is below:
                break
            if i in inside or line.kind not in ("byline", "name", "date"):
                continue
            if line.kind == "date" and part is within and i > article.first + 3:
                continue
            found += [a for a in line.authors if a.lower() not in (f.lower() for f in found)]
        if found:
            return tuple(found)
    return ()


def is_biography(line: Line, authors: tuple[str, ...]) -> bool:
    """Whether a line says who the author is: „X ist Publizist und lebt in Weimar.“"""
    if line.kind not in ("prose", "sentence") or len(line.text) > 500:
        return False
    about = line.tokens[:12]
    if (
        not any(w in phrases.listed("biography") for w in about)
        and " — " not in line.text[:80]
        and " – " not in line.text[:80]
    ):
        return False
    subjects = [phrases.words(a) for a in authors]
    return any(
        line.tokens[: len(s)] == s or line.tokens[1 : len(s) + 1] == s or (s and s[-1:] == line.tokens[:1])
        for s in subjects
    ) or (line.begins("end") > 0)


# --- dateline ---------------------------------------------------------------------------------------------------

_PLACE = r"(?:St\. )?[^\W\d_][^\W\d_’'-]*(?:[-–’' /]{1,2}[^\W\d_][^\W\d_’'-]*){0,4}?"
_START = re.compile(rf"(?P<open>\(?)(?P<place>{_PLACE})(?=\s?[,.(–—:]|\s[-–—(/])")
_DAY_BEFORE = re.compile(r"\d{1,2}\.?\s[^\W\d_]{3,9},\s(?=[^\W\d_]{2})")  # «17 апреля, МИНСК /Корр. БЕЛТА/.»
_DAY = re.compile(
    r"[,.]?\s?(?:(?:den|am)\s)?\d{1,2}(?:\.|/|\s)\s?[^\W_]{1,9}\.?(?:[ ,.]{0,2}(?:19|20)\d\d)?"
    r"(?:\s?(?:года|г\.?)(?!\w))?"
)
_COUNTRY = re.compile(r",\s[^\W\d_]{3,20}(?=,\s\d{1,2}\.?\s[^\W\d_])")  # «БАКУ, Азербайджан, 22 августа.»
_BRACKETED = re.compile(r"[,.]?\s?(?:\([^()]{2,40}\)|/[^/]{2,40}/)")
_BARE = re.compile(
    r"(?:[,.]?\s?[-–—/]\s?|[,.]\s|\s)(?P<name>[^\W_][\w.+/«»-]*(?:[ -][^\W_][\w.+»-]*){0,3}?)"
    r"(?=\s?[-–—.:)]\s|[-–—.:)]\s)"
)
_BREAK = re.compile(r"\)?\s?(?P<dash>[-–—.:,]*)\s*")


def dateline(text: str) -> tuple[str | None, Stamp | None]:
    """The place of the dateline that a text begins with, as printed, and its date."""
    opening = text[:140]
    before = _DAY_BEFORE.match(opening)
    if before and _has_month(before.group()):
        place, stamp = dateline(text[before.end() :])
        return place, stamp or next(iter(stamps(before.group())), None)
    start = _START.match(opening)
    if start is None or not _is_place(start["place"]):
        return None, None
    place, at = start["place"], start.end()
    country = _COUNTRY.match(opening, at)
    at = country.end() if country else at
    day = _DAY.match(opening, at)
    if day and _has_month(day.group()):
        at = day.end()
    else:
        day = None
    source = _BRACKETED.match(opening, at)
    if source is None:
        bare = _BARE.match(opening, at)
        source = bare if bare and _is_agency(bare["name"]) else None
    elif not (
        day
        or _is_agency(source.group())
        or (place.isupper() and len(place) > 3 and opening[source.end() :][:2].strip() in tuple("-–—"))
    ):
        return None, None
    at = source.end() if source else at
    end = _BREAK.match(opening, at)
    dash = (end["dash"] if end else "") or opening[at - 1]  # a full stop may have gone with the date
    rest = opening[end.end() if end else at :].lstrip('«„"“')
    dashed = dash[:1] in tuple("-–—")
    if source is None and not day and dash == ":" and rest[:1].isupper() and not start["open"]:
        return (place, None) if _is_city(place) else (None, None)  # „Berlin: Die Bundesregierung will …“
    if source is None and not day:
        # the place alone: «МИНСК – …», „Taschkent – Das Ministerium …“
        cyrillic = any("А" <= c <= "я" for c in place)
        if not dashed or not rest[:1].isupper() or len(place.split()) > 3 or (cyrillic and not place.isupper()):
            return None, None
        after = (rest.split() or [""])[0]
        if not cyrillic and not place.isupper() and after.lower() not in phrases.listed("openings"):
            sure = is_office(after) or (_is_city(place) and not _is_city(after.strip(",.")))
            return (place, None) if sure else (None, None)  # „Köln – Alarm im ICE!“
    elif not day and dash == ":":
        return None, None  # „Silke Adam (SPD): …“
    elif source is None and not (dashed or dash in (".", ":") or start["open"]):
        return None, None
    return place, next(iter(stamps(opening[:at])), None)


def _is_city(name: str) -> bool:
    """Whether it is a city that everybody knows: only so is it a place and no speaker before a colon."""
    entry = registry.find(name, "ru" if "А" <= name[0] <= "я" else "de", "LOC")
    return entry is not None and entry.kind == "city"


def _is_place(text: str) -> bool:
    words = re.split(r"[\s/]+", text)
    openings = phrases.listed("openings")
    inner = phrases.listed("particles") | {"am", "an", "на", "im", "ob", "bei"}
    return (
        words[0][0].isupper()
        and all(w[:1].isupper() or w in inner for w in words)
        and not (
            month(words[0])
            or (len(words) == 1 and len(text) < 3)
            or (words[0].istitle() and words[0].lower() in openings)
        )
    )


_SENDER = re.compile(r"[-–—]\s[^.,–—]{2,40},\s(?P<name>[^\W\d_]+(?:[ -][^\W\d_]+){1,3})\.\s")


def sender(text: str) -> list[str]:
    """The author named in a dateline: «ТБИЛИСИ, 6 авг — РИА Новости, Нугзар Тодуа. …»"""
    match = _SENDER.search(text[:140])
    return names(match["name"], known=False) if match else []


def town(text: str) -> str | None:
    """The place before a full stop that regional papers begin with: „Altenwerra. Nach fast vier Jahren …“"""
    match = re.match(rf"(?P<place>{_PLACE})\. (?=[«„\"]?[A-ZÄÖÜА-ЯЁ])", text[:60])
    if match is None or len(match["place"].split()) > 3 or not all(w[0].isupper() for w in match["place"].split()):
        return None
    if is_office(match["place"]):
        return None  # „Botschafter Mag. Christian …“
    tokens = phrases.words(match["place"])
    if (any(p.kinds for p in phrases.find(tokens)) and len(tokens) == 1) or len(match["place"]) < 3:
        return None
    return match["place"]


def _has_month(text: str) -> bool:
    return any(month(w) for w in re.findall(r"[^\W\d_]+", text)) or bool(re.search(r"\d{1,2}\.\s?\d{1,2}\.", text))


def _is_agency(text: str) -> bool:
    """Whether the words are an agency's: a listed one, or short and in brackets as agencies stand in a dateline."""
    bare = text.strip(" /(),.–—-")
    listed = phrases.listed("agencies")
    names = [w for w in re.split(r"[\s/,.()–—-]+", bare.lower().replace("ё", "е")) if w]
    if bare.lower() in listed or any(n in listed for n in names):
        return True
    bracketed = text.strip(" ,.")[:1] in ("(", "/") and 0 < len(names) <= 3
    return bracketed and (bare.isupper() or "/" in text or (bare.islower() and len(bare) <= 5))


# --- dates of the page ------------------------------------------------------------------------------------------


def published(lines: list[Line], article: Article) -> tuple[date | None, str | None, date | None]:
    """When it was published: day and time; and when the page was saved."""
    inside = set(article.inside)
    header: list[tuple[int, Stamp]] = []
    own: list[tuple[int, Stamp]] = []
    for i, line in enumerate(lines[: min(len(lines), article.last + 8)]):
        if i > article.last and line.kind in ("end", "more", "imprint"):
            break
        if line.kind not in ("date", "nav", "tool", "byline", "name", "row") or i in inside:
            continue
        dated = [s for s in line.stamps if s.day]
        if not dated or (i < article.head and _is_span(line, dated)):
            continue
        stamp = _published_one(line, dated)
        told = (line.has("published") or bool(line.authors)) and not dated[0].weekday
        told = told or (i == article.head - 1 and line.kind == "nav" and not dated[0].weekday and i > 1)
        if (
            i < article.head
            and not told
            and (dated[0].weekday or line.kind == "nav" or (dated[0].time is None and not line.has("count")))
        ):
            header.append((i, dated[0]))
        elif stamp is not None and (told or line.kind != "nav"):
            own.append((i, stamp))
    top = [(i, s) for i, s in own if i < (article.title if article.title is not None else article.first)]
    rest = [(i, s) for i, s in own if (i, s) not in top]
    labelled = [(i, s) for i, s in own if lines[i].has("published")]
    retrieved = header[0][1].day if header else None
    if (
        (
            not header
            and top
            and (rest or (labelled and labelled[0] != top[0]))
            and _is_header(lines[top[0][0]], top[0][1])
        )
        or (not header and len(top) > 1 and _is_header(lines[top[0][0]], top[0][1]))
        or (not header and top and top[0][0] == 0 and _is_header(lines[0], top[0][1]) and len(lines) > article.last + 2)
    ):
        retrieved, top = top[0][1].day, top[1:]
    chosen = (labelled or rest or top)[:1]
    if not chosen:
        return None, None, retrieved
    i, stamp = chosen[0]
    clock = stamp.time or next((s.time for _, s in own if s.day == stamp.day and s.time), None)
    if clock is None:
        for k in (i, i + 1, i - 1):  # the time on a line of its own
            if 0 <= k < len(lines) and lines[k].kind == "date" and not any(s.day for s in lines[k].stamps):
                alone = times(lines[k].text)
                if lines[k].text.count(":") <= len(alone) == 1:  # two are those of a player: „00:00 | 41:12“
                    clock = alone[0][2]
    return stamp.day, clock, retrieved


def _published_one(line: Line, dated: list[Stamp]) -> Stamp | None:
    """The stamp of a line that is not one of a later change."""
    updated = [p for p in line.found if "updated" in p.kinds]
    if not updated:
        return dated[0]
    at = line.text.lower().replace("ё", "е").find(line.tokens[updated[0].first])
    before = [s for s in dated if s.start < at]
    return before[0] if before else None


def _is_span(line: Line, dated: list[Stamp]) -> bool:
    """Whether a line tells from when to when, as web archives do: „19 Jul 2019 – 03 Feb 2024“."""
    return len(dated) == 2 and line.text[dated[0].end : dated[1].start].strip() in tuple("-–—")


def _is_header(line: Line, stamp: Stamp) -> bool:
    """A date as page headers show it: with its weekday and no time."""
    return stamp.weekday and stamp.time is None and not line.has("published")
