"""Who is who: canonical names, one entity for all its mentions, one identity over documents and languages.

An entity's id is its registry entry's, or made of its name alone (`name_key`, `bodies.identity`): shards and
machines agree without asking one another, and a document costs only what stands in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from pipeline.document import Annotation, Document, Entity, Name
from pipeline.lang import fold, origins, registry, table
from pipeline.lang.registry import Entry
from pipeline.lang.registry.forms import is_cyrillic
from pipeline.lang.transliterate import name_key
from pipeline.link import bodies, countries, people, things
from pipeline.link.context import Context
from pipeline.stored import stored

__all__ = ["identify", "link"]


def link(document: Document) -> Document:
    """The document with `entities`, and each name tied to one of them."""
    if not document.names:
        return replace(document, entities=())
    context = Context(document)
    found: dict[int, Entity] = {}
    forms = [things.form(context, i) for i, a in enumerate(document.names) if a.value.type != "PER"]
    for thing in sorted(things.group(context, forms), key=lambda t: t.type != "LOC"):  # bodies go by their places
        entity = _thing(context, thing, found)
        found.update((f.index, entity) for f in thing.forms)
    persons = [i for i, a in enumerate(document.names) if a.value.type == "PER"]
    for person, places in _people(context, persons):
        entity = _person(context, person, places, found)
        found.update((i, entity) for i in places)
    names = tuple(_tied(a, found[i].entity_id) for i, a in enumerate(document.names))
    return replace(document, names=names, entities=tuple(_merged(found)))


def identify(name: str, type: str, language: str) -> str:
    """The id of a thing by its name alone, in whatever case it stands: what `link` gives it in a text without more."""
    span = Annotation(0, len(name), Name(type))
    tied = link(Document("", "", name, name, language=language, body=((0, len(name)),), names=(span,)))
    return tied.names[0].value.entity or ""


def _tied(name: Annotation[Name], entity: str) -> Annotation[Name]:
    return Annotation(name.start, name.end, replace(name.value, entity=entity), name.rule)


def _merged(found: dict[int, Entity]) -> list[Entity]:
    """One entity for each id, in text order: the fullest name, and what any of them knows."""
    entities: dict[str, Entity] = {}
    for _, e in sorted(found.items()):
        known = entities.setdefault(e.entity_id, e)
        name = max(known.name, e.name, key=lambda n: len(n.split()))
        entities[e.entity_id] = replace(known, name=name, kind=known.kind or e.kind, country=known.country or e.country)
    return list(entities.values())


def _people(context: Context, indices: Sequence[int]) -> list[tuple[people.Person, list[int]]]:
    names, text = context.document.names, context.text
    words = Counter(fold(w) for i in indices for w in text[names[i].start : names[i].end].split())
    known = frozenset(words)
    mentions = [
        people.mention(
            " ".join(text[names[i].start : names[i].end].split()), context.feats(names[i].start, names[i].end), known
        )
        for i in indices
    ]
    return [(person, [indices[n] for n in person.mentions]) for person in people.group(mentions)]


@cache
def _known_people() -> dict[str, Entry]:
    """Registry people by their key; by surname alone only where the registry lists it so."""
    known: dict[str, Entry] = {}
    for entry in (*registry.own(), *registry.entries()):
        if entry.type == "PER":
            for name in (entry.name_ru, entry.name_de, *entry.aliases):
                if name:
                    known.setdefault(people.identity(name), entry)
    return known


@cache
def _known_bodies() -> dict[str, Entry]:
    """Registry bodies by the key of their longer names: «Технический университет Мюнхена» is the registry's TUM."""
    return {**_our_bodies(), **_bodies(registry.own())}


@stored
def _our_bodies() -> dict[str, Entry]:
    return _bodies(registry.entries())


def _bodies(entries: Iterable[Entry]) -> dict[str, Entry]:
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.type == "ORG":
            for name in (entry.name_ru, entry.name_de, *entry.aliases):
                if name and " " in name:
                    known.setdefault(bodies.identity(name, "ru" if is_cyrillic(name) else "de", entry.country), entry)
    return known


def _person(context: Context, person: people.Person, places: Sequence[int], found: dict[int, Entity]) -> Entity:
    name = people.name(person)
    key = people.identity(name)
    entry = _known_people().get(key)
    ident = entry.id if entry else f"per:{key}"
    return Entity(ident, "PER", name, None, (entry.country if entry else None) or _office(context, name, places, found))


