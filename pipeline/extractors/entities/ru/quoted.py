"""Names in quotation marks or in Latin letters, and what the words before them say they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline import lang
from pipeline.extractors.entities.gazetteer import (
    countries,
    in_quotes,
    known,
    lemmas,
    match_before,
    may_begin,
    places,
    search,
)
from pipeline.extractors.entities.words import Mention, Word, info, quotations

LONGEST = 14  # words a quoted name has at most, after a noun that says what it is
SHORT = 5  # without one
BACK = 4  # words between that noun and the quotation
HALLS = frozenset({"арена", "дворец", "плаза", "стадион", "парк", "терминал"})
JOINING = frozenset({",", "и", "или", "/", "&"})


def candidates(words: Sequence[Word], model: Sequence[Mention]) -> Iterator[Mention]:
    """Legal forms with their names, quoted names, foreign names, domain names."""
    types: dict[int, str] = {}  # last word of a name -> type, for «X» и «Y»
    yield from _quotations(words, model, types)
    yield from _bare(words)
    yield from _latin(words, model, types)
    yield from _domains(words)


def legal_before(words: Sequence[Word], i: int) -> int:
    """Where the legal forms begin that stand right before a word; the word's own index where there are none."""
    forms = lang.table("ru", "entities_legal")
    while i and words[i - 1].text.isupper() | (words[i - 1].text in ("ОсОО", "ПрАТ")):
        if forms.get(words[i - 1].fold) != "before" or words[i - 1].sentence != words[i].sentence:
            break
        i -= 1
    return i


def _quotations(words: Sequence[Word], model: Sequence[Mention], types: dict[int, str]) -> Iterator[Mention]:
    covered = {i: m for m in model for i in range(m.start, m.end)}
    for begin, end in quotations(words):
        start = legal_before(words, begin)
        if start < begin:
            yield Mention(start, end + 1, "ORG", "ru.legal-form", 8 + (end - start) / 100)
            types[end] = "ORG"
            continue
        inside = words[begin + 1 : end]
        if not inside or not (inside[0].capital or inside[0].text[0].isdigit()):
            continue
        kind = _kind_before(words, begin) or _own_kind(inside[-1])
        chained = begin >= 2 and words[begin - 1].text in JOINING and types.get(begin - 2)
        if kind:
            types[end] = kind
            if kind == "none":
                yield Mention(begin + 1, end, "", "ru.quoted-none", 7)
            elif len(inside) <= LONGEST and inside[-1].text not in "!?":
                yield Mention(begin + 1, end, kind, f"ru.quoted-{kind.lower()}", 7)
        elif chained and len(inside) <= LONGEST:
            types[end] = chained
            yield Mention(begin + 1, end, chained if chained != "none" else "", "ru.quoted-chain", 6.9)
        elif any(found[:2] == (0, len(inside)) for found in search(inside, in_quotes("ru"), "ru")):
            yield Mention(begin + 1, end, "ORG", "ru.quoted-known", 4.4)
            types[end] = "ORG"
        elif len(inside) <= SHORT and all(w.capital for w in inside) and _place(inside):
            yield Mention(begin + 1, end, "ORG", "ru.quoted-place", 4.55)  # клуб, фирма: «Астана», «Деловой Баку»
            types[end] = "ORG"
        elif len(inside) <= SHORT + 1 and inside[-1].text not in "!?.…":
            yield from _unnamed(words, begin, end, [covered[i] for i in range(begin + 1, end) if i in covered])


def _own_kind(last: Word) -> str:
    """«Минск-Арена», «Волга Ледовый дворец»: what the last word of a name says it is."""
    noun = last.text.rsplit("-", 1)[-1]
    for form in lemmas(noun, "ru") if may_begin(last._replace(fold=noun.lower()), "ru", "entities_classes") else ():
        if form in HALLS:
            return "LOC"
    return ""


def _bare(words: Sequence[Word]) -> Iterator[Mention]:
    """«ИП Сидоров», «ООО Ромашка»."""
    i = 1
    while i < len(words):
        start = legal_before(words, i) if words[i].capital and words[i].alpha and not words[i].latin else i
        end = i + 1
        if start < i and lang.table("ru", "entities_legal").get(words[i].fold) != "before":
            while end < len(words) and words[end].capital and words[end].sentence == words[i].sentence:
                end += 1
            yield Mention(start, end, "ORG", "ru.legal-bare", 7.4)
        i = end


def _kind_before(words: Sequence[Word], begin: int) -> str:
    """What the nearest noun before a quotation says it is, over its own genitives («форум молодёжи «X»»)."""
    for i in range(begin, max(begin - BACK, 0), -1):
        if words[i - 1].sentence != words[begin].sentence:
            break
        start, kind = match_before(words, i, "entities_classes")
        if kind and not (i < begin and words[i].capital and not words[start].capital and kind != "EVENT"):
            return kind
        word = words[i - 1]
        if not (word.alpha and (word.pos in ("NOUN", "ADJ", "ADP", "CCONJ", "PROPN") and word.case not in ("Nom",))):
            break
        if word.pos == "ADP" and word.fold not in ("по", "для"):
            break
    return ""


def _place(inside: Sequence[Word]) -> bool:
    """Whether the name of a known place is in a quotation."""
    return any(True for trie in (places("ru"), countries("ru"), known("ru")) for _ in search(inside, trie, "ru"))


