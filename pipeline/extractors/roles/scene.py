"""A document's names as bodies and places that an office may be of, and what is known of each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.document import Document, Sentence
from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of, place_of
from pipeline.lang.origins import origins
from pipeline.lang.registry import Entry, find

_SITE = re.compile(r"\w\.(?:com|net|org|info|[a-z]{2})$")
_CENTRAL = (
    "nationalbank",
    "zentralbank",
    "национальный банк",
    "национального банка",
    "центральный банк",
    "центральн",
    "центробанк",
    "нацбанк",
)
_REACH = 300  # names before and after an office among which its owner is sought
_ORG_STEM = 6  # letters by which two names of a body are held for one


@cache
def _legal() -> dict[str, str]:
    """Legal forms in both scripts, with the countries that have them."""
    return {**table("de", "link_legal"), **table("ru", "link_legal")}


class Scene:
    """Names by index, as in `document.names`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.names = document.names
        self.texts = [document.text[a.start : a.end] for a in document.names]
        self.known: list[Entry | None] = [
            find(t, self.language, a.value.type) if a.value.type in ("LOC", "ORG") else None
            for a, t in zip(document.names, self.texts, strict=True)
        ]
        self.same = [e.id if e is not None else self._stem(t) for e, t in zip(self.known, self.texts, strict=True)]
        self.often = Counter(self.same)
        self.places = [i for i, a in enumerate(document.names) if a.value.type == "LOC"]
        self._mentions = [a.start for a in document.names]
        self.first: dict[str, int] = {}  # of each thing, by `same`, its first mention
        for i, key in enumerate(self.same):
            self.first.setdefault(key, i)
        self._organisations = [i for i, a in enumerate(document.names) if a.value.type == "ORG"]
        self._kinds = {i: self._kind(i) for i in self._organisations}
        self._countries: dict[str, list[int]] = {}
        for i, e in enumerate(self.known):
            if e is not None and e.kind == "country" and e.country:
                self._countries.setdefault(e.country, []).append(i)
        self._votes: Counter[str] | None = None
        self._starts = [s.start for s in document.sentences]

    def sentence(self, index: int) -> int:
        """The number of the sentence that a mention stands in."""
        return max(bisect_right(self._starts, self.names[index].start) - 1, 0)

    def within(self, sentence: int, among: Iterable[int]) -> list[int]:
        """Those of the mentions that stand in a sentence."""
        here: Sentence = self.document.sentences[sentence]
        first, last = bisect_left(self._mentions, here.start), bisect_left(self._mentions, here.end)
        return [i for i in among if first <= i < last]

    def paragraph(self, index: int) -> int:
        """Where the paragraph of a mention begins."""
        return self.document.text.rfind("\n", 0, self.names[index].start) + 1

    def nearest(self, fitting: Iterable[int], near: int, back: bool = False) -> int | None:
        """The last before a mention; with none there, and not only `back`, the first after it."""
        fitting = list(fitting)
        before = [i for i in fitting if i < near]
        return before[-1] if before else (fitting[0] if fitting and not back else None)

    def country(self, code: str, near: int) -> int | None:
        """The nearest mention of a country."""
        return self.nearest(self._countries.get(code, ()), near)

    def bodies(self, near: int, kinds: Sequence[str | None] = ()) -> list[int]:
        """Organisations around a mention, of some kinds or all; None stands for those whose words do not tell."""
        first, last = (bisect_left(self._organisations, near + reach) for reach in (-_REACH, _REACH))
        return [i for i in self._organisations[first:last] if not kinds or self._kinds[i] in kinds]

    def kind(self, index: int) -> str | None:
        """A body's kind by registry or the words of its name; None where they do not tell."""
        return self._kinds[index]

    def _kind(self, index: int) -> str | None:
        entry = self.known[index]
        if entry is not None:
            return entry.kind
        known = table(self.language, "link_kinds")
        text = fold(self.texts[index])
        if _SITE.search(text):
            return "media"
        if any(w in text for w in _CENTRAL):
            return "government"
        for word in self.texts[index].split():
            lemma = fold(word)
            if lemma.startswith("мин") and word[0] == "М" and len(lemma) > 4 and not lemma.startswith("минск"):
                return "government"
            for size in range(len(lemma), 3, -1):
                if lemma[:size] in known or lemma[-size:] in known:
                    return known.get(lemma[:size]) or known[lemma[-size:]]
        return None

    def level(self, index: int) -> str:
        """A place's kind: country, region, district, city, other."""
        entry = self.known[index]
        if entry is not None:
            return entry.kind or "other"
        known = table(self.language, "link_places")
        for word in self.texts[index].split():
            lemma = fold(word)
            for size in range(len(lemma), 3, -1):
                if lemma[:size] in known:
                    return known[lemma[:size]]
        return "city"

    def homes(self, index: int) -> frozenset[str]:
        """All countries that a body may be of, by what `home` goes by; () where nothing tells."""
        if home := self.home(index):
            return frozenset((home,))
        forms = _legal()
        words = self.texts[index].replace("«", " ").split()
        found = [c.lstrip("+") for w in words for c in forms.get(fold(w).rstrip(".,"), "-").split() if c != "-"]
        return frozenset(found)

    def home(self, index: int) -> str | None:
        """The country a body or place plainly is of: by registry, a place in its name, an adjective, its form."""
        entry = self.known[index]
        if entry is not None:
            return entry.country
        before = self.document.text[max(0, self.names[index].start - 40) : self.names[index].start].split()
        for word in (*self.texts[index].split(), *before[-1:]):
            word = word.strip('«»„“”"(),.')
            if code := country_of(word, self.language):
                return code
            if word[:1].isupper() and len(word) > 3:
                place = place_of(word, self.language) or find(word, self.language, "LOC")
                if place is not None and place.country:
                    return place.country
        forms = _legal()
        for word in self.texts[index].replace("«", " ").split():
            codes = forms.get(fold(word).rstrip(".,"), "-").split()
            if len(codes) == 1 and codes[0] != "-":
                return codes[0].lstrip("+")
        return None

    def origin(self, person: int) -> tuple[str, ...]:
        """Countries where a person's name is at home, by the fullest form of it in the document."""
        last = fold(self.texts[person].split()[-1])[:5]
        forms = [
            self.texts[i] for i, a in enumerate(self.names) if a.value.type == "PER" and last in fold(self.texts[i])
        ]
        return origins(max([self.texts[person], *forms], key=lambda f: len(f.split())), True)

    def is_source(self, index: int) -> bool:
        """Whether a body stands as the dateline's agency."""
        start = self.names[index].start
        return index < 5 and self.document.text[max(0, start - 1) : start] in ("(", "/") and start < 300

    def noun_before(self, index: int) -> str:
        """The word right before a mention."""
        before = self.document.text[max(0, self.names[index].start - 30) : self.names[index].start].rstrip(' «„“"')
        return before.split()[-1] if before.split() else ""

    def word_before(self, index: int) -> str:
        """The word right before a mention, whatever it is."""
        return (self.document.text[max(0, self.names[index].start - 20) : self.names[index].start].split() or [""])[-1]

    def main_country(self, near: int, among: Iterable[str] | None = None) -> int | None:
        """The country most of the document's places are in, where it is named itself; only one of those in `among`."""
        allowed = None if among is None else set(among)
        for code in self.countries():
            if allowed is not None and code not in allowed:
                continue
            index = self.country(code, near)
            regions = [
                i for i, e in enumerate(self.known) if e and e.kind == "region" and e.country == code and i < near
            ]
            if code in ("DE", "AT", "CH") and regions and (index is None or index > near):
                return regions[-1]  # a Land's minister
            if index is not None:
                return index
        return None

    def countries(self) -> list[str]:
        """Countries of the document's places, the one it is most about first."""
        if self._votes is None:
            self._votes = Counter()
            dateline = find(self.document.dateline_place or "", self.language, "LOC")
            if dateline is not None and dateline.country:
                self._votes[dateline.country] += 4
            for i in self.places:
                entry = self.known[i]
                if entry is not None and entry.country:
                    self._votes[entry.country] += 1
        return [code for code, _ in sorted(self._votes.items(), key=lambda v: (-v[1], v[0]))]

    def _stem(self, text: str) -> str:
        forms = _legal()
        words = [w.strip('«»„“”"') for w in text.replace("«", " ").split()]
        words = [w for w in words if fold(w).rstrip(".,") not in forms and len(w) > 3 and not w.isupper()]
        return fold(words[0])[:_ORG_STEM] if words else fold(text)