def _office(context: Context, name: str, places: Sequence[int], found: dict[int, Entity]) -> str | None:
    """A person's country: of the office held, of the words beside it, of the name, or the one the document is about."""
    names = context.document.names
    spans = {names[i].span for i in places}
    by_span = {a.span: i for i, a in enumerate(names)}
    offices = [a for a in context.document.roles if a.value.person in spans]
    told, meant = Counter[str](), Counter[str]()  # by the office's own words, and by what they make plain
    for a in offices:
        owner = by_span.get(a.value.of) if a.value.of is not None else None
        country = found[owner].country if owner is not None and owner in found else None
        inside = a.value.of is not None and a.start <= a.value.of[0] < a.end
        if not inside and (said := context.said_before(a.start)):
            return said  # «с узбекской стороны министр»
        if country:
            (told if inside else meant)[country] += 1
    if told:
        return min(told, key=lambda c: (-told[c], c))
    home = origins.among(name, context.countries)
    if meant:
        likely = min(meant, key=lambda c: (-meant[c], c))
        return likely if home is None or not origins.foreign(name, likely) else home
    for i in places:
        if country := context.attached(i):
            return country
    at_home = origins.origins(name)
    if any(a.value.of for a in offices):  # an international body's
        return at_home[0] if at_home else None
    if home or at_home:
        return home or (at_home[0] if len(at_home) == 1 else None)
    return context.sentence_country(names[places[0]].start) or context.local(names[places[0]].start)


def _thing(context: Context, thing: things.Thing, found: dict[int, Entity]) -> Entity:
    name, entry, language = things.name_of(thing), thing.entry, context.language
    if thing.type == "LOC":
        kind = entry.kind if entry else _kind_of_place(context, thing, name)
        country = entry.country if entry else countries.of_place(context, thing, name)
        return Entity(entry.id if entry else f"loc:{_place_key(name, language)}", "LOC", name, kind, country)
    if thing.type == "EVENT":
        country = (
            bodies.key(name, language)[2]
            or thing.country
            or countries.of_event(context, thing)
            or countries.local(context, thing)
        )
        return Entity(entry.id if entry else f"event:{_event_key(name, language)}", "EVENT", name, None, country)
    if entry:
        kind = entry.kind or bodies.kind_of(name, language) or "other"
        return Entity(entry.id, "ORG", name, kind, entry.country)
    kind = _kind_of_body(context, thing, name)
    country = countries.of_body(context, thing, name, kind, found)
    key = bodies.identity(name, language, country)
    if known := _known_bodies().get(key):
        return Entity(known.id, "ORG", name, known.kind or kind, known.country)
    return Entity(f"org:{key}", "ORG", name, kind, country)


def _place_key(name: str, language: str) -> str:
    parts = []
    for word in bodies.words(name):
        kind = things.kind_of_place(word, language)
        parts.append(kind if kind and kind != "other" and len(name.split()) > 1 else name_key(word) or fold(word))
    return "-".join(sorted(p for p in parts if p)) or fold(name)


def _event_key(name: str, language: str) -> str:
    tokens, _, country = bodies.key(name.replace("-", " "), language)
    parts = sorted(tokens) + ([country.lower()] if country else [])
    return "-".join(parts) or name_key(name) or fold(name)


def _kind_of_place(context: Context, thing: things.Thing, name: str) -> str:
    words = bodies.words(name)
    if len(words) > 1:
        for word in words:
            if kind := things.kind_of_place(word, context.language):
                return kind
    elif words and not is_cyrillic(name) and (kind := things.kind_of_place(words[0], context.language)):
        return kind
    names = context.document.names
    for f in thing.forms:
        near = context.before(names[f.index].start)
        if context.language == "de" and near and near[0].lower() in ("der", "die", "den", "dem", "das"):
            return "other"  # cities and most countries have no article
        if (
            near
            and (near[0][0].islower() or context.language == "de")
            and (kind := things.kind_of_place(near[0], context.language))
        ):
            return kind
    if any(context.quoted(names[f.index]) for f in thing.forms) or (context.language == "ru" and not is_cyrillic(name)):
        return "other"
    return "city"


def _kind_of_body(context: Context, thing: things.Thing, name: str) -> str:
    names, language = context.document.names, context.language
    for form in sorted({f.name for f in thing.forms}, key=lambda n: (-len(n.split()), n)):
        if kind := bodies.kind_of(form, language):
            return kind
    for f in thing.forms:
        for word in context.before(names[f.index].start)[:2]:
            if (word[0].islower() or language == "de") and (kind := bodies.kind_of_noun(word, language)):
                return kind
    if any(_reports(context, f.index) for f in thing.forms):
        return "media"
    return "company"


def _reports(context: Context, index: int) -> bool:
    """Whether a mention stands as a news source: in the dateline, or told to («рассказал «Курсу»»)."""
    name = context.document.names[index]
    start, end = name.start, name.end
    before, after = context.text[max(0, start - 12) : start], context.text[end : end + 5]
    if before.endswith(("/", "(")) and after[:1] in ("/", ")") and index < 6 and index:
        previous = context.document.names[index - 1]
        return previous.value.type == "LOC" or before.endswith("/")
    if index < 6 and before.rstrip().endswith(("—", "–", "-")) and after.lstrip()[:1] == ".":
        return True
    if context.quoted(name):
        telling = table(context.language, "link_telling")
        near = [*context.before(start - 1)[:1], *context.text[end : end + 30].strip('»“”" ').split()[:1]]
        return any(n in telling for word in near for n in things.lemmas(word.strip(",."), context.language))
    return False
