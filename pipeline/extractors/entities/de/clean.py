"""The model's German names with their edges cut right, and compounds that only contain a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from babel import Locale

from pipeline import lang
from pipeline.extractors.entities.de import alone
from pipeline.extractors.entities.de.alone import first_name
from pipeline.extractors.entities.de.nouns import kind
from pipeline.extractors.entities.de.places import ambiguous
from pipeline.extractors.entities.gazetteer import countries, known, places, search
from pipeline.extractors.entities.words import Mention, Word

EDGES = frozenset("«»„“”\"‚‘‹›()[]{}—–-−,;:!?…•*/\\|+=<>%$€£&'’·.")
QUOTES = frozenset('«»„“”"‚‘‹›')
ORDINAL = re.compile(r"(?:\d{1,3}\.|[IVXL]+\.)\Z")
ROMAN = re.compile(r"[IVX]{2,}\Z")
NO_PLACE = frozenset({"VERB", "ADV", "AUX", "INTJ", "NUM"})  # what no place is
SON = frozenset({"bin", "bint", "ibn", "ben", "binti"})
FIRMS = ("firma", "konzern", "unternehmen", "reederei", "airline", "startup", "agentur", "kanzlei", "werft", "fabrik")
PARTICIPLE = ("ge", "be", "ver", "er", "ent", "an", "auf", "aus", "ein", "vor", "zu", "unter", "über")
NO_PERSON = NO_PLACE | {"NOUN"}


def clean(model: Sequence[Mention], words: Sequence[Word]) -> list[Mention]:
    """The model's mentions without titles, quotes and genitive apostrophes at their edges."""
    kept = []
    people = {_text(m, words) for m in model if m.type == "PER" and m.end - m.start > 1}
    for mention in model:
        for part in _parts(mention, words, people):
            part = _with_particle(_trim(part, words), words, people)
            if part.start < part.end and not _none(part, words):
                kept.append(part)
    return list(alone.checked(list(_noble(kept, words)), words))


def _with_particle(mention: Mention, words: Sequence[Word], people: set[str]) -> Mention:
    """„Kellinghaus“ with its „von“, where somebody is called „… von Kellinghaus“."""
    start = mention.start
    if mention.end - start != 1 or not start or words[start - 1].text not in lang.table("de", "entities_particles"):
        return mention
    name = f" {words[start - 1].text} {words[start].text}"
    if words[start - 1].sentence != words[start].sentence or not any(p.endswith(name) for p in people):
        return mention
    return mention._replace(start=start - 1, type="PER")


def _noble(mentions: Sequence[Mention], words: Sequence[Word]) -> Iterator[Mention]:
    """„Dr. Silke“, „Treskow-Mahler“: a first name after a title, and what follows its „von“, are one person."""
    particles = lang.table("de", "entities_particles")
    joined = -1
    for m, following in zip_longest(mentions, mentions[1:]):
        if m.start < joined:
            continue
        alone = m.type == "PER" and m.end - m.start == 1 and m.start > 0 and _title(words[m.start - 1])
        if alone and following and following.end - following.start == 1 and not _listed(words[following.start]):
            between = words[m.end : following.start]
            if between and len(between) < 3 and all(w.text in particles for w in between):
                joined = following.end
                m = m._replace(end=joined)
        elif m.type == "PER" and following and following.type == "PER" and _son(words, m.end, following.start):
            joined = following.end
            m = m._replace(end=joined)
        yield m


def _son(words: Sequence[Word], i: int, following: int) -> bool:
    """„Tamim bin Hamad Al Thani“: a word of descent between two names."""
    return following == i + 1 and words[i].fold in SON and words[i].sentence == words[i - 1].sentence


def _text(mention: Mention, words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words[mention.start : mention.end])


def _parts(mention: Mention, words: Sequence[Word], people: set[str]) -> Iterator[Mention]:
    start = mention.start
    if mention.type in ("ORG", "LOC"):  # „Gebietsexekutivkomitee Gomel Iwan Krupko“
        for k in range(max(start + 1, mention.end - 8), mention.end - 1):
            full = _text(mention._replace(start=k), words)
            if full in people or (
                k == mention.end - 2 and first_name(words[k]) and (_is_region(words[start]) or _for(words[start:k]))
            ):
                yield mention._replace(start=k, type="PER")
                mention = mention._replace(end=k)
                break
    for i in range(mention.start, mention.end):
        if words[i].text in "()[]+" or (words[i].text in "–—/" and mention.type in ("LOC", "PER")):
            yield mention._replace(start=start, end=i)
            start = i + 1
    yield mention._replace(start=start)


