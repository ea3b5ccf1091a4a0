"""Rules as patterns over token classes, and how they are run.

A pattern is written in the classes' names, blanks between them: `d:INT DOT m:MONTH`. `x:NAME` gives the token a name
under which the rule reads its value; `x:( … )` names a stretch; alternatives may share a name. All else is as in `re`.
The stretch named `span`, or the whole, is the expression.

The language's sets (`SETS`) name several classes by one word. Repetitions are bounded, so a search is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.extractors.dates.expression import Expression
from pipeline.extractors.dates.scan import Tokens
from pipeline.extractors.dates.words import letter

ATOM = re.compile(r"([a-z][a-z0-9]*):(\()|(?:([a-z][a-z0-9]*):)?([A-Z][A-Z0-9]*)|\s+")

GRAINS = ("D", "W", "M", "Y", "Q", "H", "DE", "CE", "ML", "WE")
SETS: dict[str, tuple[str, ...]] = {
    "ONE": tuple("UNIT" + g for g in GRAINS),
    "MANY": tuple("UNITS" + g for g in GRAINS),
    "ANYUNIT": (*(k + g for g in GRAINS for k in ("UNIT", "UNITS", "UNITGEN", "UNITABBR")), "DAYGEN", "YABBR"),
    "LENUNIT": (*(k + g for g in GRAINS for k in ("UNIT", "UNITS", "UNITGEN")), "DAYGEN"),
    "SHORTUNIT": tuple("UNITABBR" + g for g in GRAINS),
    "TUNIT": ("TUNITH", "TUNITM", "TUNITS"),
    "HOURS": ("TUNITH",),
    "MINUTES": ("TUNITM",),
    "THROUGH": ("THROUGH", "PASSED"),
    "AT": ("AT", "AB"),
    "ZU": ("ZU", "AUF"),
    "DAYKIND": ("DAYKIND", "WHOLE"),
    "YEARS1": ("UNITY",),
    "YEARSN": ("UNITY", "UNITSY"),
    "DAYS": ("UNITD", "UNITSD", "DAYGEN"),
    "WEEKS": ("UNITW", "UNITSW", "UNITGENW"),
    "MONTHS": ("UNITM", "UNITSM", "UNITABBRM"),
    "QUARTERS": ("UNITQ", "UNITSQ", "UNITABBRQ"),
    "HALVES": ("UNITH", "UNITSH"),
    "DECADES": ("UNITDE", "UNITSDE", "UNITGENDE"),
    "CENTURIES": ("UNITCE", "UNITSCE", "UNITGENCE"),
    "COUNT": ("INT", "NUM", "CARD", "YEAR"),
    "ORDINAL": ("ORD", "ROMAN"),
    "MON": ("MONTH", "MONTHABBR"),
    "ANYYEAR": ("YEAR", "YEARORD", "YEARWORD"),
    "NEAR": ("SHIFT", "THIS", "LASTADJ", "NEXTADJ"),
    "CLOCKS": ("CLOCK", "CLOCKDOT"),
    "CLOCKLIKE": ("CLOCK", "CLOCKDOT", "DAYMONTH"),
}


Groups = dict[str, tuple[int, ...]]  # a name's groups in the compiled pattern


class Match:
    """The tokens a rule matched, read by name."""

    __slots__ = ("_groups", "_match", "tokens")

    def __init__(self, match: re.Match[str], groups: Groups, tokens: Tokens) -> None:
        self._match, self._groups, self.tokens = match, groups, tokens

    def index(self, name: str) -> int | None:
        """Where the first token of that name stands; None where it was not matched."""
        for group in self._groups.get(name, ()):
            if (at := self._match.start(group)) >= 0:
                return at
        return None

    def __getitem__(self, name: str) -> Any:
        """The value of the first token of that name; None where it was not matched."""
        i = self.index(name)
        return None if i is None else self.tokens.values[i]

    def has(self, name: str) -> bool:
        return self.index(name) is not None

    def grain(self, name: str) -> str:
        """The grain of a unit token: `Y` of „Jahren“."""
        i = self.index(name)
        return "" if i is None else grain_of(self.tokens.classes[i])

    def word(self, name: str) -> str:
        i = self.index(name)
        return "" if i is None else self.tokens.text[self.tokens.starts[i] : self.tokens.ends[i]]

    def before(self, name: str = "span") -> str:
        """The class letter of the token before that name, or before the match."""
        i = self.index(name)
        i = self._match.start() if i is None else i
        return self.tokens.classes[i - 1] if i else ""

    @property
    def start(self) -> int:
        """The first token of the match."""
        return self._match.start()

    @property
    def end(self) -> int:
        """The token after the match."""
        return self._match.end()

    def after(self) -> str:
        """The class letter of the token after the match."""
        i = self._match.end()
        return self.tokens.classes[i] if i < len(self.tokens.classes) else ""


Build = Callable[[Match], "Expression | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: str
    build: Build


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at tokens first to last (exclusive)."""

    first: int
    last: int
    expression: Expression
    rule: str


