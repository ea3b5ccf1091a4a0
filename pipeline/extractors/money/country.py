"""Which country a text is about, where a currency's name is shared: «рубль», „Krone“, „Dinar“."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from babel import Locale

from pipeline.document import Span
from pipeline.extractors.money.lexicon import Unit, countries_of, currencies_of
from pipeline.lang import table


@dataclass(slots=True)
class Surroundings:
    """What the document knows around the text: where it is set, its dates and sentences.

    `country` holds for the whole text; `countries` counts how often each is named; `places` are (start, country).
    """

    text: str
    language: str
    country: str | None = None
    countries: Mapping[str, int] = field(default_factory=dict)
    places: Sequence[tuple[int, str]] = ()
    dates: Sequence[Span] = ()
    sentences: Sequence[Span] = ()
    names: Sequence[Span] = ()  # of organisations and events
    topic: Sequence[str] = ()  # what the text is about (features.topics)
    told: dict[str, int] = field(default_factory=dict)  # evidence for each currency, once counted

    def sentence(self, at: int) -> int:
        """The index of the sentence that holds `at`."""
        return max(0, bisect_right(self.sentences, (at, len(self.text) + 1)) - 1)

    def in_date(self, start: int, end: int) -> bool:
        k = bisect_right(self.dates, (end, -1)) - 1
        return k >= 0 and self.dates[k][1] > start


def currency_of(
    unit: Unit, country: str | None, at: int, around: Surroundings, before: Sequence[str | None] = ()
) -> str | None:
    """The ISO 4217 code that a name stands for, by the country its words or the text give; None where none tells.

    `before`: the currencies of the amounts before it, of which a sub-unit is the likeliest part.
    """
    if country is not None:
        own = currencies_of(country)
        fitting = [code for code in unit.codes if code in own]
        return fitting[0] if fitting else own[0] if own and own[0] != "EUR" else None
    if len(unit.codes) == 1:
        return unit.codes[0]
    if unit.sub:
        for code in reversed(before):
            if code in unit.codes:
                return code
    if around.country is not None:
        fitting = [code for code in unit.codes if around.country in countries_of(code)]
        return fitting[0] if fitting else unit.codes[0] if unit.sure else None
    told = _told(unit.codes, at, around)
    if told == "" and not unit.sure:
        told = _nearest(unit.codes, at, around)
    if told or not unit.sure:
        return told or None
    return unit.codes[0] if told is None else None


def _nearest(codes: Sequence[str], at: int, around: Surroundings) -> str | None:
    """The code whose country is the last one named before `at` («Швеция — 5 млрд крон, Норвегия — 7 млрд крон»)."""
    start = around.sentences[around.sentence(at)][0] if around.sentences else 0
    last: dict[int, str] = {}
    for code in codes:
        stems = [stem for country in countries_of(code) for stem in _stems(country, around.language)]
        last[max((around.text.rfind(stem, start, at) for stem in stems), default=-1)] = code
    best = max(last, default=-1)
    return last[best] if best >= 0 else None


def _told(codes: Sequence[str], at: int, around: Surroundings) -> str | None:
    """The code whose country the sentence, or else the text, is about; `""` for a draw, None for no sign of any."""
    if around.sentences:
        start, end = around.sentences[around.sentence(at)]
        here = {c for c in codes if evidence(c, around, start, end)}
        if len(here) == 1:
            return here.pop()
        if len(here) > 1 and "RUB" not in codes:
            return ""
    weights = sorted(((evidence(c, around), c) for c in codes), reverse=True)
    if not weights[0][0]:
        return None
    if len(weights) > 1 and weights[1][0] * 3 > weights[0][0] * 2:
        return ""
    return weights[0][1]


def evidence(code: str, around: Surroundings, start: int = 0, end: int | None = None) -> int:
    """How often a currency's countries are named in a stretch, or in the whole text."""
    if end is None:
        if code not in around.told:
            named = sum(around.countries.get(country, 0) for country in countries_of(code))
            around.told[code] = named + _stemmed(code, around, 0, len(around.text))
        return around.told[code]
    key = f"{code}:{start}:{end}"
    if key not in around.told:
        places = around.places[bisect_left(around.places, (start, "")) : bisect_left(around.places, (end, ""))]
        here = sum(1 for _, c in places if c in countries_of(code))
        around.told[key] = here + _stemmed(code, around, start, end)
    return around.told[key]


def _stemmed(code: str, around: Surroundings, start: int, end: int) -> int:
    stems = {stem for country in countries_of(code) for stem in _stems(country, around.language)}
    return sum(around.text.count(stem, start, end) for stem in stems)


@cache
def _stems(country: str, language: str) -> tuple[str, ...]:
    """Beginnings of the words that name a country and its people: «Росси», «российск», „Russland“, „russisch“."""
    name = Locale(language).territories.get(country, "")
    first = name.split(" (")[0]
    stems = {first[:-1] if language == "ru" and len(first) > 4 and first[-1] in "аеиьяый" else first}
    for form, meaning in table(language, "money_countries").items():
        if meaning == country:
            stem = form.upper() if len(form) <= 3 else form[:-2] if language == "ru" else form
            stems |= {stem, stem[0].upper() + stem[1:]}
    return tuple(sorted(s for s in stems if len(s) > 1 and not any(s != t and s.startswith(t) for t in stems)))
