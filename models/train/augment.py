"""New names for old sentences: what a name is should follow from its surroundings and shape, not from a list.

Names come from Faker's person providers (MIT), Babel's territory names (CLDR, Unicode licence) and from parts put
together at random, spelled as German papers spell them.
"""

import importlib
import pkgutil
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import faker.providers.person as person
from babel import Locale
from corpora import Sentence, Span

HOME = {"de_DE", "de_AT", "de_CH"}

PARTS = tomllib.loads((Path(__file__).parent / "parts.toml").read_text(encoding="utf-8"))
LOCALES, STEMS, ENDINGS, GIVEN, CHINESE, PLACE_A, PLACE_B, SOUNDS, LEGAL = (
    str(PARTS[key]).split()
    for key in ("locales", "stems", "endings", "given", "chinese", "place_a", "place_b", "sounds", "legal_forms")
)
CYRILLIC = dict(zip(str(PARTS["cyrillic"]), SOUNDS, strict=True))


class Names:
    """Sources of new names; `rng` makes every run the same."""

    def __init__(self, sentences: Iterable[Sentence], rng: random.Random) -> None:
        self.rng = rng
        self.first: dict[str, list[str]] = {}
        self.last: dict[str, list[str]] = {}
        known = {m.name for m in pkgutil.iter_modules(person.__path__)}
        for locale in LOCALES:
            if locale not in known:
                continue
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
            self.first[locale] = _listed(provider, "first_names")
            self.last[locale] = _listed(provider, "last_names")
        self.first = {k: v for k, v in self.first.items() if v and self.last[k]}
        territories = Locale("de").territories
        self.places: list[str] = [
            n for code, n in territories.items() if len(code) == 2 and re.fullmatch(r"[\w-]{4,}", n)
        ]
        self.orgs: dict[int, list[str]] = defaultdict(list)
        seen: set[str] = set()
        for sentence in sentences:
            for s, e, label in sentence.names:
                words = sentence.text[s:e]
                if words in seen:
                    continue
                seen.add(words)
                if label == "LOC" and re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß-]{3,}", words) and not words.endswith("s"):
                    self.places.append(words)
                if label == "ORG" and words[0].isupper():
                    self.orgs[len(words.split())].append(words)

    def surname(self) -> str:
        r = self.rng.random()
        if r < 0.35:
            return self.rng.choice(STEMS) + self.rng.choice(ENDINGS)
        locale = self._locale()
        if r < 0.55:  # the front of one and the back of another: a name nobody has
            a, b = self.rng.choice(self.last[locale]), self.rng.choice(self.last[locale])
            if len(a) > 4 and len(b) > 4 and " " not in a + b:
                return a[: len(a) // 2 + 1] + b[len(b) // 2 :].lower()
        return self.rng.choice(self.last[locale])

    def full(self) -> str:
        r = self.rng.random()
        if r < 0.06:
            return f"{self.rng.choice(GIVEN[-13:])} {self.rng.choice(CHINESE)}"
        if r < 0.3:
            return f"{self.rng.choice(GIVEN)} {self.rng.choice(STEMS)}{self.rng.choice(ENDINGS)}"
        locale = self._locale()
        last = self.rng.choice(self.last[locale]) if self.rng.random() < 0.6 else self.surname()
        middle = f" {self.rng.choice('ABCDEFGHJKLMPRSTW')}." if self.rng.random() < 0.04 else ""
        return f"{self.rng.choice(self.first[locale])}{middle} {last}"

    def given(self) -> str:
        return self.rng.choice(self.first[self._locale()])

    def place(self) -> str:
        if self.rng.random() < 0.5:
            return self.rng.choice(self.places)
        return self.rng.choice(PLACE_A) + self.rng.choice(PLACE_B)

    def org(self, old: str) -> str:
        words = old.split()
        if len(words) == 1 and old.isupper() and 2 <= len(old) <= 6:
            return "".join(self.rng.choice("ABCDEFGHIKLMNOPRSTUVWZ") for _ in range(self.rng.randint(2, 5)))
        if words[-1] in LEGAL and len(words) > 1:
            front = self.surname() if self.rng.random() < 0.5 else self.place()
            return " ".join([front, *words[1:-1][-1:], words[-1]])
        if len(words) == 1:
            return self.rng.choice(self.orgs[1])
        last = words[-1]
        if last in set(self.places):
            return " ".join([*words[:-1], self.place()])
        same = self.orgs[len(words)]
        return self.rng.choice(same) if self.rng.random() < 0.4 else old

    def _locale(self) -> str:
        names = sorted(self.first)
        home = [n for n in names if n in HOME]
        return self.rng.choice(home if self.rng.random() < 0.4 else names)


def _listed(provider: type, what: str) -> list[str]:
    found: set[str] = set()
    for suffix in ("", "_male", "_female", "_unisex"):
        found.update(getattr(provider, what + suffix, None) or ())
    latin = {romanise(n) for n in found}
    return sorted(n for n in latin if re.fullmatch(r"[A-ZÄÖÜČŠŽŁŚŻÁÉÍÓÚĆĐİÇŞÅØÆŘĽŇŤĎÑ][^\W\d_]+(?:[- ][^\W\d_]+)?", n))


def romanise(name: str) -> str:
    """Cyrillic in German spelling (`Шевченко` → `Schewtschenko`); Latin stays."""
    out = "".join(CYRILLIC.get(c, c) for c in name.lower()).replace("_", "")
    if out == name.lower():
        return name
    return "-".join(w[:1].upper() + w[1:] for w in out.split("-"))


QUOTES = (("„", "“"), ("«", "»"), ("»", "«"), ('"', '"'))


def vary(sentence: Sentence, names: Names, rng: random.Random, swap: float = 0.35) -> Sentence:
    """The sentence with some names replaced, other quotes, no final dot, capitals, Swiss ss."""
    if rng.random() < swap:
        sentence = _swap(sentence, names, rng)
    text = sentence.text
    if rng.random() < 0.3:
        text = _quotes(text, *rng.choice(QUOTES))
    if rng.random() < 0.05:
        text = text.translate({ord("–"): "-", ord("’"): "'"})
    r = rng.random()
    if r < 0.015 and "ß" not in text:
        upper = text.upper()
        text = upper if len(upper) == len(text) else text
    elif r < 0.04 and sentence.names:  # a dateline's or a headline's capitals
        s, e, _ = sentence.names[0]
        upper = text[s:e].upper()
        text = text[:s] + upper + text[e:] if len(upper) == e - s else text
    if text.endswith(".") and rng.random() < 0.08 and (not sentence.names or sentence.names[-1][1] < len(text)):
        text = text[:-1]
    return replace(sentence, text=text)


def _quotes(text: str, opening: str, closing: str) -> str:
    """Same length: straight or German quotes by turns become another pair."""
    out, inside = [], False
    for c in text:
        if c in '"„“”«»':
            out.append(closing if inside else opening)
            inside = not inside
        else:
            out.append(c)
    return "".join(out)


def _swap(sentence: Sentence, names: Names, rng: random.Random) -> Sentence:
    text, out, shift = sentence.text, [], 0
    new: list[Span] = []
    unknown = list(sentence.unknown)
    last = 0
    for s, e, label in sentence.names:
        old = text[s:e]
        word = _other(old, label, names, rng)
        out.append(text[last:s])
        out.append(word)
        new.append((s + shift, s + shift + len(word), label))
        delta = len(word) - (e - s)
        unknown = [(a + delta, b + delta) if a >= e + shift else (a, b) for a, b in unknown]
        shift += delta
        last = e
    out.append(text[last:])
    return replace(sentence, text="".join(out), names=tuple(new), unknown=tuple(unknown))


def _other(old: str, label: str, names: Names, rng: random.Random) -> str:
    r = rng.random()
    words = old.split()
    if label == "PER" and r < 0.75 and old[0].isupper() and len(old) > 2:
        if len(words) == 1:
            return names.surname() if rng.random() < 0.7 else names.given()
        if len(words) in (2, 3):
            return names.full()
    if label == "LOC" and r < 0.6:
        if len(words) == 1 and old.isalpha() and len(old) > 3:
            return names.place()
        if words[0].rstrip("es") in {
            "Gebiet",
            "Region",
            "Provinz",
            "Landkreis",
            "Kreis",
            "Bezirk",
            "Kanton",
            "Rayon",
        }:
            return " ".join([*words[:-1], names.place()])
    if label == "ORG" and r < 0.4:
        return names.org(old)
    return old
