"""What the words of a body's name say: its legal form, kind and country, and a key that both languages share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of, place_of
from pipeline.lang.morphology import parses
from pipeline.lang.registry import Entry, entries, find
from pipeline.lang.registry.forms import is_cyrillic
from pipeline.lang.transliterate import name_key
from pipeline.stored import stored

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
_QUOTES = re.compile(r"[«»„“”\"‚‘]")
_WORLDLY = frozenset(("international", "world", "european", "eurasian", "asian", "islamic"))
_BODIES = frozenset(("organisation", "union", "fund", "association", "committee", "agency", "federation", "commission"))
_REGISTERED = re.compile(r"\be\.\s?V\.?$")
_BANK_OF = re.compile(r"(?:Reserve )?Bank of [A-Z]\w+$")
_UNIVERSITY = re.compile(r"[А-ЯЁ]{1,5}(?:ГУ|ФУ|ТУ|НУ|ЭУ)")
_DOMAIN = re.compile(r"\.([a-z]{2,4})$", re.I)
_ELISION = re.compile(r"^[dl]['’](?=[A-ZÀ-Ý])")
_INNER = re.compile(r"[«„“\"](.+?)[»“”\"]*$")
_TRAILING = re.compile(r"[\s,&]+$")
_ROMAN = {
    r: n
    for n, r in enumerate("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split(), 1)  # noqa: SIM905
}
_LINKS = ("", "s", "es", "n", "en", "-", "s-", "er")
_ENDINGS = ("", "e", "s", "es", "n", "en", "er", "em")


def words(name: str) -> list[str]:
    """The words of a name, without marks."""
    return _WORD.findall(name)


def legal_forms(name: str) -> list[str]:
    """The legal forms in a name, folded: «ТОО», „GmbH“."""
    known = {**table("ru", "link_legal"), **table("de", "link_legal")}
    found = [fold(p).rstrip(".,") for p in _QUOTES.sub(" ", name).replace(",", " ").split()]
    return [f for f in found if f in known] if len(found) > 1 else []


@lru_cache(maxsize=50_000)
def core(name: str) -> str:
    """A name without legal form and the quotes around it: ООО «Ромашка» → Ромашка, „Linde plc“ → Linde."""
    known = {**table("ru", "link_legal"), **table("de", "link_legal")}
    parts = name.split()
    first = fold(parts[0]).rstrip(".,") if parts else ""
    if first in known and len(parts) > 1:
        rest = name[len(parts[0]) :].strip()
        inner = _INNER.match(rest)
        return core(inner[1] if inner else rest)
    if _REGISTERED.search(name):
        return core(_REGISTERED.sub("", name).strip())
    while len(parts) > 1 and (fold(parts[-1]).rstrip(".,") in known or parts[-1] in ("&", "und")):
        parts.pop()
    return _TRAILING.sub("", _QUOTES.sub("", " ".join(parts))) or name


@lru_cache(maxsize=50_000)
def concepts(word: str, language: str) -> tuple[str, ...]:
    """What a word of a name means, in words that both languages share; () where it is no such word."""
    known = table("ru" if is_cyrillic(word) else "de", "link_concepts")
    folded = fold(word)
    if is_cyrillic(word):
        lemmas = [folded, *(fold(p.normal_form) for p in parses(word))]
        meaning = next((known[n] for n in lemmas if n in known), None)
        if meaning is None and word[:1].isupper() and not parses(word)[0].is_known:
            meaning = _spoken().get(name_key(word))  # a German name in Cyrillic: «Машиненбау»
        if meaning is None and "-" in word:
            parts = [c for w in word.split("-") for c in concepts(w, language)]
            return tuple(parts)
        return tuple(meaning.split()) if meaning else ()
    return _compound(folded, 0) or ()


@stored
def _spoken() -> dict[str, str]:
    """Longer German words of bodies' names by their sounds."""
    return {name_key(w): meaning for w, meaning in table("de", "link_concepts").items() if len(w) > 5}