@cache
def grain_of(symbol: str) -> str:
    """The grain of a unit's class letter."""
    for g in GRAINS:
        if symbol in {letter(k + g) for k in ("UNIT", "UNITS", "UNITGEN", "UNITABBR")}:
            return g
    return {letter("DAYGEN"): "D", letter("YABBR"): "Y"}.get(symbol, "")


def compiled(pattern: str) -> tuple[re.Pattern[str], Groups]:
    """The pattern over class letters, and which groups each name has."""
    groups: dict[str, tuple[int, ...]] = {}

    def named(name: str | None) -> str:
        if name is None:
            return ""
        groups[name] = (*groups.get(name, ()), sum(map(len, groups.values())) + 1)
        return "("

    def atom(m: re.Match[str]) -> str:
        stretch, paren, name, classes = m.groups()
        if paren:
            return named(stretch)
        if not classes:
            return ""
        one = "".join(letter(c) for c in SETS.get(classes, (classes,)))
        chars = f"[{one}]" if len(one) > 1 else one
        return named(name) + chars + (")" if name else "")

    return re.compile(ATOM.sub(atom, pattern)), groups


def first_letters(pattern: str) -> set[str]:
    """The class letters that a match of a compiled pattern may begin with."""
    return _alternatives(pattern, 0)[0]


def _alternatives(p: str, i: int) -> tuple[set[str], bool, int]:
    """From i to the closing bracket: what it may begin with, whether it may be empty, and where it ends."""
    letters: set[str] = set()
    nullable = False
    while True:
        open_so_far = True
        while i < len(p) and p[i] not in "|)":
            first, empty, i = _item(p, i)
            if i < len(p) and p[i] == "?":
                empty, i = True, i + 1
            if open_so_far:
                letters |= first
            open_so_far = open_so_far and empty
        nullable = nullable or open_so_far
        if i >= len(p) or p[i] == ")":
            return letters, nullable, i + 1
        i += 1


def _item(p: str, i: int) -> tuple[set[str], bool, int]:
    if p[i] == "[":
        end = p.index("]", i)
        return set(p[i + 1 : end]), False, end + 1
    if p[i] != "(":
        return {p[i]}, False, i + 1
    look = p.startswith(("(?=", "(?!", "(?<"), i)
    inside = i + (4 if p.startswith("(?<", i) else 3 if p.startswith("(?", i) else 1)
    first, empty, end = _alternatives(p, inside)
    return (set(), True, end) if look else (first, empty, end)


class Grammar:
    """The rules of a language in order; at each place the first that matches and builds something wins."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        # By the class a match begins with, so that few rules are tried at a token, and none at most.
        self._by_first: dict[str, list[tuple[Rule, re.Pattern[str], Groups]]] = {}
        for rule in rules:
            pattern, groups = compiled(rule.pattern)
            for symbol in first_letters(pattern.pattern):
                self._by_first.setdefault(symbol, []).append((rule, pattern, groups))
        self._starts = re.compile(f"[{''.join(sorted(self._by_first))}]")

    def find(self, tokens: Tokens) -> Iterator[Found]:
        """What the rules find, in order, not overlapping."""
        classes, at = tokens.classes, 0
        while (place := self._starts.search(classes, at)) is not None:
            found = self._at(tokens, place.start())
            if found is not None:
                yield found
            at = max(place.start() + 1, found.last if found else 0)

    def _at(self, tokens: Tokens, at: int) -> Found | None:
        for rule, pattern, groups in self._by_first[tokens.classes[at]]:
            if (hit := pattern.match(tokens.classes, at)) is None:
                continue
            match = Match(hit, groups, tokens)
            expression = rule.build(match)
            if expression is not None:
                first, last = hit.span(groups["span"][0]) if "span" in groups else hit.span()
                return Found(first, last, expression, rule.name)
        return None
