"""The country of a place, body or event no registry lists: by its words, what stands beside it, who speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.document import Entity
from pipeline.lang import fold, origins, table
from pipeline.lang.adjectives import country_of
from pipeline.lang.registry.forms import is_cyrillic
from pipeline.lang.transliterate import name_key
from pipeline.link import bodies, things
from pipeline.link.context import Context

_MINISTER = re.compile(r"(\w+)minister(?:in)?s?\b")


def local(context: Context, thing: things.Thing) -> str | None:
    """The country of what is told where a thing is first named."""
    return context.local(context.document.names[thing.forms[0].index].start)


def of_body(context: Context, thing: things.Thing, name: str, kind: str, found: Mapping[int, Entity]) -> str | None:
    """A body's country; None of an international one. `found`: the places of the document, by their mentions."""
    language = context.language
    forms = sorted({f.name for f in thing.forms}, key=lambda n: (-len(n.split()), n))
    for form in forms:
        if country := bodies.key(form, language)[2]:
            return country
    if thing.country:
        return thing.country
    if country := _inner_place(context, forms, found):
        return country
    start = context.document.names[thing.forms[0].index].start
    here, officers = context.sentence_country(start), list(_officers(context, thing))
    foreign = language == "ru" and not is_cyrillic(name)
    nearest = (*officers, here, context.main()) if foreign else (context.main(), *officers, here)
    likely = [c for c in (*nearest, *context.countries) if c]
    for form in forms:
        if country := bodies.legal_country(form, likely) or _bound(form, language, likely):
            return country
    if kind == "international":
        return None
    if kind == "government" and (country := _minister(context, forms, found)):
        return country
    about = local(context, thing)
    if foreign:
        if kind == "media":
            return about
        return (officers[0] if officers else here) if kind == "company" else here or about
    return about or here or origins.among(name, context.countries)


def _inner_place(context: Context, forms: list[str], found: Mapping[int, Entity]) -> str | None:
    """The country of a place that the body's name holds and the document names by itself."""
    for entity in found.values():
        if entity.type == "LOC" and entity.country and len(entity.name) > 3:
            own = entity.name.split()[-1] if len(entity.name.split()) > 2 else entity.name
            if any(f" {own}" in f" {form}" for form in forms):
                return entity.country
    return None


def _bound(form: str, language: str, likely: list[str]) -> str | None:
    """The country that a kind of body is found in alone: „IHK“, «облисполком» (table link_bound)."""
    known = table(language, "link_bound")
    for word in bodies.words(form):
        for lemma in things.lemmas(word, language):
            if codes := known.get(lemma):
                among = codes.split()
                return next((c for c in likely if c in among), among[0])
    return None


def _officers(context: Context, thing: things.Thing) -> Iterator[str]:
    """Where those who hold an office in a body are at home by their names, where that is one country or two."""
    spans = {context.document.names[f.index].span for f in thing.forms}
    for role in context.document.roles:
        if role.value.of in spans:
            at_home = origins.origins(context.text[slice(*role.value.person)], True)
            if 0 < len(at_home) < 3:
                yield at_home[0]


def _minister(context: Context, forms: list[str], found: Mapping[int, Entity]) -> str | None:
    """The country of the minister of a ministry: „der Finanzminister“ and „das Finanzministerium“."""
    by_span = {context.document.names[i].span: e for i, e in found.items()}
    for role in context.document.roles:
        country = by_span[role.value.of].country if role.value.of in by_span else None
        title = fold(role.value.title)
        for form in map(fold, forms) if country else ():
            if (german := _MINISTER.search(title)) and german[1] + "ministeri" in form:
                return country
            words = title.replace("министра", "министр").partition("министр ")[2].split()
            if words and form.startswith("министерство " + words[0][:5]):
                return country
    return None


def of_place(context: Context, thing: things.Thing, name: str) -> str | None:
    """An unknown place's country: of the region it stands beside, of a place of the same stem, or the local one."""
    names = context.document.names
    for f in thing.forms:
        for word in context.before(names[f.index].start)[:2]:
            if country := country_of(word, context.language):
                return country  # „die vietnamesische Provinz Nghe An“
        for other in (f.index + 1, f.index - 1):
            if 0 <= other < len(names) and (place := context.places[other]) is not None and place.country:
                a, b = sorted((f.index, other))
                between = context.text[names[a].end : names[b].start]
                if between in (" ", ", ", " (", " in ") or (between == " в " and place.kind == "country"):
                    return place.country
    stem = name_key(name)[:4]
    for i, name_here in enumerate(names):  # «Кобда», where «Кобдинский район Актюбинской области» is named too
        text = context.text[name_here.start : name_here.end]
        if name_here.value.type != "LOC" or len(stem) < 4 or not name_key(text).startswith(stem):
            continue
        beside = i + 1 < len(names) and context.text[name_here.end : names[i + 1].start] == " "
        place = context.places[i] or (context.places[i + 1] if beside else None)
        if place is not None and place.country:
            return place.country
    return local(context, thing)


def of_event(context: Context, thing: things.Thing) -> str | None:
    """The country of the place an event's sentence, or the one before, puts it at: «форум … в Минске»."""
    names, sentences = context.document.names, context.document.sentences
    for back in (0, 1):
        for f in thing.forms:
            here = names[f.index]
            number = next((n for n, s in enumerate(sentences) if s.start <= here.start < s.end), None)
            if number is None or number < back:
                continue
            sentence = sentences[number - back]
            near = [
                i
                for i, p in enumerate(context.places)
                if p is not None and p.country and sentence.start <= names[i].start < sentence.end
            ]
            for i in sorted(near, key=lambda i: abs(names[i].start - here.start)):
                place, before = context.places[i], context.text[: names[i].start][-5:].split()
                if place is not None and before and before[-1].lower() in ("в", "во", "in"):
                    return place.country
    return None