@stored
def _heard() -> dict[str, Entry]:
    """Cities and regions by the sounds of their names, for spellings the registry does not list."""
    found: dict[str, Entry] = {}
    for entry in entries():
        if entry.type == "LOC" and entry.kind in ("city", "region"):
            for name in (entry.name_ru, entry.name_de, *entry.aliases):
                if name and " " not in name and len(sound := name_key(name)) > 4:
                    found.setdefault(sound, entry)
    return found


def _compound(word: str, depth: int) -> tuple[str, ...] | None:
    known = table("de", "link_concepts")
    for ending in _ENDINGS:
        if word.endswith(ending) and (meaning := known.get(word[: len(word) - len(ending)])):
            return tuple(meaning.split())
    if depth > 3:
        return None
    for cut in range(2, len(word) - 2):
        tail = _compound(word[cut:], 9)
        if tail is None:
            continue
        for link in _LINKS:
            head = word[:cut]
            if head.endswith(link) and (found := _compound(head[: len(head) - len(link)], depth + 1)):
                return (*found, *tail)
    return None


@lru_cache(maxsize=50_000)
def key(name: str, language: str) -> tuple[tuple[str, ...], bool, str | None]:
    """A name's shared words in order, whether it has words of its own (no mere concepts), and its country."""
    found: dict[str, None] = {}
    own = False
    country: str | None = None
    function = {**table("ru", "link_function"), **table("de", "link_function")}
    for word in words(core(name)):
        word = _ELISION.sub("", word)
        if fold(word) in function:
            continue
        if word in _ROMAN or word.isdigit():
            found[str(_ROMAN.get(word, word))] = None
            continue
        if "-" in word and country_of(word.rpartition("-")[2], "ru" if is_cyrillic(word) else "de"):
            found[name_key(word)] = None  # of two countries: «Германо-Казахстанская»
            own = True
            continue
        nation = country_of(word, "ru" if is_cyrillic(word) else "de")
        place = None if nation else find(word, "ru" if is_cyrillic(word) else "de", "LOC")
        means = concepts(word, language)
        if nation or (place and place.kind == "country"):
            nation = nation or (place.country if place else None)
            country = country or nation
            continue
        if means and not (place and word[0].isupper() and place.kind != "other"):
            found.update(dict.fromkeys(m for m in means if m != "-"))  # - : a word that adds nothing
            continue
        place = place or (place_of(word, language) if word[0].isupper() or is_cyrillic(word) else None)
        place = place or (_heard().get(name_key(word)) if word[0].isupper() and not _common(word) else None)
        if place and place.kind in ("city", "region"):
            slug = place.id.partition(":")[2]
            found[re.sub(r"-(region|krai)$", "", slug[3:] if slug[2:3] == "-" else slug)] = None
            country = country or place.country
            own = True
            continue
        sound = name_key(_lemma(word))
        if sound:
            found[sound] = None
            own = True
    if "ministry" in found:
        found.pop("federal", None)
    return tuple(found), own, country


def identity(name: str, language: str, country: str | None) -> str:
    """A body's key; where its name is but concepts („Industrieministerium“), the country is part of it."""
    tokens, own, named = key(name, language)
    parts = sorted(set(tokens)) or [name_key(name) or fold(name).replace(" ", "-")]
    nation = named or (None if own else country)
    return "-".join(([nation.lower()] if nation else []) + parts)


def _common(word: str) -> bool:
    """Whether a dictionary knows a Cyrillic word, and as no place."""
    best = parses(word)[0] if is_cyrillic(word) else None
    return best is not None and best.is_known and "Geox" not in best.tag


def _lemma(word: str) -> str:
    """A Russian common noun's nominative; any other word as it is."""
    best = parses(word)[0] if is_cyrillic(word) and word.islower() else None
    return str(best.normal_form) if best is not None and best.is_known else word