def _trim(mention: Mention, words: Sequence[Word]) -> Mention:
    start, end = mention.start, mention.end
    legal = lang.table("de", "entities_legal")
    while start < end and words[start].text in EDGES:
        start += 1
    while start + 1 < end and mention.type == "PER" and _title(words[start]):
        start += 1
    while (
        start + 1 < end
        and mention.type == "ORG"
        and words[start + 1].capital
        and words[start].pos in ("NOUN", "")
        and kind(words[start].text, "entities_classes") == "ORG"
    ):
        start += 1  # „Kanzlei Meents & Partner“
    while start + 1 < end and words[start].text.islower() and (words[start].pos in ("ADJ", "DET", "ADP", "ADV")):
        start += 1  # „das belarussische Industrieministerium“
    while end - start > 1 and words[end - 1].text.islower() and words[end - 1].pos in ("ADP", "DET", "CCONJ"):
        end -= 1
    while start < end and words[end - 1].text in EDGES:
        if words[end - 1].text in QUOTES and any(words[k].text in QUOTES for k in range(start, end - 1)):
            break
        if end >= 2 and words[end - 1].text == "." and words[end - 2].fold + "." in legal:
            break
        if words[end - 1].text == "." and ROMAN.match(words[end - 2].text):
            break  # „Leo XIV.“
        end -= 1
    numbered = mention.type == "PER" and start < end < len(words) and ROMAN.match(words[end - 1].text)
    if numbered and words[end].text == "." and words[end].sentence == words[start].sentence:
        end += 1  # „Felipe VI.“
    if mention.type == "ORG" and end - start > 1 and words[end - 1].fold.endswith("s") and _body(words[end - 2]):
        last = words[end - 1 : end]
        end -= any(True for _ in search(last, countries("de"), "de"))  # „Nationale Statistikkomitee Kirgisistans“
    if mention.type == "ORG":
        end = _without_country(words, start, end)
    if mention.type in ("ORG", "EVENT") and start < end:
        while start and _own_adjective(words[start - 1], words[start]):
            start -= 1
        if mention.type == "EVENT":
            start = ordinal_start(words, start)
    return _retyped(mention._replace(start=start, end=end), words)


def _for(words: Sequence[Word]) -> bool:
    """„Komitee für Wirtschaft“: whom a body is for has no first name."""
    return any(w.text == "für" for w in words)


def _is_region(word: Word) -> bool:
    return word.fold in lang.table("de", "entities_places")


def _retyped(mention: Mention, words: Sequence[Word]) -> Mention:
    """A type that the words themselves give: „Kasachische Staatsbahn“, „Global Hydrogen Summit“, „die türkische X“."""
    start, end = mention.start, mention.end
    if start >= end:
        return mention
    last = words[end - 1]
    before = words[start - 1] if start and words[start - 1].sentence == words[start].sentence else None
    if before is not None and before.pos == "NOUN" and mention.type in ("ORG", "PER") and not _listed(words[start]):
        told = kind(before.text, "entities_classes")
        if told == "LOC" and mention.type == "ORG" and not kind(last.text, "entities_bodies"):
            return mention._replace(type="LOC")  # „in der Freizone Tanger Automotive City“
        if mention.type == "PER" and told == "ORG" and before.fold.endswith(FIRMS):
            return mention._replace(type="ORG")  # „die Reederei Christian Blum“
    if mention.type == "LOC" and end - start > 1 and last.pos == "NOUN" and kind(last.text, "entities_bodies"):
        return mention._replace(type="ORG")
    if mention.type == "ORG" and end - start > 1 and lang.table("de", "entities_events").get(last.fold) == "EVENT":
        return mention._replace(type="EVENT") if words[start].capital and not last.fold.endswith("messe") else mention
    if mention.type == "PER" and start > 1 and words[start - 1].text.islower():
        nation = words[start - 1].fold.endswith(("sche", "schen", "scher")) and words[start - 2].pos == "DET"
        if nation and words[start - 2].sentence == words[start].sentence:
            return mention._replace(type="ORG", strength=3.1)
    return mention


def ordinal_start(words: Sequence[Word], start: int) -> int:
    """Where the ordinal before a word begins: „18.“, „IX.“; the word itself where there is none."""
    k = start - 1
    if k >= 0 and words[k].sentence == words[start].sentence:
        if ORDINAL.match(words[k].text):
            return k
        if words[k].text == "." and k and ORDINAL.match(words[k - 1].text + "."):
            return k - 1
    return start


def _own_adjective(word: Word, following: Word) -> bool:
    """„Usbekischen“ before „Republikanischen Rohstoffbörse“: an adjective with a capital belongs to the name."""
    inside = word.capital and not word.first and word.sentence == following.sentence and following.capital
    return inside and word.pos == "ADJ" and word.fold.endswith(("e", "en", "es", "em"))


