"""Whose an office is: the body or place its words name, else what the document makes plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.document import Document, Span
from pipeline.extractors.roles.line import Line
from pipeline.extractors.roles.spans import Found
from pipeline.extractors.roles.words import compound_scope, office, scope
from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of
from pipeline.lang.registry import Entry, find

_JOINS = ("von", "vom", "bei", "beim", "der", "des", "из", "(")  # between a person and the body worked for
_FORMER = ("бывш", "экс-", "ehemalig", "früher", "ex-", "damalig")
_COMPANY = (None, "company", "media")


class Owners:
    """A document's names as bodies and places that an office may be of."""

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

    def of(self, line: Line, found: Found, number: int) -> Span | None:
        """The span of the mention that the office of the `number`-th of its people is of."""
        index = self._of(line, found, number)
        return self.names[index].span if index is not None else None

    def _of(self, line: Line, found: Found, number: int) -> int | None:
        person = found.persons[number]
        words = [line.word(t) for t in range(found.first, found.last + 1) if t not in line.mention]
        nation = next((c for w in words if (c := country_of(w, self.language))), None)
        inside = [i for i in found.mentions if self.names[i].value.type in ("ORG", "LOC")]
        if found.kind == "diplomat" and nation:
            return self._country(nation, person)
        if inside:
            return inside[number] if len(found.persons) > 1 and number < len(inside) else inside[0]
        scopes = [s for w in words if (s := scope(w, self.language))]
        if (
            nation
            and found.kind in ("state", "minister", "chief", "party", "region")
            and not {"company", "body"} & set(scopes)
        ):
            return self._country(nation, person)
        head = line.word(found.head)
        if (
            self.language == "de"
            and "-" in head
            and (index := self._prefix(head.rpartition("-")[0], person)) is not None
        ):
            return index
        after = self._after(line, person, found.kind)
        if after is None and any(_is_former(w) for w in words):
            return None
        return after if after is not None else self._meant(found.kind, words, person, number, len(found.persons))

    def _meant(self, kind: str, words: Sequence[str], person: int, number: int, people: int) -> int | None:
        """What an office without a name in it is of: by its common nouns, else by its class."""
        scopes = [(w, s) for w in words if (s := scope(w, self.language))]
        if not scopes and self.language == "de" and (meant := compound_scope(words[-1])) and kind != "job":
            scopes = [(words[-1][:5], meant)]
        if scopes:
            return self._scope(*scopes[-1], person)
        if kind == "deputy":
            kind = next((k for w in words[1:] if (k := office(w, self.language)) and k != "deputy"), kind)
        if kind == "state":
            return self._state(person, number, people)
        if kind == "minister":
            return self._ministry(words, person) or self._main_country(person)
        if kind == "region":
            return self._place(("region", "district"), person)
        if kind == "court":
            return self._nearest(
                [i for i in self._bodies() if "gericht" in fold(self.texts[i]) or "суд" in fold(self.texts[i])], person
            )
        if kind == "city":
            return self._place(("city",), person)
        if kind == "company":
            return self._body(words, person)
        if kind == "party":
            house = self._nearest(self._bodies(("other", "government")), person, back=True)
            senator = fold(words[-1]).startswith(("senator", "сенатор"))
            return house if house is not None or not senator else self._main_country(person)
        return None

    def _scope(self, word: str, meaning: str, person: int) -> int | None:
        if meaning in ("region", "district", "city"):
            named = [i for i in self._places() if any(self._begins(w, word) for w in self.texts[i].split())]
            return self._nearest(named, person) if named else self._place((meaning,), person)
        if meaning == "country" and fold(word).startswith("республик"):
            inner = [i for i in self._places() if (e := self.known[i]) and e.kind == "region" and e.country == "RU"]
            if inner:
                return self._nearest(inner, person)
        if meaning == "country":
            countries = [i for i in self._places() if self._level(i) == "country"]
            return self._nearest(countries, person, back=True) or self._main_country(person)
        if meaning == "party":
            return self._nearest(self._bodies(("other", "government")), person)
        if meaning == "court":
            return self._meant("court", (), person, 0, 1)
        if meaning == "authority":
            return self._nearest(self._bodies(("government",)), person, back=True)
        named = [i for i in self._bodies() if self._begins(self._noun_before(i), word) or any(
            self._begins(w, word) for w in self.texts[i].split())]  # fmt: skip
        if named:
            paragraph = self.document.text.rfind("\n", 0, self.names[person].start)
            here = [i for i in named if paragraph < self.names[i].start and i < person]
            return min(here, key=lambda i: (-self.often[self.same[i]], i)) if here else self._nearest(named, person)
        pool = [i for i in self._bodies((None, "company", "other", "education", "media")) if not self._is_source(i)]
        near = self._nearest(pool, person, back=True)
        return near if word[0].islower() and self.language == "ru" and near is not None else self._body((word,), person)

    def _begins(self, word: str, other: str) -> bool:
        size = max(4, min(5, len(other) - 1))  # «банка» is of «банк», «предприятие» is not of «председатель»
        return fold(word)[:size] == fold(other)[:size] or fold(word).endswith(fold(other)[:5])

    def _noun_before(self, index: int) -> str:
        before = self.document.text[max(0, self.names[index].start - 30) : self.names[index].start].rstrip(' «„“"')
        return before.split()[-1] if before.split() else ""

    def _state(self, person: int, number: int, people: int) -> int | None:
        known = find(self.texts[person], self.language, "PER")
        if known is not None and known.country and (index := self._country(known.country, person)) is not None:
            return index
        if people > 1:
            before = (self.known[i] for i in self._places() if i < person)
            countries = list(
                dict.fromkeys(e.country for e in before if e is not None and e.kind == "country" and e.country)
            )
            return self._country(countries[number], person) if number < len(countries) else None
        return self._main_country(person)

    def _ministry(self, words: Sequence[str], person: int) -> int | None:
        """The ministry of the same portfolio («министра юстиции»), or for a bare „Minister“ the last one named."""
        ministries = [
            i
            for i in self._bodies(("government",))
            if "minist" in fold(self.texts[i]) or fold(self.texts[i]).startswith("мин")
        ]
        portfolio = [fold(w)[:6] for w in words if not office(w, self.language) and len(w) > 3 and w[0].islower()]
        if self.language == "ru" and portfolio:
            return self._nearest([i for i in ministries if all(p in fold(self.texts[i]) for p in portfolio)], person)
        bare = all(
            office(w, self.language) is None or fold(w).startswith(("minister", "министр", "staatssekretär"))
            for w in words
        )
        return self._nearest(ministries, person) if bare and not portfolio else None

    def _body(self, words: Sequence[str], person: int) -> int | None:
        """The body a bare title is of: the only one of its sentence, the document's main one, the paragraph's first."""
        pool = [i for i in self._bodies(_COMPANY) if not self._is_source(i)]
        if not pool:
            pool = [i for i in self._bodies() if not self._is_source(i)]
        if not pool:
            return None
        begin = next((s.start for s in self.document.sentences if s.start <= self.names[person].start < s.end), 0)
        here = [i for i in pool if begin <= self.names[i].start < self.names[person].start]
        if len({self.same[i] for i in here}) == 1:
            return here[-1]
        weight = Counter({self.same[i]: self.often[self.same[i]] for i in pool})
        weight[self.same[pool[0]]] += 2  # what the article opens with, it is about
        (main, most), *others = weight.most_common(2)
        last = self._last_told(pool, person)
        if last is not None and self.often[main] < 3:
            return last
        if most >= 3 and (not others or most >= 1.2 * others[0][1]):
            return self._nearest([i for i in pool if self.same[i] == main], person)
        paragraph = self.document.text.rfind("\n", 0, self.names[person].start)
        near = (
            [i for i in pool if paragraph < self.names[i].start and i < person]
            or [i for i in pool if i < person]
            or pool
        )
        most = max(self.often[self.same[i]] for i in near)
        return next(i for i in near if self.often[self.same[i]] == most)

    def _last_told(self, pool: Sequence[int], person: int) -> int | None:
        """The only body that the sentence before a person's names, in the same paragraph."""
        sentences = self.document.sentences
        here = next((n for n, s in enumerate(sentences) if s.start <= self.names[person].start < s.end), 0)
        if not here:
            return None
        before, start = sentences[here - 1], self.names[person].start
        if "\n" in self.document.text[before.end - 1 : start].strip(" "):
            return None
        told = [i for i in pool if before.start <= self.names[i].start < before.end]
        return told[-1] if len({self.same[i] for i in told}) == 1 else None

    def _prefix(self, prefix: str, near: int) -> int | None:
        """The mention a compound's first part stands for: „KPD-Chef“, „Wisła-Chefin“."""
        wanted = fold(prefix)
        fitting = [
            i for i, t in enumerate(self.texts) if self.names[i].value.type != "PER" and fold(t).startswith(wanted)
        ]
        if not fitting and (entry := find(prefix, self.language)) is not None:
            fitting = [i for i, e in enumerate(self.known) if e is not None and e.id == entry.id]
        return self._nearest(fitting, near)

    def _after(self, line: Line, person: int, kind: str) -> int | None:
        """„Analyst Reto Camenisch von der Bank Linth“: the body that follows the name."""
        token = max((t for t, i in line.mention.items() if i == person), default=-2) + 1
        if (
            token < 1
            or fold(line.word(token)) not in _JOINS
            or (line.word(token) == "(" and kind not in ("party", "job"))
        ):
            return None
        then = next((i for i in range(token + 1, min(token + 4, len(line.tokens))) if i in line.mention), None)
        return line.mention[then] if then is not None and line.type(then) == "ORG" else None

    def _nearest(self, fitting: Iterable[int], near: int, back: bool = False) -> int | None:
        """The last before a mention; with none there, and not only `back`, the first after it."""
        fitting = list(fitting)
        before = [i for i in fitting if i < near]
        return before[-1] if before else (fitting[0] if fitting and not back else None)

    def _country(self, code: str, near: int) -> int | None:
        return self._nearest(
            [i for i, e in enumerate(self.known) if e and e.kind == "country" and e.country == code], near
        )

    def _main_country(self, near: int) -> int | None:
        """The country most of the document's places are in, where it is named itself."""
        votes: Counter[str] = Counter()
        if (
            self.document.dateline_place
            and (home := find(self.document.dateline_place, self.language, "LOC"))
            and home.country
        ):
            votes[home.country] += 6
        for i in self._places():
            entry = self.known[i]
            if entry is not None and entry.country:
                votes[entry.country] += 2 if i < near else 1
        for code, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
            index = self._country(code, near)
            regions = [
                i for i, e in enumerate(self.known) if e and e.kind == "region" and e.country == code and i < near
            ]
            if code in ("DE", "AT", "CH") and regions and (index is None or index > near):
                return regions[-1]  # a Land's minister
            if index is not None:
                return index
        return None

    def _place(self, levels: Sequence[str], near: int) -> int | None:
        fitting = [i for i in self._places() if self._level(i) in levels]
        if not fitting:
            return None
        main = max(fitting, key=lambda i: (self.often[self.same[i]], -i))
        if self.often[self.same[main]] > 2 and self.same[main] in {self.same[i] for i in fitting}:
            fitting = [i for i in fitting if self.same[i] == self.same[main]]
        return self._nearest(fitting, near)

    def _places(self) -> list[int]:
        return [i for i, a in enumerate(self.names) if a.value.type == "LOC"]

    def _level(self, index: int) -> str:
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

    def _bodies(self, kinds: Sequence[str | None] = ()) -> list[int]:
        return [i for i, a in enumerate(self.names) if a.value.type == "ORG" and (not kinds or self._kind(i) in kinds)]

    def _kind(self, index: int) -> str | None:
        """A body's kind by registry or the words of its name; None where they do not tell."""
        entry = self.known[index]
        if entry is not None:
            return entry.kind
        known = table(self.language, "link_kinds")
        for word in self.texts[index].split():
            lemma = fold(word)
            if lemma.startswith("мин") and word[0] == "М" and len(lemma) > 4 and not lemma.startswith("минск"):
                return "government"
            for size in range(len(lemma), 3, -1):
                if lemma[:size] in known or lemma[-size:] in known:
                    return known.get(lemma[:size]) or known[lemma[-size:]]
        return None

    def _is_source(self, index: int) -> bool:
        """Whether a body stands as the dateline's agency."""
        start = self.names[index].start
        return index < 5 and self.document.text[max(0, start - 1) : start] in ("(", "/") and start < 300

    def _stem(self, text: str) -> str:
        words = [w for w in text.replace("«", " ").replace("»", " ").split() if len(w) > 3 and not w.isupper()]
        return fold(words[0])[:6] if words else fold(text)


def _is_former(word: str) -> bool:
    return fold(word).startswith(_FORMER)
