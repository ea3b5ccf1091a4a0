"""Whose an office is: the body or place its words name, else what the document makes plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.document import Document, Span
from pipeline.extract.roles.spans import Found, Line
from pipeline.extract.roles.words import office, scope
from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of
from pipeline.lang.registry import Entry, find


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

    def of(self, line: Line, found: Found, number: int) -> Span | None:
        """The span of the mention that the office of the `number`-th of its people is of."""
        index = self._of(line, found, number)
        return self.names[index].span if index is not None else None

    def _of(self, line: Line, found: Found, number: int) -> int | None:
        person = found.persons[number]
        inside = [i for i in found.mentions if self.names[i].value.type in ("ORG", "LOC")]
        words = [line.word(t) for t in range(found.first, found.last + 1) if t not in line.mention]
        nation = next((c for w in words if (c := country_of(w, self.language))), None)
        if found.kind == "diplomat" and nation:
            return self._country(nation, person)
        if inside:
            if len(found.persons) > 1 and number < len(inside):
                return inside[number]
            return inside[0]
        if nation and found.kind in ("state", "minister", "chief", "party", "region"):
            return self._country(nation, person)
        head = line.word(found.head)
        if self.language == "de" and "-" in head and (index := self._named(head.rpartition("-")[0], person)) is not None:
            return index
        return self._after(line, person) if (index := self._meant(line, found, words, number)) is None else index

    def _named(self, prefix: str, near: int) -> int | None:
        """The mention a compound's first part stands for: „KPD-Chef“, „Wisła-Chefin“."""
        wanted = fold(prefix)
        fitting = [i for i, t in enumerate(self.texts) if self.names[i].value.type != "PER" and fold(t).startswith(wanted)]
        if not fitting:
            entry = find(prefix, self.language)
            fitting = [i for i, e in enumerate(self.known) if entry is not None and e is not None and e.id == entry.id]
        return self._nearest(fitting, near)

    def _nearest(self, fitting: Sequence[int], near: int) -> int | None:
        before = [i for i in fitting if i < near]
        return before[-1] if before else (fitting[0] if fitting else None)

    def _country(self, code: str, near: int) -> int | None:
        fitting = [i for i, e in enumerate(self.known) if e is not None and e.kind == "country" and e.country == code]
        return self._nearest(fitting, near)

    def _main_country(self, near: int) -> int | None:
        votes: Counter[str] = Counter()
        for i, e in enumerate(self.known):
            if e is not None and e.country and self.names[i].value.type == "LOC":
                votes[e.country] += 2 if i < near else 1
        for code, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
            if (index := self._country(code, near)) is not None:
                return index
        return None

    def _place(self, kind: str, near: int) -> int | None:
        fitting = [i for i, a in enumerate(self.names) if a.value.type == "LOC" and self._level(i) == kind]
        if not fitting:
            return None
        often = Counter(self._same(i) for i in fitting)
        most = max(often.values())
        before = [i for i in fitting if i < near]
        pool = [i for i in fitting if often[self._same(i)] == most] if most > 2 else (before or fitting)
        return self._nearest(pool, near)

    def _level(self, index: int) -> str | None:
        entry = self.known[index]
        if entry is not None:
            return entry.kind
        known = table(self.language, "link_places")
        for word in self.texts[index].split():
            lemma = fold(word)
            for size in range(len(lemma), 3, -1):
                if lemma[:size] in known:
                    return known[lemma[:size]]
        return "city"

    def _same(self, index: int) -> str:
        entry = self.known[index]
        return entry.id if entry is not None else fold(self.texts[index])[:6]

    def _body(self, near: int, kinds: Sequence[str] = ()) -> int | None:
        """The body meant by a bare title: the one of the sentence, else the document's most named, the nearest."""
        fitting = [i for i, a in enumerate(self.names) if a.value.type == "ORG" and not self._is_media(i) and not self._is_world(i)]
        if not fitting:
            return None
        start = max(self.document.text.rfind("\n", 0, self.names[near].start), 0)
        sentence = next((s for s in self.document.sentences if s.start <= self.names[near].start < s.end), None)
        here = [i for i in fitting if sentence is not None and sentence.start <= self.names[i].start < self.names[near].start]
        if len({self._same(i) for i in here}) == 1:
            return here[-1]
        often = Counter(self._same(i) for i in fitting)
        paragraph = [i for i in fitting if start <= self.names[i].start and i < near]
        pool = paragraph or [i for i in fitting if i < near] or fitting
        most = max(often[self._same(i)] for i in pool)
        best = [i for i in pool if often[self._same(i)] == most]
        return best[0] if most == 1 and here and best[0] in here else best[-1]

    def _is_media(self, index: int) -> bool:
        entry = self.known[index]
        if entry is not None:
            return entry.kind == "media"
        a = self.names[index]
        return self.document.text[max(0, a.start - 1) : a.start] in ("(", "/") and index < 5

    def _is_world(self, index: int) -> bool:
        entry = self.known[index]
        return entry is not None and entry.kind == "international"

    def _authority(self, near: int) -> int | None:
        fitting = [i for i, a in enumerate(self.names) if a.value.type == "ORG" and i < near and self._is_government(i)]
        return fitting[-1] if fitting else None

    def _is_government(self, index: int) -> bool:
        entry = self.known[index]
        if entry is not None:
            return entry.kind == "government"
        known = table(self.language, "link_kinds")
        words = [fold(w) for w in self.texts[index].split()]
        return any(w.startswith(k[:8]) or k in w for w in words[:3] for k, v in known.items() if v == "government" and len(k) > 5) or words[0].startswith("мин")

    def _meant(self, line: Line, found: Found, words: Sequence[str], number: int) -> int | None:
        person, kind = found.persons[number], found.kind
        scopes = [s for w in words if (s := scope(w, self.language))]
        if scopes:
            return {
                "region": lambda: self._place("region", person),
                "district": lambda: self._place("district", person),
                "city": lambda: self._place("city", person),
                "country": lambda: self._dateline_country(person),
                "authority": lambda: self._authority(person),
                "body": lambda: self._body(person),
                "company": lambda: self._body(person),
            }[scopes[-1]]()
        if kind == "deputy":
            kind = next((k for w in words[1:] if (k := office(w, self.language)) and k != "deputy"), kind)
        if kind == "state":
            known = find(self.texts[person], self.language, "PER")
            if known is not None and known.country and (index := self._country(known.country, person)) is not None:
                return index
            if len(found.persons) > 1:
                countries = list(dict.fromkeys(e.country for i, e in enumerate(self.known) if e is not None and e.kind == "country" and e.country and i < person))
                return self._country(countries[number], person) if number < len(countries) else None
            return self._main_country(person)
        if kind == "minister":
            bare = all(fold(w) in ("minister", "ministerin", "министр", "staatssekretär", "staatssekretärin", "parlamentarische", "parlamentarischer") for w in words)
            return (self._authority_here(person) if bare else None) or self._main_country(person)
        if kind == "region":
            return self._place("region", person) or self._place("district", person)
        if kind == "city":
            return self._place("city", person)
        if kind == "company":
            return self._after(line, person) or self._body(person)
        if kind == "party":
            return self._after(line, person) or self._party(person)
        return None

    def _dateline_country(self, near: int) -> int | None:
        fitting = [i for i, e in enumerate(self.known) if e is not None and e.country and self.names[i].value.type == "LOC" and i < near]
        for i in reversed(fitting):
            entry = self.known[i]
            if entry is not None and entry.kind == "country":
                return i
        return self._main_country(near)

    def _authority_here(self, near: int) -> int | None:
        sentence = next((s for s in self.document.sentences if s.start <= self.names[near].start < s.end), None)
        found = self._authority(near)
        if found is None or sentence is None:
            return found
        ministries = [i for i, a in enumerate(self.names) if i < near and a.value.type == "ORG" and ("minist" in fold(self.texts[i]) or "министер" in fold(self.texts[i]))]
        return ministries[-1] if ministries else found

    def _party(self, near: int) -> int | None:
        fitting = [i for i, e in enumerate(self.known) if e is not None and e.type == "ORG" and e.kind in ("other", "government") and i < near]
        return fitting[-1] if fitting else None

    def _after(self, line: Line, person: int) -> int | None:
        """„Analyst Reto Camenisch von der Bank Linth“: the body that follows the name with „von“, „из“, or in brackets."""
        token = max((t for t, i in line.mention.items() if i == person), default=-2) + 1
        if token < 1:
            return None
        joins = ("von", "vom", "bei", "beim", "из", "(")
        if fold(line.word(token)) not in joins:
            return None
        for i in range(token + 1, min(token + 4, len(line.tokens))):
            if i in line.mention:
                return line.mention[i] if line.type(i) == "ORG" else None
        return None