def _without_country(words: Sequence[Word], start: int, end: int) -> int:
    """The end of a body without „der Republik Usbekistan“, if it is a body by its first noun."""
    for k in range(start + 2, end):
        if words[k - 1].fold in ("der", "des") and any(_body(w) for w in words[start : k - 1]):
            found = next(search(words[k:end], countries("de"), "de"), None)
            if found and found[:2] == (0, end - k):
                return k - 1
    return end


def _body(word: Word) -> bool:
    return bool(kind(word.text, "entities_bodies"))


def _title(word: Word) -> bool:
    return bool(kind(word.text, "entities_titles")) or word.fold in ("dr", "prof", ".")


def _none(mention: Mention, words: Sequence[Word]) -> bool:
    inside = words[mention.start : mention.end]
    if not any(w.text[0].isupper() or w.text[0].isdigit() or w.pos in ("PROPN", "X", "") for w in inside):
        return True
    if lang.fold(" ".join(w.text for w in inside)) in lang.table("de", "entities_stop"):
        return True
    last = inside[-1]
    if any(w.text[0].isdigit() for w in inside) and not any(w.alpha and len(w.text) > 2 for w in inside):
        return True  # „Fr. 6200.–“
    if len(inside) == 2 and inside[0].first and inside[0].pos == "ADP" and last.pos == "NOUN":
        return True  # „Pro Quartal“
    if mention.type == "ORG" and len(inside) == 2 and last.pos == "NOUN":
        if inside[0].fold.endswith("s") and any(True for _ in search(inside[:1], countries("de"), "de")):
            return True  # „Ungarns Bahn“
        # „Belarussische Firmen“, „Linzer Stahlkonzern“, „Dodons Partei“
        generic = inside[0].pos == "ADJ" and (inside[0].first or inside[0].fold.endswith("er"))
        return kind(last.text, "entities_classes") == "ORG" and (generic or inside[0].fold.endswith(("er", "s")))
    if len(inside) > 1:
        return False
    if last.pos in NO_PLACE and last.first and not last.upper:
        return not _listed(last)
    if last.fold in currencies() or _participle(words, mention.start):
        return True
    with_article = bool(mention.start) and words[mention.start - 1].pos == "DET"
    if mention.type == "LOC" and last.pos == "NOUN" and with_article and last.fold in ambiguous():
        return True  # „in der Halle“
    if mention.type == "PER" and lang.table("de", "entities_titles").get(last.fold.rstrip(".")):
        return True
    if mention.type == "LOC" and last.pos == "NOUN" and "-" not in last.text and not _listed(last):
        return any(kind(last.text, name) not in ("", "ORG") for name in ("entities_places", "entities_classes"))
    if last.upper or "-" in last.text or mention.type not in ("PER", "LOC"):
        return False
    return last.pos in (NO_PERSON if mention.type == "PER" else NO_PLACE) and not _listed(last)


def _participle(words: Sequence[Word], i: int) -> bool:
    """„Finanziert wurde das Werk“: a participle that opens the sentence, its verb behind it."""
    word = words[i]
    if not word.first or i + 1 == len(words) or words[i + 1].pos != "AUX" or not word.fold.endswith(("t", "en")):
        return False
    return (word.fold.endswith("iert") or word.fold.startswith(PARTICIPLE)) and not _listed(word)


def _listed(word: Word) -> bool:
    return any(True for trie in (known("de"), countries("de"), places("de")) for _ in search([word], trie, "de"))


@cache
def currencies() -> frozenset[str]:
    """The names of money in CLDR: „Złoty“, „Yuan“."""
    names = Locale("de").currencies.values()
    return frozenset(lang.fold(name.split(" (")[0].split()[-1]) for name in names)


def blocked(words: Sequence[Word], model: Sequence[Mention]) -> Iterator[Mention]:
    """„Kasachstan-Besuch“, „KPD-Chef“: a compound with a name in it is none, unless it is a name as a whole."""
    covered = {i: m for m in model for i in range(m.start, m.end)}
    for i, word in enumerate(words):
        head, hyphen, tail = word.text.rpartition("-")
        if not hyphen or not head or not tail or word.text[0].islower() or _listed(word):
            continue
        over = covered.get(i)
        if over and over.end - over.start > 1:
            continue
        part = kind(tail, "entities_tails") if over and over.type == "ORG" else ""
        if over and over.type in ("ORG", "EVENT") and not part:
            continue
        if part:
            yield Mention(i, i + 1, "", "de.compound", 2)
            continue
        first = word._replace(text=head, fold=lang.fold(head))
        visit = over is not None and over.type == "LOC" and any(True for _ in search([first], countries("de"), "de"))
        if visit or kind(tail, "entities_titles") or (over is None and head.isupper() and len(head) > 1):
            yield Mention(i, i + 1, "", "de.compound", 2)
