"""Names of bodies that begin with or end in a common noun: ministries, courts, banks, universities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.gazetteer import countries, known, match, search
from pipeline.extractors.entities.words import Mention, Word, info

GENERIC = frozenset({"компания", "предприятие", "организация", "завод", "фабрика", "центр", "школа", "клуб", "сеть"})


def candidates(words: Sequence[Word], model: Sequence[Mention], places: Sequence[Mention]) -> Iterator[Mention]:
    """Bodies of the table, and those that their head noun tells."""
    at = {m.start: m for m in places}
    covered = {i: m for m in model for i in range(m.start, m.end)}
    countries_at = {i for m in places if m.rule == "ru.country" for i in range(m.start, m.end)}
    named: dict[int, Mention] = {}
    for start, end, kind, name in search(words, known("ru"), "ru"):
        if kind == "ORG" and match(words, start, "entities_bodies")[1] == "state":
            end = _without_country(words, end, at, "state", start + 1)
        mine = lang.fold(name) in lang.table("ru", "entities_known")
        if kind == "ORG" and not mine and start in at and at[start].end == end:
            continue  # a plant, an airport: a place first
        if end - start == 1 and not mine and _common(words, start, covered):
            continue
        if kind == "LOC" and end - start == 1:
            named.setdefault(start, Mention(start, end, kind, "ru.known", 3.9))  # less than «Республика Бурятия»
            continue
        strength = 6.5 if end - start > 1 or words[start].upper else 4.5
        if kind == "EVENT" or name[-1].isdigit():
            strength = 5.9 if kind == "EVENT" else 6.9  # «саммит G20»
        named.setdefault(start, Mention(start, end, kind, "ru.known", strength))
    yield from named.values()
    yield from _territorial(words, at, named, covered)
    i = 0
    while i < len(words):
        if i in countries_at:
            i += 1  # «Российская Федерация» is no federation
            continue
        after, kind = match(words, i, "entities_bodies") if words[i].pos not in ("VERB", "ADP", "PRON") else (i, "")
        if kind:
            mention = _body(words, i, after, kind, at, covered, named)
            if mention:
                inner = [n for n in named.values() if mention.start <= n.start and n.end <= mention.end]
                if inner and any(n.end - n.start < mention.end - mention.start for n in inner):
                    mention = mention._replace(strength=6.6)  # «Институт экономики НАН Беларуси»
                yield mention
                after = max(after, mention.end)
        i = max(after, i + 1)


def _common(words: Sequence[Word], i: int, model: dict[int, Mention]) -> bool:
    """«Экономист», «Спутник»: a common word too, and neither in quotation marks nor taken for a name by the model."""
    word = words[i]
    if word.upper or word.latin or i in model or not info(word.text).common:
        return False
    quoted = i and words[i - 1].text in '«„"' and i + 1 < len(words) and words[i + 1].text in '»“"'
    return not quoted and (word.first or not info(word.text).marks)


def _territorial(
    words: Sequence[Word], places: dict[int, Mention], known: dict[int, Mention], model: dict[int, Mention]
) -> Iterator[Mention]:
    """«ГУ МЧС России по Томской области»: abbreviations, and the place they answer for."""
    for j, word in enumerate(words):
        place = places.get(j + 1)
        if word.fold != "по" or not place or country(words, place) or not j:
            continue
        k = next((p.start for p in places.values() if p.end == j and country(words, p)), j)
        end = k
        while k and words[k - 1].upper and not words[k - 1].latin and words[k - 1].sentence == word.sentence:
            k -= 1
        if k < end and (end - k > 1 or k in known or (k in model and model[k].type == "ORG")):
            yield Mention(k, place.end, "ORG", "ru.body-for-place", 7.6)


def _body(
    words: Sequence[Word],
    i: int,
    after: int,
    kind: str,
    places: dict[int, Mention],
    model: dict[int, Mention],
    known: dict[int, Mention],
) -> Mention | None:
    start = _start(words, i)
    place = places.get(after)
    if after < len(words) and words[after].text in '«„"':
        return None
    capital = words[start].capital
    over = model.get(start) or model.get(i)
    if not capital:
        if kind in ("local", "state") and place and not country(words, place):
            return Mention(i, _with_place(words, place, places), "ORG", "ru.body-of-place", 5)
        if kind == "state" and place and words[i].fold.startswith(("правительств", "парламент")):
            return Mention(i, after, "ORG", "ru.body-of-country", 4.2)
        if not words[i].fold.startswith("министерств"):
            return None
    end, complement = complement_end(words, start, after, places, kind)
    if end in known and known[end].type == "ORG" and words[end].upper and words[end].sentence == words[i].sentence:
        end, complement = known[end].end, True
    any_over, over = over, over if over and over.type == "ORG" else None
    named = start < i  # an adjective of its own
    if over and over.score and over.score > 0.5 and over.end > end and over.start >= start:
        end = _without_country(words, over.end, places, kind, after)
    if not capital and not complement:
        return None
    if words[start].first and named and not complement and not any_over and i - start < 2:
        return None
    if not named and not complement:
        if place and country(words, place) and kind in ("state", "whole"):
            return Mention(start, end, "ORG", "ru.body-of-country", 4.4)
        if not (over and (over.score or 0) > 0.6 and over.end - over.start > 1):
            return None
        end = max(end, over.end)
    if info(words[i].text).lemmas & GENERIC and not over and words[start].first:
        return None
    return Mention(start, end, "ORG", "ru.body", 5 + (end - start) / 100, over.score if over else None)


def _start(words: Sequence[Word], i: int) -> int:
    """The first capital of the adjectives that belong to a head noun; the noun where it has one itself."""
    if words[i].capital and not words[i].upper:
        return i
    best = k = i
    while k and words[k - 1].sentence == words[i].sentence and words[k - 1].pos in ("ADJ", "PROPN", "NOUN"):
        word = words[k - 1]
        if word.pos != "ADJ" and not (word.capital and word.fold.endswith(("ский", "цкий"))):
            break
        k -= 1
        if words[k].capital:
            best = k
    return best


def complement_end(words: Sequence[Word], head: int, j: int, places: dict[int, Mention], kind: str) -> tuple[int, bool]:
    """Where the genitives after a head noun (words `head` to `j`) end, and whether there are any."""
    begin, end = j, j
    while j < len(words) and words[j].sentence == words[begin - 1].sentence:
        word, place = words[j], places.get(j)
        if place:
            if country(words, place) and place.end < len(words) and words[place.end].fold == "по" and j == begin:
                j = place.end  # «Агентство РК по регулированию»
                continue
            if country(words, place) and not (kind == "whole" or _bank_of(words, head, begin, j)):
                break
            j = end = _with_place(words, place, places)
            paired = j + 1 < len(words) and words[j].fold == "и" and j + 1 in places
            if paired and kind == "whole" and words[j].sentence == words[j - 1].sentence:
                j = end = places[j + 1].end  # «регионов Беларуси и России»
                break
            if country(words, place):
                break
            continue
        if word.fold in ("имени", "им") and j + 1 < len(words):
            j = end = named_after(words, j)
            break
        if word.text == "№" and j + 1 < len(words) and words[j + 1].text.isdigit():
            j = end = j + 2  # «больница № 1»
            continue
        if j > begin and word.capital and word.case == "Gen" and word.pos == "PROPN" and _title(words[j - 1]):
            j = end = j + 1  # «Университет султана Кабуса»
            break
        if _genitive(word) and (not word.capital or kind == "whole"):
            if not word.capital and match(words, j, "entities_places")[1] == "region":
                break  # «Министерство энергетики республики»
            j += 1
            if word.pos != "ADJ":
                end = j
        elif word.fold in ("и", ",") and j > begin and j + 1 < len(words) and _goes_on(words, j, places):
            j += 2
            if words[j - 1].pos != "ADJ":
                end = j
        elif word.fold == "по" and j + 1 < len(words):
            if not (words[begin - 1].capital | words[begin - 2].capital or (kind == "whole" and j > begin)):
                break
            if words[j + 1].case not in ("Dat", "Loc", "Prp") or words[j + 1].capital:
                break
            j += 2
            while j < len(words) and not words[j].capital and (words[j].case == "Dat" or _and_dative(words, j)):
                j += 1
            end = j
            while j < len(words) and (words[j].fold == "за" or (words[j].case == "Ins" and not words[j].capital)):
                j += 1  # «по контролю за иностранными активами»
                end = j if words[j - 1].pos == "NOUN" else end
        else:
            break
    return end, end > begin


def _and_dative(words: Sequence[Word], j: int) -> bool:
    return words[j].fold == "и" and j + 1 < len(words) and words[j + 1].case == "Dat" and not words[j + 1].capital


def _goes_on(words: Sequence[Word], j: int, places: dict[int, Mention]) -> bool:
    """After «и» or a comma comes another genitive of the same name, not another name or clause."""
    word = words[j + 1]
    if word.capital or not word.alpha or words[j].sentence != word.sentence:
        return False
    if words[j].fold == "и" and (j + 2 in places or (j + 2 < len(words) and words[j + 2].text in "(")):
        return word.pos in ("NOUN", "ADJ") and info(word.text).genitive
    if not _genitive(word) or words[j - 1].case not in ("Gen", "Dat"):
        return False
    if words[j].fold == "и":
        return True
    # «цифрового развития, инноваций и аэрокосмической промышленности»: a list ends with «и»
    for k in range(j + 1, min(j + 6, len(words))):
        if words[k].fold == "и":
            return k + 1 < len(words) and _genitive(words[k + 1]) and not words[k + 1].capital
        if not _genitive(words[k]):
            return False
    return False


def _genitive(word: Word) -> bool:
    return word.alpha and word.case == "Gen" and word.pos in ("NOUN", "ADJ", "PROPN", "VERB")


def _with_place(words: Sequence[Word], place: Mention, places: dict[int, Mention]) -> int:
    """The end of a place, and of the ones it lies in («Партизанского района города Минска»)."""
    end = place.end
    if end < len(words) and info(words[end].text).lemmas & {"город"} and end + 1 in places:
        return places[end + 1].end
    following = places.get(end)
    if following and not country(words, following) and words[end].sentence == words[place.start].sentence:
        return following.end if following.rule.startswith("ru.region") else end
    return end


def _without_country(words: Sequence[Word], end: int, places: dict[int, Mention], kind: str, after: int) -> int:
    if kind == "whole":
        return end
    for place in places.values():
        if place.end == end and place.start >= after and country(words, place):
            return place.start
    return end


def _bank_of(words: Sequence[Word], head: int, begin: int, j: int) -> bool:
    """«Банк развития Казахстана», «Банк России»: without the country only a noun would be left."""
    if begin - head > 1:
        return False
    if "банк" not in info(words[begin - 1].text).lemmas or not words[begin - 1].capital:
        return False
    return j == begin or (j == begin + 1 and words[begin].fold == "развития")


def named_after(words: Sequence[Word], j: int) -> int:
    """The end of «имени Шакарима», «им. М. В. Ломоносова»."""
    k = j + 1
    if k < len(words) and words[k].text == ".":
        k += 1
    while k + 1 < len(words) and words[k].text.islower() and _title(words[k]):
        k += 1  # «имени профессора Сергеева»
    while k < len(words) and words[k].sentence == words[j].sentence:
        initial = words[k].text == "." and len(words[k - 1].text) == 1
        if not (words[k].alpha and words[k].capital) and not initial:
            break
        k += 1
    return k


def _title(word: Word) -> bool:
    return word.text.islower() and bool(info(word.text).lemmas & lang.table("ru", "entities_titles").keys())


def country(words: Sequence[Word], place: Mention) -> bool:
    """Whether a place is a country."""
    if place.rule == "ru.country":
        return True
    inside = words[place.start : place.end]
    return any(found[:2] == (0, len(inside)) for found in search(inside, countries("ru"), "ru"))