@lru_cache(maxsize=50_000)
def is_general(name: str, language: str) -> bool:
    """Whether a name is but concepts, as every country may have one: «Министерство промышленности»."""
    tokens, own, named = key(name, language)
    return bool(tokens) and not own and named is None


@lru_cache(maxsize=50_000)
def kind_of(name: str, language: str) -> str | None:
    """The kind of body its name tells: by its head word, its legal form, its domain."""
    means = {c for w in words(name) for c in concepts(w, language)}
    if means in ({"national", "bank"}, {"central", "bank"}, {"reserve", "bank"}, {"people", "bank"}) or _BANK_OF.match(
        name
    ):
        return "government"
    if _REGISTERED.search(name) or means >= {"business", "council"}:
        return "other"
    if means & _WORLDLY and means & _BODIES and "bank" not in means:
        return "international"
    if means in ({"accounts", "chamber"}, {"chamber", "representatives"}):
        return "government"
    if means >= {"news", "agency"}:
        return "media"
    if _UNIVERSITY.fullmatch(name):
        return "education"
    kinds = table("ru" if any("Ѐ" <= c <= "ӿ" for c in name) else "de", "link_kinds")
    if _DOMAIN.search(name) and " " not in name.strip():
        return "media"
    quoted = _QUOTES.search(name)
    outer = name[: quoted.start()] if quoted and quoted.start() > 0 else name
    for word in words(outer) if not legal_forms(outer) else []:
        if found := _kind_of_word(word, kinds):
            return found
    if legal_forms(name):
        return "company"
    for word in words(name):
        if found := _kind_of_word(word, kinds):
            return found
    return None


def kind_of_noun(word: str, language: str) -> str | None:
    """The kind of body that a common noun before a name tells: «газета», „Magazin“."""
    sources = table(language, "link_sources")
    lemmas = (fold(p.normal_form) for p in parses(word)) if language == "ru" else (fold(word),)
    if found := next((sources[n] for n in lemmas if n in sources), None):
        return found
    return _kind_of_word(word, table(language, "link_kinds"))


def _kind_of_word(word: str, kinds: Mapping[str, str]) -> str | None:
    folded = fold(word)
    if is_cyrillic(word):
        for lemma in dict.fromkeys(
            [folded, *(fold(p.normal_form) for p in parses(word) if p.tag.POS in ("NOUN", None))]
        ):
            if found := kinds.get(lemma):
                return str(found)
            if "-" in lemma and (found := kinds.get(lemma.rpartition("-")[2])):
                return str(found)
        if (
            folded.startswith("мин")
            and len(folded) > 4
            and word[0] == "М"
            and not folded.startswith(("минск", "миним", "минер"))
        ):
            return "government"
        for head, kind in table("ru", "link_tails").items():
            if (at := folded.rfind(head)) > 2 and len(folded) - at - len(head) < 3:
                return kind
        return None
    for size in range(len(folded), 2, -1):
        if size < len(folded) and size < 4:
            break
        tail = folded[-size:]
        for ending in ("", "s", "es", "en", "n", "e"):
            if (
                tail.endswith(ending)
                and len(tail) - len(ending) > 2
                and (found := kinds.get(tail[: len(tail) - len(ending)]))
            ):
                return str(found)
    return None


def legal_country(name: str, among: Sequence[str]) -> str | None:
    """The country of a name's legal form; of several that have it, the first in `among`."""
    if _REGISTERED.search(name):
        return "DE"
    known = {**table("ru", "link_legal"), **table("de", "link_legal")}
    for form in legal_forms(name):
        codes = known[form].split()
        bare = [c.lstrip("+") for c in codes]
        usual = bare[0] if len(codes) == 1 or codes[0].startswith("+") else None
        if usual != "-" and (country := next((c for c in among if c in bare), usual)):
            return country
    if found := _DOMAIN.search(name):
        code = found[1].upper()
        return code if len(code) == 2 and code not in ("TV", "FM", "ME", "IO", "CO", "AI", "SU", "EU") else None
    return None
