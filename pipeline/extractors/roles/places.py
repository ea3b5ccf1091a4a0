"""Which place an office without one is of: the country of a statesman, the Land, the town of a mayor."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extractors.roles.scene import Scene
from pipeline.extractors.roles.words import scope
from pipeline.lang import fold, table

IN = ("in", "im", "в", "во", "на")


class Places:
    """Places of a scene, as what offices are of."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._land: int | None = None  # the Land whose government the article tells of

    def visited(self, person: int) -> frozenset[str]:
        """The countries that a sentence about a visit goes to."""
        scene = self.scene
        known = table(scene.language, "roles_visits")
        sentence = scene.document.sentences[scene.sentence(person)]
        if not any(fold(t.text) in known for t in sentence.tokens):
            return frozenset()
        goals = scene.within(scene.sentence(person), (i for i in scene.places if i > person))
        return frozenset(e.country for i in goals[:1] if (e := scene.known[i]) is not None and e.country)

    def nation(self, person: int, taken: frozenset[str] = frozenset()) -> int | None:
        """The country a statesman is of: where such a name is at home, if the document names it; else the main one."""
        scene = self.scene
        countries = scene.countries()
        open_to = [c for c in countries if c not in taken] or countries
        here = [c for c in open_to if c in scene.origin(person)]
        index = scene.main_country(person, here) if here else None
        index = index if index is not None else scene.main_country(person, open_to)
        entry = scene.known[index] if index is not None else None
        if self._land is not None and entry is not None and entry.country == scene.home(self._land):
            return scene.nearest([i for i, s in enumerate(scene.same) if s == scene.same[self._land]], person)
        if index is not None and scene.level(index) == "region":
            self._land = index
        return index

    def sender(self, person: int) -> int | None:
        """The sending state of an ambassador who is named without it: not the one the sentence plays in."""
        scene = self.scene
        hosts = {
            e.country
            for i in scene.within(scene.sentence(person), scene.places)
            if (e := scene.known[i]) is not None and fold(scene.word_before(i)) in IN
        }
        others = [c for c in scene.countries() if c not in hosts]
        here = [c for c in others if c in scene.origin(person)]
        if not here and hosts and len(others) == 1 and not scene.origin(person):
            here = others
        return scene.main_country(person, here) if here else None

    def city(self, person: int) -> int | None:
        """The town of a mayor: one told of in the sentence, else the one the document is about."""
        scene = self.scene
        cities = [i for i in scene.places if scene.level(i) == "city"]
        foreign = [c for c in scene.countries() if scene.origin(person) and c not in scene.origin(person)]
        home = [i for i in cities if (e := scene.known[i]) is None or e.country not in foreign]
        if not (home := home or cities):
            return None
        weight = {scene.same[i]: scene.often[scene.same[i]] for i in home}
        weight[scene.same[home[0]]] += 1
        for i in home:
            if scope(scene.noun_before(i), scene.language) == "city":
                weight[scene.same[i]] += 1
        here = [i for i in scene.within(scene.sentence(person), home) if i < person]
        if here:
            weight[scene.same[here[-1]]] += 1
        best = max(home, key=lambda i: (weight[scene.same[i]], -i))
        return scene.nearest([i for i in home if scene.same[i] == scene.same[best]], person)

    def nearest(self, levels: Sequence[str], near: int) -> int | None:
        """The nearest place of some levels; the one named thrice and most, where there is such."""
        scene = self.scene
        fitting = [i for i in scene.places if scene.level(i) in levels]
        if not fitting:
            return None
        main = max(fitting, key=lambda i: (scene.often[scene.same[i]], -i))
        if scene.often[scene.same[main]] > 2:
            fitting = [i for i in fitting if scene.same[i] == scene.same[main]]
        return scene.nearest(fitting, near)
