"""Whose an office is: the body or place its words name, else what the document makes plain.

First the offices that name it; then the others, from surest to weakest: the same person's office named
elsewhere, the side a sentence speaks for („für die deutsche Seite“), and what such an office is of.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Document, Span
from pipeline.extractors.roles.bodies import Bodies, begins
from pipeline.extractors.roles.line import Line
from pipeline.extractors.roles.places import IN, Places
from pipeline.extractors.roles.scene import Scene
from pipeline.extractors.roles.sides import Side, side
from pipeline.extractors.roles.spans import THEIRS, Found
from pipeline.extractors.roles.words import compound_scope, grade, office, scope
from pipeline.lang import fold
from pipeline.lang.adjectives import country_of
from pipeline.lang.registry import find

_JOINS = ("von", "vom", "bei", "beim", "der", "des", "из", "(")  # between a person and the body worked for
_FORMER = ("бывш", "экс-", "ehemalig", "früher", "ex-", "damalig")


class Owners:
    """What the offices of a document are of."""

    def __init__(self, document: Document) -> None:
        self.scene = Scene(document)
        self.language = document.language
        self.bodies = Bodies(self.scene)
        self.places = Places(self.scene)
        self._settled: dict[int, int] = {}  # person → the mention that an office of theirs is of

    def settle(self, offices: Sequence[tuple[Line, Found]]) -> list[list[Span | None]]:
        """For each office the spans of the mentions it is of, one for each of its people."""
        owners: list[list[int | None]] = [
            [self._named(line, found, n) for n in range(len(found.persons))] for line, found in offices
        ]
        for (line, found), of in zip(offices, owners, strict=True):
            for person, index in zip(found.persons, of, strict=True):
                if index is not None:
                    self._settled[person] = index
                    self.bodies.hold(self._who(person), self._head(line, found), index, found.kind)
        for (line, found), of in zip(offices, owners, strict=True):
            for n, index in enumerate(of):
                if index is None:
                    of[n] = self._told(line, found, n)
                    if (settled := of[n]) is not None:
                        self._settled[found.persons[n]] = settled
                        self.bodies.guess(self._who(found.persons[n]), self._head(line, found), settled)
        return [[self.scene.names[i].span if i is not None else None for i in of] for of in owners]

    def _who(self, person: int) -> str:
        return fold(self.scene.texts[person].split()[-1])[:5]

    def _head(self, line: Line, found: Found) -> str:
        return fold(line.word(found.head).rpartition("-")[2])[:8]

    def _named(self, line: Line, found: Found, number: int) -> int | None:
        """What the office's own words, or those right beside the person, name."""
        person, scene = found.persons[number], self.scene
        words = [line.word(t) for t in range(found.first, found.last + 1) if t not in line.mention]
        nation = next((c for w in words if (c := country_of(w, self.language))), None)
        inside = [i for i in found.mentions if scene.names[i].value.type in ("ORG", "LOC")]
        if found.kind == "diplomat":
            if nation:
                return scene.country(nation, person)
            inside = [i for i in inside if fold(scene.word_before(i)) not in IN]
        if inside:
            return inside[number] if len(found.persons) > 1 and number < len(inside) else inside[0]
        scopes = [s for w in words if (s := scope(w, self.language))]
        if (
            nation
            and found.kind in ("state", "minister", "chief", "party", "region", "land")
            and not {"company", "body"} & set(scopes)
        ):
            return scene.country(nation, person)
        head = line.word(found.head)
        if (
            self.language == "de"
            and "-" in head
            and (index := self._prefix(head.rpartition("-")[0], person)) is not None
        ):
            return index
        return self._after(line, person, found.kind)

    def _told(self, line: Line, found: Found, number: int) -> int | None:
        """What an office without a name in it is of."""
        person = found.persons[number]
        words = [line.word(t) for t in range(found.first, found.last + 1) if t not in line.mention]
        kind = found.kind
        if kind == "deputy":
            kind = next((k for w in words[1:] if (k := office(w, self.language)) and k != "deputy"), kind)
        if kind == "job" and grade(words, self.language):
            kind = "chief"  # «старший банкир» works for somebody
        scopes = [(w, s) for w in words if (s := scope(w, self.language))]
        if not scopes and self.language == "de" and (meant := compound_scope(words[-1])) and kind != "job":
            scopes = [(words[-1][:5], meant)]
        former = any(fold(w).startswith(_FORMER) for w in words)
        if former and kind not in ("state", "minister", "land") and not scopes:
            return None
        index = self.bodies.held(self._who(person), self._head(line, found))
        if index is not None:
            return self.scene.nearest([i for i, s in enumerate(self.scene.same) if s == self.scene.same[index]], person)
        nation = next((c for w in words if (c := country_of(w, self.language))), None)
        if nation and scopes and scopes[-1][1] in ("company", "body"):
            return self.bodies.main(words, person, country=nation, without=self._told_of(person))
        if scopes and scopes[-1][1] in ("region", "district", "city"):
            return self._scope(*scopes[-1], person)
        told = side(line, found)
        if told is not None and scopes and scopes[-1][1] in ("company", "body"):
            kind = "company"
        if told is not None and (index := self._of_side(told, kind, words, person)) is not None:
            return index
        if (
            kind != "job"
            and fold(line.word(found.first - 1)) in THEIRS
            and (index := self._last_told(person)) is not None
        ):
            return index
        if scopes:
            return self._scope(*scopes[-1], person)
        return self._meant(kind, words, person, number, len(found.persons), line, found)

    def _told_of(self, person: int) -> set[str]:
        """The bodies whose people this sentence, or the one before, has named already."""
        scene = self.scene
        sentence = scene.sentence(person)
        return {scene.same[i] for other, i in self._settled.items()
                if other < person and sentence - 1 <= scene.sentence(other) <= sentence}  # fmt: skip

    def _last_told(self, person: int) -> int | None:
        """What „deren“, «его» means: the last body or place of the sentence before."""
        scene = self.scene
        sentence = scene.sentence(person)
        before = [i for i, a in enumerate(scene.names) if a.value.type in ("ORG", "LOC")]
        return scene.within(sentence - 1, before)[-1] if sentence and scene.within(sentence - 1, before) else None

    def _of_side(self, told: Side, kind: str, words: Sequence[str], person: int) -> int | None:
        """What the side a sentence speaks for makes of an office."""
        scene = self.scene
        if told.other:
            return (
                self.bodies.main(words, person, without=self._told_of(person)) if kind in ("company", "chief") else None
            )
        if told.mention is not None and scene.names[told.mention].value.type == "ORG":
            return told.mention
        if told.mention is not None and kind in ("state", "minister", "land", "region", "district", "city"):
            return told.mention
        code = told.country
        if told.mention is not None and code is None:
            code = scene.home(told.mention)
        if code is not None:
            if kind == "minister" and (index := self.bodies.ministry(words, person, code)) is not None:
                return index
            if kind in ("state", "minister", "party", "diplomat"):
                index = scene.country(code, person)
                if index is not None or kind != "state":
                    return index
            if kind in ("company", "chief", "state"):
                return self.bodies.main(words, person, country=code, without=self._told_of(person))
            return None
        if told.noun and (meaning := scope(told.noun, self.language)):
            return self._scope(told.noun, meaning, person)
        return None

    def _meant(
        self, kind: str, words: Sequence[str], person: int, number: int, people: int, line: Line, found: Found
    ) -> int | None:
        """By the class of the office."""
        scene = self.scene
        if kind == "state":
            bare = fold(words[-1]).startswith(("präsident", "президент", "vizepräsident", "вице-президент"))
            if bare and (index := self.bodies.presided(person)) is not None:
                return index
            return self._state(person, number, people, self._head(line, found))
        if kind == "minister":
            ministry = self.bodies.ministry(words, person)
            return ministry if ministry is not None else self.places.nation(person)
        if kind == "land":
            region = self.places.nearest(("region",), person)
            return region if region is not None else self.places.nearest(("district",), person)
        if kind == "district" and (district := self.places.nearest(("district",), person)) is not None:
            return district  # „Landrat“
        if kind == "region":
            return self.places.nearest(("region", "district"), person)
        if kind == "court":
            courts = [
                i for i in scene.bodies(person) if "gericht" in fold(scene.texts[i]) or "суд" in fold(scene.texts[i])
            ]
            return scene.nearest(courts, person)
        if kind in ("city", "district"):
            return self.places.city(person)
        if kind == "diplomat":
            return self.places.sender(person)
        if kind == "company":
            return self.bodies.main(words, person)
        if kind == "chief":
            return self.bodies.beside(person)
        if kind == "party":
            if any(
                fold(line.word(t)) in ("из", "aus") and line.type(t + 1) == "LOC"
                for t in range(found.first, found.last + 3)
            ):
                return None  # «депутат из Варшавы»
            house = self.bodies.speaker_of(person)
            house = house if house is not None else self.bodies.house(person, words[-1])
            senator = fold(words[-1]).startswith(("senator", "сенатор"))
            return house if house is not None or not senator else scene.main_country(person)
        if kind == "job":
            return self.bodies.speaker_of(person)
        return None

    def _scope(self, word: str, meaning: str, person: int) -> int | None:
        scene = self.scene
        if meaning in ("region", "district", "city"):
            named = [i for i in scene.places if any(begins(w, word) for w in scene.texts[i].split())]
            if named:
                return scene.nearest(named, person)
            return self.places.city(person) if meaning == "city" else self.places.nearest((meaning,), person)
        if meaning == "country" and fold(word).startswith("республик"):
            inner = [i for i in scene.places if (e := scene.known[i]) and e.kind == "region" and e.country == "RU"]
            if inner:
                return scene.nearest(inner, person)
        if meaning == "country":
            countries = [i for i in scene.places if scene.level(i) == "country"]
            before = scene.nearest(countries, person, back=True)
            return before if before is not None else scene.main_country(person)
        if meaning == "party":
            told = self.bodies.speaker_of(person)
            return told if told is not None else scene.nearest(scene.bodies(person, ("other", "government")), person)
        if meaning == "court":
            courts = [
                i for i in scene.bodies(person) if "gericht" in fold(scene.texts[i]) or "суд" in fold(scene.texts[i])
            ]
            return scene.nearest(courts, person)
        if meaning == "government":
            named = [i for i in scene.bodies(person, ("government",)) if "regierung" in fold(scene.texts[i])]
            return scene.nearest(named, person, back=True) if named else self.places.nation(person)
        if meaning == "event":
            return self.bodies.event(word, person)
        if meaning == "house" and (index := self.bodies.house(person)) is not None:
            return index
        return self.bodies.called(word, "authority" if meaning == "house" else meaning, person)

    def _state(self, person: int, number: int, people: int, head: str) -> int | None:
        scene = self.scene
        known = find(scene.texts[person], self.language, "PER")
        if known is not None and known.country and (index := scene.country(known.country, person)) is not None:
            return index
        if people > 1:
            before = (scene.known[i] for i in scene.places if i < person)
            countries = list(
                dict.fromkeys(e.country for e in before if e is not None and e.kind == "country" and e.country)
            )
            return scene.country(countries[number], person) if number < len(countries) else None
        return self.places.nation(person, self.bodies.taken(self._who(person), head) | self.places.visited(person))

    def _prefix(self, prefix: str, near: int) -> int | None:
        """The mention a compound's first part stands for: „KPD-Chef“, „Wisła-Chefin“."""
        wanted, scene = fold(prefix), self.scene
        named = [i for i, a in enumerate(scene.names) if a.value.type != "PER"]
        fitting = [i for i in named if fold(scene.texts[i]).startswith(wanted)]
        if not fitting:
            fitting = [i for i in named if wanted in fold(scene.texts[i]).replace("„", "").split()]
        if not fitting and (entry := find(prefix, self.language)) is not None:
            fitting = [i for i, e in enumerate(scene.known) if e is not None and e.id == entry.id]
        return scene.nearest(fitting, near)

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
