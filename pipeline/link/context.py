"""What stands around a mention: the words before it, the country or place attached to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from pipeline.document import Annotation, Document, Name, Token
from pipeline.lang import fold, table
from pipeline.lang.adjectives import country_of, place_of
from pipeline.lang.registry import Entry, find
from pipeline.link.bodies import core, key

_GLUE = re.compile(
    r"[»“”\"]?\s*(?:(?:der|des|von|in der|in|из|aus|aus der|в|mit Sitz in|со штаб-квартирой в)\s+)?"
    r"(?:Республики\s+|Republik\s+)?\(?\s*",
    re.I,
)
_NEAR = 5  # words before a mention that may belong to it
_BREAKS = frozenset(("VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PRON", ""))
_HOME = {
    "ru": frozenset(["RU", "BY", "KZ", "UZ", "KG", "TJ", "TM", "AZ", "AM", "GE", "MD", "UA"]),
    "de": frozenset(["DE", "AT", "CH", "LI"]),
}
_STOP = frozenset(".,;:!?()—–")


class Context:
    """A document's tokens and names, for looking around a mention."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.language = document.language
        self.tokens: list[Token] = [t for s in document.sentences for t in s.tokens]
        self._starts = [t.start for t in self.tokens]
        self._name_starts = [a.start for a in document.names]
        self.places = [self._place(a) for a in document.names]
        # what stands inside of legal forms is in the nominative: ТОО «Жетысу Ветроэнерго»
        organisations = [self.text[a.start : a.end] for a in document.names if a.value.type == "ORG"]
        self.cores = frozenset(fold(c) for o in organisations if (c := core(o)) != o)
        self.items: dict[int, str] | None = None
        self.countries = self._countries()

    def _place(self, name: Annotation[Name]) -> Entry | None:
        if name.value.type != "LOC":
            return None
        return find(self.text[name.start : name.end], self.language, "LOC")

    def feats(self, start: int, end: int) -> list[str]:
        """UD features of the words of a stretch, in order; marks left out."""
        i = bisect_left(self._starts, start)
        found = []
        while i < len(self.tokens) and self.tokens[i].start < end:
            if any(c.isalnum() for c in self.tokens[i].text):
                found.append(self.tokens[i].feats)
            i += 1
        return found

    def before(self, start: int) -> list[str]:
        """The few words before a place that may belong to what stands there, the nearest first."""
        i = bisect_left(self._starts, start) - 1
        found: list[str] = []
        while i >= 0 and len(found) < _NEAR:
            word, pos = self.tokens[i].text, self.tokens[i].pos
            named = self._named(self.tokens[i].start) if self.tokens[i].end <= start else False
            if word in _STOP or named or start - self.tokens[i].end > 70 or (len(found) > 2 and pos in _BREAKS):
                break
            if any(c.isalnum() for c in word):
                found.append(word)
            i -= 1
        return found

    def _named(self, place: int) -> bool:
        """Whether a place is within a mention."""
        i = bisect_left(self._name_starts, place + 1) - 1
        return i >= 0 and self.document.names[i].end > place

    def quoted(self, name: Annotation[Name]) -> bool:
        """Whether the mention stands in quotation marks."""
        before, after = self.text[max(0, name.start - 1) : name.start], self.text[name.end : name.end + 1]
        return before in '«„“"‚' and before != "" and after in '»“”"‘' and after != ""

    def attached(self, index: int) -> str | None:
        """The country that the words beside a mention tie it to: «Правительства Казахстана», „die türkische …“."""
        names = self.document.names
        here = names[index]
        if index + 1 < len(names):
            then, place = names[index + 1], self.places[index + 1]
            between = self.text[here.end : then.start]
            if place is not None and place.country and len(between) < 30 and _GLUE.fullmatch(between):
                preposition = between.strip(' »“”"(').split(" ")[0].lower()
                beside = self.language == "de" and not between.strip()  # „auf Einladung der IHK Lippe Marokko besucht“
                if beside and not self.text[then.start : then.end].endswith(("s", "’", "'")):
                    return None
                if place.kind in ("country", "city") or preposition not in ("в", "in"):
                    return place.country
        for word in self.before(here.start):
            if country := country_of(word, self.language):
                return country
            if (place := place_of(word, self.language)) is not None and place.country:
                return place.country
        return None

    def _countries(self) -> list[str]:
        """Countries of the document, the one it is most about first."""
        votes: Counter[str] = Counter()
        for place in self.places:
            if place is not None and place.country:
                votes[place.country] += (1 if place.kind == "country" else 3) * (
                    2 if place.country in _HOME[self.language] else 1
                )
        for name in self.document.names:
            if name.value.type != "ORG":
                continue
            text = self.text[name.start : name.end]
            entry = find(text, self.language, "ORG")
            code = entry.country if entry else key(text, self.language)[2]
            if code:
                votes[code] += 2 if entry and entry.kind != "media" else 1
        dateline = find(self.document.dateline_place or "", self.language, "LOC")
        if dateline and dateline.country:
            votes[dateline.country] += 4
        signs = table(self.language, "link_signs")
        for token in self.tokens:
            if code := signs.get(fold(token.text).rstrip(".")):
                votes[code] += 2
        self.votes = votes
        return [c for c, _ in sorted(votes.items(), key=lambda i: (-i[1], i[0]))]

    def said_before(self, start: int) -> str | None:
        """The country that words before an office tie it to: «министр», with «с узбекской стороны» before."""
        for word in self.before(start):
            if country := country_of(word, self.language):
                return country
        return None

    def sentence_country(self, start: int) -> str | None:
        """The only country that a place's sentence speaks of."""
        sentence = next((s for s in self.document.sentences if s.start <= start < s.end), None)
        if sentence is None:
            return None
        found = {p.country for p, n in zip(self.places, self.document.names, strict=True)
                 if p is not None and p.country and sentence.start <= n.start < sentence.end}  # fmt: skip
        return found.pop() if len(found) == 1 else None

    def _paragraph(self, start: int) -> int:
        return self.text.rfind("\n", 0, start) + 1

    def _paragraph_places(self) -> dict[int, str]:
        """Of a digest: the country that each item's first line opens with, by where its paragraph begins."""
        found: dict[int, str] = {}
        for i, place in enumerate(self.places):
            name = self.document.names[i]
            begin = self._paragraph(name.start)
            if place is None or not place.country or begin in found:
                continue
            if name.start - begin < 3 and self.text[name.end : name.end + 2].lstrip()[:1] in (".", ":", "–", "—", "("):
                found[begin] = place.country
            elif name.start - begin < 60:
                end = self.text.find("\n", name.end)
                line = self.text[begin : end if end >= 0 else len(self.text)].strip()
                if end >= 0 and len(line) < 80 and line[-1:] not in ".!?…“”»:" and line[:1].isupper():
                    follows = re.compile(r"\s*").match(self.text, end)
                    found.setdefault(follows.end() if follows else end, place.country)
        return found if len(found) > 2 and len(set(found.values())) > 2 else {}

    def local(self, start: int) -> str | None:
        """The country of what is told at a place: a digest's item's, else the document's."""
        if self.items is None:
            self.items = self._paragraph_places()
        return self.items.get(self._paragraph(start)) or self.main()

    def main(self) -> str | None:
        """The country the document is plainly about, or None."""
        if not self.countries:
            return None
        first = self.votes[self.countries[0]]
        second = self.votes[self.countries[1]] if len(self.countries) > 1 else 0
        return self.countries[0] if first >= 1.3 * second else None