def _unnamed(words: Sequence[Word], begin: int, end: int, over: Sequence[Mention]) -> Iterator[Mention]:
    """A quotation with nothing before it that says what it is."""
    inside = words[begin + 1 : end]
    if any(w.pos in ("VERB", "PRON", "ADV", "PART", "AUX", "SCONJ") and not w.capital for w in inside):
        return
    kinds = {m.type for m in over}
    if over:
        whole = over[0].start == begin + 1 and over[-1].end == end
        kind = "PER" if kinds == {"PER"} and whole else "ORG" if "ORG" in kinds or not whole else over[0].type
        if kind != "PER":
            yield Mention(begin + 1, end, kind, "ru.quoted-model", 3, over[0].score)
        return
    letters = [w for w in inside if w.alpha and len(w.text) > 2]
    strange = any(not info(w.text).common for w in letters)
    before = words[begin - 1] if begin and words[begin - 1].sentence == words[begin].sentence else None
    title = before is not None and bool(info(before.text).lemmas & lang.table("ru", "entities_titles").keys())
    says = before is not None and bool(info(before.text).lemmas & lang.table("ru", "entities_speech").keys())
    says = says and inside[-1].case in ("Dat", "") and not any(w.text in ",;:" for w in inside)
    if (
        title
        or says
        or (letters and len(letters) > 1 and all(w.capital for w in letters))
        or (strange and len(letters) == 1 and letters[0].capital)
    ):
        yield Mention(begin + 1, end, "ORG", "ru.quoted", 2.5)


def _latin(words: Sequence[Word], model: Sequence[Mention], types: dict[int, str]) -> Iterator[Mention]:
    """Words in Latin letters with capitals, one after the other: mostly firms."""
    forms = lang.table("ru", "entities_legal")
    stop = lang.table("ru", "entities_stop")
    events = lang.table("ru", "entities_events")
    covered = {i: m for m in model for i in range(m.start, m.end)}
    i = 0
    while i < len(words):
        if not (words[i].latin and words[i].capital) or words[i].fold in stop or _roman(words[i].text):
            i += 1
            continue
        j, form = i + 1, False
        while j < len(words) and words[j].sentence == words[i].sentence:
            word, gap = words[j], words[j].start - words[j - 1].end
            dotted = _dotted(words, j)
            if dotted > j:
                j, form = dotted, True
                continue
            following = j + 1 < len(words) and words[j + 1].latin and words[j + 1].sentence == word.sentence
            if word.latin and word.fold not in stop and (word.capital or following or forms.get(word.fold) == "after"):
                form |= forms.get(word.fold) == "after" or (word.upper and word.fold in forms)
            elif word.text.isdigit() and gap == 0 and words[j - 1].upper | (len(words[j - 1].text) == 1):
                pass  # „G20“, „COP30“
            elif word.text in "&-+." and gap <= (word.text == "&") and following:
                pass
            elif word.text == "." and forms.get(words[j - 1].fold + ".") == "after" and gap == 0:
                form = True
            elif word.text == "," and following and forms.get(words[j + 1].fold) == "after":
                pass
            else:
                break
            j += 1
        while j > i + 1 and words[j - 1].text in "&-+,":
            j -= 1
        if len(words[i].text) == 1 and words[i + 1 : i + 2] and words[i + 1].text.isdigit() and i not in covered:
            i = j  # «лайнер A350»
            continue
        start = legal_before(words, i)
        kind = "ORG" if form or start < i else _kind_before(words, i)
        if kind == "none" and match_before(words, i, "entities_classes")[1] != "none":
            kind = ""  # only the word right before it
        if not kind and i and words[i - 1].text in JOINING:
            kind = types.get(i - 2, "")
        if not kind and any(w.fold in events for w in words[i:j]):
            kind = "EVENT"
        over = covered.get(i) or covered.get(j - 1)
        if kind:
            strength = 7.5 if form or start < i else 3 if kind == "none" else 6.8
            yield Mention(start, j, kind if kind != "none" else "", "ru.latin-" + kind.lower(), strength)
        elif over and over.type == "PER" and j - i > 1 and over.end <= j and over.start >= i:
            yield Mention(i, j, "PER", "ru.latin-person", 2, over.score)
        elif over or j - i > 1 or words[i].upper or len(words[i].text) > 3:
            kind = over.type if over and over.type != "PER" else "ORG"
            yield Mention(i, j, kind, "ru.latin", 4.6 if j - i > 1 else 2, over.score if over else None)
        types[j - 1] = kind
        i = max(j, i + 1)


def _dotted(words: Sequence[Word], j: int) -> int:
    """The end of „S.p.A.“, „A.Ş.“, if one stands here; else the index given."""
    end = j + 1
    while end < len(words) and words[end].start == words[end - 1].end and end - j < 8:
        end += 1
    forms = lang.table("ru", "entities_legal")
    for k in range(end, j + 1, -1):
        if forms.get("".join(w.fold for w in words[j:k])) == "after":
            return k
    return j


def _roman(text: str) -> bool:
    return all(letter in "IVXLCM" for letter in text) and len(text) < 7


def _domains(words: Sequence[Word]) -> Iterator[Mention]:
    tops = lang.table("ru", "entities_domains")
    for i in range(1, len(words) - 1):
        if words[i].text != "." or words[i + 1].fold not in tops or words[i + 1].start != words[i].end:
            continue
        start = i
        while start and words[start - 1].end == words[start].start and _of_domain(words[start - 1]):
            start -= 1
        before = words[start - 1] if start and words[start - 1].end == words[start].start else None
        if start < i and not (before and before.text in "@/"):
            yield Mention(start, i + 2, "ORG", "ru.domain", 9)


def _of_domain(word: Word) -> bool:
    return word.text[0].isalnum() or word.text in ".-"
