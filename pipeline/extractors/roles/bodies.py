"""Which body an office without one is of: weighed by where bodies stand, how often, and who else holds what in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from pipeline.extractors.roles.scene import Scene
from pipeline.extractors.roles.words import office, scope
from pipeline.lang import fold, table

_COURTS = ("gericht", "суд")
_COMPANY = (None, "company", "media")
_OPENING = ("„", "«", "»", "“", '"', "–", "—")


class Bodies:
    """Bodies of a scene, and what is known of who holds which office in them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.language = scene.language
        self._held: dict[tuple[str, str], int] = {}
        self._heads: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._jobs: set[str] = set()

    def hold(self, who: str, head: str, index: int, kind: str) -> None:
        """That a person (by the start of the surname) holds an office in a body or place."""
        self._held.setdefault((who, head), index)
        self._heads[head].append((who, index))
        if kind == "job":
            self._jobs.add(self.scene.same[index])

    def guess(self, who: str, head: str, index: int) -> None:
        """As `hold`, of an office whose owner was concluded."""
        self._held.setdefault((who, head), index)

    def held(self, who: str, head: str) -> int | None:
        """What a person's office of that name was said to be of elsewhere."""
        return self._held.get((who, head))

    def taken(self, who: str, head: str) -> frozenset[str]:
        """Countries whose office of that name somebody else holds."""
        return frozenset(
            e.country
            for other, i in self._heads.get(head, ())
            if other != who and (e := self.scene.known[i]) is not None and e.country
        )

    def pool(self, person: int) -> list[int]:
        """Bodies that a manager may be of."""
        scene = self.scene
        pool = [i for i in scene.bodies(person, _COMPANY) if not scene.is_source(i)]
        if not all(scene.kind(i) == "media" for i in pool):
            pool = [i for i in pool if scene.kind(i) != "media"]
        return pool or [i for i in scene.bodies(person) if not scene.is_source(i)]

    def main(
        self,
        words: Sequence[str],
        person: int,
        country: str | None = None,
        among: Sequence[int] = (),
        without: Collection[str] = (),
    ) -> int | None:
        """The body a manager is of, the best of those of the document (or `among` them; or at home in `country`)."""
        scene = self.scene
        told = self.speaker_of(person)
        if told is not None and not among and country is None:
            return told
        pool = list(among) or self.pool(person)
        pool = [i for i in pool if scene.same[i] not in without] or pool
        if country is not None:
            first = scene.same[pool[0]] if pool else ""
            at_home = [i for i in pool if scene.home(i) == country]
            pool = at_home or [i for i in pool if scene.same[i] != first and country in (scene.homes(i) or {country})]
        if not pool:
            return None
        sentence, begin = scene.sentence(person), scene.paragraph(person)
        head = fold(words[-1].rpartition("-")[2])[:8] if words else ""
        others = {
            scene.same[i] for who, i in self._heads.get(head, ()) if not scene.texts[person].lower().endswith(who)
        }
        home = scene.origin(person)
        surname = fold(scene.texts[person].split()[-1])[:6]
        homes = {scene.same[i]: h for i in pool if (h := scene.homes(i))}
        weight: Counter[str] = Counter({scene.same[i]: min(scene.often[scene.same[i]], 4) for i in pool})
        weight[scene.same[pool[0]]] += 1  # what the article opens with, it is about
        here = [i for i in scene.within(sentence, pool) if i < person]
        before = (
            scene.within(sentence - 1, pool)
            if sentence and begin <= scene.document.sentences[sentence - 1].start
            else []
        )
        for near, worth in ((here, 4), (before, 3)):
            if near:
                weight[scene.same[near[-1]]] += worth if len({scene.same[i] for i in near}) == 1 else 1
        for i in pool:
            key = scene.same[i]
            if surname in fold(scene.texts[i]) and len(surname) > 3:
                weight[key] += 8
        for key in weight:
            if key in others:
                weight[key] -= 4
            if key in self._jobs:
                weight[key] -= 3
            if home and key in homes:
                weight[key] += 2 if homes[key] & set(home) else -5
            if not any(scene.same[i] == key and i < person for i in pool):
                weight[key] -= 3
        best = max(weight, key=lambda k: (weight[k], -scene.first[k]))
        return scene.nearest([i for i in pool if scene.same[i] == best], person)

    def beside(self, person: int) -> int | None:
        """The only body of the sentence before a chief, else the only one of the sentence before."""
        scene = self.scene
        bodies = [i for i in scene.bodies(person) if not scene.is_source(i)]
        told = self.speaker_of(person)
        if told is not None:
            return told
        sentence = scene.sentence(person)
        here = [i for i in scene.within(sentence, bodies) if i < person]
        if here:
            return here[-1] if len({scene.same[i] for i in here}) == 1 else None
        if sentence and scene.paragraph(person) <= scene.document.sentences[sentence - 1].start:
            before = scene.within(sentence - 1, bodies)
            if len({scene.same[i] for i in before}) == 1:
                return before[-1]
        surname = fold(scene.texts[person].split()[-1])[:6]
        return scene.nearest([i for i in bodies if len(surname) > 3 and surname in fold(scene.texts[i])], person)

    def house(self, person: int, title: str = "") -> int | None:
        """The nearest parliament, council, party or parliamentary group before somebody's name.

        Of a „Ständerätin“ it is the „Ständerat“, wherever that stands.
        """
        scene, words = self.scene, table(self.language, "roles_houses")
        fitting = [
            i
            for i in scene.bodies(person, ("government", "other", None))
            if any(w in fold(scene.texts[i]) for w in words)
            or scope(scene.noun_before(i), self.language) == "party"
            or (scene.texts[i].isupper() and scene.kind(i) == "other")
        ]
        own = [i for i in fitting if len(title) > 7 and fold(scene.texts[i])[:7] == fold(title)[:7]]
        return scene.nearest(own, person) if own else scene.nearest(fitting, person, back=True)

    def court(self, person: int) -> int | None:
        """The nearest court of law."""
        scene = self.scene
        return scene.nearest(
            [i for i in scene.bodies(person) if any(c in fold(scene.texts[i]) for c in _COURTS)], person
        )

    def event(self, word: str, person: int) -> int | None:
        """The event a common noun means: «фестиваля», „Jury“; the nearest so called, else the nearest."""
        scene = self.scene
        events = [i for i, a in enumerate(scene.names) if a.value.type == "EVENT"]
        called = [i for i in events if any(begins(w, word) for w in (scene.noun_before(i), *scene.texts[i].split()))]
        return scene.nearest(called or events, person)

    def presided(self, person: int) -> int | None:
        """The university, chamber or association right before a bare „Präsidentin“ in its sentence."""
        scene = self.scene
        bodies = scene.within(scene.sentence(person), scene.bodies(person, ("education", "other", "company", None)))
        here = [i for i in bodies if i < person]
        if not here or any(here[-1] < i < person for i in range(here[-1] + 1, person)):
            return None
        between = scene.document.text[scene.names[here[-1]].end : scene.names[person].start]
        return here[-1] if len(between) < 60 else None

    def speaker_of(self, person: int) -> int | None:
        """The body that ends the sentence before a quotation: „Kritik kam von den Grünen: „…“, sagte …“."""
        scene = self.scene
        number = scene.sentence(person)
        sentences = scene.document.sentences
        text = scene.document.text
        for n in (number, number - 1):
            if n < 0:
                break
            end = sentences[n].end
            for i in reversed(scene.within(n, scene.bodies(person))):
                after = text[scene.names[i].end : scene.names[i].end + 4].lstrip('»“”" ')
                if "\n" in text[scene.names[i].end : scene.names[i].end + 4]:
                    continue
                follows = after[:1] in (".", ":") and after[1:].lstrip()[:1] in _OPENING and after[1:].strip()
                if follows and i < person and (n == number or scene.names[i].end + 4 > end):
                    return i
        return None

    def ministry(self, words: Sequence[str], person: int, country: str | None = None) -> int | None:
        """The ministry of the same portfolio («министра юстиции»), or for a bare „Minister“ the last one named."""
        scene = self.scene
        ministries = [
            i
            for i in scene.bodies(person, ("government",))
            if "minist" in fold(scene.texts[i]) or fold(scene.texts[i]).startswith("мин")
        ]
        if country is not None:
            ministries = [i for i in ministries if self._country(i) in (None, country)]
        portfolio = [fold(w)[:6] for w in words if not office(w, self.language) and len(w) > 3 and w[0].islower()]
        if self.language == "ru" and portfolio:
            return scene.nearest([i for i in ministries if all(p in fold(scene.texts[i]) for p in portfolio)], person)
        bare = all(
            office(w, self.language) in (None, "deputy")
            or fold(w).startswith(("minister", "министр", "staatssekretär"))
            for w in words
        )
        return scene.nearest(ministries, person) if bare and not portfolio else None

    def _country(self, index: int) -> str | None:
        """A ministry's country: its own, or that of the place named right after it."""
        scene = self.scene
        if home := scene.home(index):
            return home
        then = index + 1
        if then < len(scene.names) and scene.names[then].start - scene.names[index].end < 12:
            entry = scene.known[then]
            return entry.country if entry is not None else None
        return None

    def called(self, word: str, meaning: str, person: int, without: Collection[str] = ()) -> int | None:
        """The body a common noun means: «ведомства», „Bank“."""
        scene = self.scene
        named = [
            i
            for i in scene.bodies(person)
            if begins(scene.noun_before(i), word) or any(begins(w, word) for w in scene.texts[i].split())
        ]
        if meaning == "company" and any(scene.kind(i) != "government" for i in named):
            named = [i for i in named if scene.kind(i) != "government"]
        named = [i for i in named if scene.same[i] not in without]
        if named and meaning != "authority":
            paragraph = scene.paragraph(person)
            here = [i for i in named if paragraph <= scene.names[i].start and i < person]
            if here:
                return min(here, key=lambda i: (-scene.often[scene.same[i]], i))
            return scene.nearest(named, person)
        if meaning == "authority":
            if named:
                return self._frequent(named, person)
            return self._frequent(
                [
                    i
                    for i in scene.bodies(person, ("government",))
                    if not any(c in fold(scene.texts[i]) for c in _COURTS)
                ],
                person,
            )
        kinds = (None, "company") if meaning == "company" else (None, "company", "other", "education", "media")
        pool = [i for i in scene.bodies(person, kinds) if not scene.is_source(i)]
        near = scene.nearest(pool, person, back=True)
        if word[0].islower() and self.language == "ru" and near is not None and meaning == "body":
            return near
        return self.main((word,), person, among=pool, without=without)

    def _frequent(self, pool: Sequence[int], person: int) -> int | None:
        """The nearest before, unless another is named twice as often."""
        scene = self.scene
        near = scene.nearest(pool, person, back=True)
        if near is None:
            return None
        most = max((i for i in pool if i < person), key=lambda i: (scene.often[scene.same[i]], i))
        return most if scene.often[scene.same[most]] >= 2 * scene.often[scene.same[near]] + 1 else near


def begins(word: str, other: str) -> bool:
    """Whether a word is a form of another, or a compound with it."""
    size = max(4, min(5, len(other) - 1))  # «банка» is of «банк», «предприятие» is not of «председатель»
    return fold(word)[:size] == fold(other)[:size] or fold(word).endswith((fold(other)[:5], fold(other)))
