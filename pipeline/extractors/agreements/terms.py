"""When an agreement was concluded and where, and for how long it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.document import Entity
from pipeline.extractors.agreements.actors import Actor, dateline
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.lexicon import Lexicon
from pipeline.extractors.agreements.line import Day, Line, Unit, Where
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.verbs import SIGN, acts_of


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day, and a length in years where only that is told."""

    begins: date | None = None
    ends: date | None = None
    years: int | None = None
    said: tuple[tuple[str, int, int], ...] = ()  # the words of each: slot, start, end

    def with_(self, other: Term) -> Term:
        """This one, with what it lacks from the other."""
        known = {slot for slot, _, _ in self.said}
        said = (*self.said, *(x for x in other.said if x[0] not in known))
        return Term(self.begins or other.begins, self.ends or other.ends, self.years or other.years, said)

    def at(self, u: Unit) -> Term:
        """This one, told by a unit."""
        slots = (("valid_from", self.begins), ("valid_to", self.ends), ("term", self.years))
        return replace(self, said=tuple((slot, u.start, u.end) for slot, value in slots if value is not None))

    def closed(self) -> Term:
        """The last day reckoned from a first day and a length."""
        if self.begins and self.years and not self.ends:
            try:
                after = self.begins.replace(year=self.begins.year + self.years)
            except ValueError:  # 29 February
                after = self.begins.replace(year=self.begins.year + self.years, day=28)
            return replace(self, ends=after - timedelta(days=1))
        return self


def before(units: Sequence[Unit], i: int) -> Unit | None:
    """The preposition a date stands under, over articles and «срок», „Ende“."""
    k = i - 1
    while k >= 0 and units[k].kind == "word" and (units[k].fn in ("the", "a") or units[k].low in (
        "срок", "период", "конца", "zum", "dem", "jahr", "jahre", "jahren", "ende", "anfang"
    )):  # fmt: skip
        if units[k].fn and units[k].fn != "the":
            break
        k -= 1
    return units[k] if k >= 0 else None


def _is_term(units: Sequence[Unit], i: int, published: date | None) -> bool:
    """«на 2026–2028 годы», „in den Jahren 2026–2029“, „bis Ende 2030“: not the day of an act."""
    annotation = units[i].date
    assert annotation is not None
    governor = before(units, i)
    value = annotation.value.value or ""
    fn = governor.fn if governor is not None else ""
    low = governor.low if governor is not None else ""
    if fn in ("until", "since", "to") or low in ("с", "со"):
        return True
    if "/" in value and fn in ("about", "in", "behalf"):
        return True
    if published and annotation.value.begins and annotation.value.begins > published:
        return not _last_week(units[i], published)
    return low == "на" and len(value) == 4


def signed_on(line: Line, mention: Mention | None, found: Sequence[Evidence], published: date | None,
              clauses: Iterable[int] = ()) -> Day | None:  # fmt: skip
    """The day or period of the act, from the clause that tells it."""
    units = line.units
    for e in (
        x
        for x in found
        if x.sense in (*SIGN, "ceremony") and x.status in ("signed", "in_force", "ended") and x.sense != "renew"
    ):
        where = {e.clause}
        if mention is not None and e.source in ("main", "noun"):
            where.add(units[mention.at].clause)
        this = line.clauses[e.clause]
        if (
            this.kind == "sub"
            and this.before is not None
            and any(u.low in ("когда", "als") for u in units[this.first : this.first + 2])
        ):
            where.add(this.before)  # «История началась 3 марта, когда …»
        opened = this.first + 2 if this.kind == "rel" and this.first + 2 < len(units) else 0
        if opened and units[this.first - 1].date is not None and units[this.first + 1].fn in ("at", "in"):
            return _days(units[this.first - 1], published)  # „Höhepunkt war der 18. Juni, an dem …“
        dates = [i for i, u in enumerate(units) if u.date is not None and u.clause in where and _is_day(u)]
        opening = dateline(line)
        dates = [i for i in dates if i >= opening and not _is_term(units, i, published)]
        if e.source == "participle" and mention is not None and e.clause == units[mention.at].clause:
            dates = [i for i in dates if min(e.at, mention.at) - 4 <= i <= max(e.at, mention.at)]
        if mention is not None and mention.about is not None:
            dates = [i for i in dates if not mention.about[0] <= i < mention.about[1]]
        if dates:
            own = units[mention.at].clause if mention is not None else e.clause
            i = min(dates, key=lambda k: (units[k].clause != own, _distance(units, k, e.at)))
            return _days(units[i], published)
    return None


def day_of(line: Line, i: int, published: date | None) -> Day | None:
    """The day that a unit names, where it is one day and not one to come."""
    u = line.units[i]
    if u.date is None or not _is_day(u) or _is_term(line.units, i, published):
        return None
    day = _days(u, published)
    return day if day[0] == day[1] else None


def _distance(units: Sequence[Unit], a: int, b: int) -> int:
    """How far apart two units are; a comma between them counts as several words."""
    first, last = min(a, b), max(a, b)
    return last - first + 8 * sum(u.text in (",", ";") for u in units[first:last])


def _is_day(u: Unit) -> bool:
    assert u.date is not None
    value = u.date.value
    return value.type in ("DATE", "TIME") and value.begins is not None and value.ends is not None


def _days(u: Unit, published: date | None = None) -> Day:
    assert u.date is not None and u.date.value.begins is not None and u.date.value.ends is not None
    if _last_week(u, published):
        week = timedelta(days=7)
        return Day(u.date.value.begins - week, u.date.value.ends - week, u.start, u.end, "weekday")
    return Day(u.date.value.begins, u.date.value.ends, u.start, u.end)


def _last_week(u: Unit, published: date | None) -> bool:
    """A bare weekday read as one to come, beside what has been done: „unterzeichneten am Montag“."""
    assert u.date is not None
    value = u.date.value
    if published is None or value.begins is None or value.begins != value.ends or value.anchor != "published":
        return False
    return published < value.begins <= published + timedelta(days=7) and not any(c.isdigit() for c in u.text)


def dated(line: Line, mention: Mention, lex: Lexicon, published: date | None) -> Day | None:
    """«соглашение от 5 мая 2019 года», „Abkommen von 2019“, „stammt von 1997“."""
    units = line.units
    for i, u in enumerate(units):
        if u.date is None or not _is_day(u) or i < mention.last:
            continue
        begins = u.date.value.begins
        if published and begins and begins > published:
            continue
        between = units[mention.last : i]
        governor = before(units, i)
        if lex.language == "ru":
            if (
                governor is not None
                and governor.low == "от"
                and len(between) <= 6
                and not any(x.finite or x.head for x in between)
            ):
                return _days(u)._replace(rule="dated")
            if i == mention.last and u.date.value.value and len(u.date.value.value) <= 7:
                return _days(u)._replace(rule="dated")
            continue
        if governor is None or governor.fn not in ("by", "from"):
            continue
        stem = any(a.sense == "force" and x.low.startswith("stamm") for x in between for a in x.acts)
        plain = not any(x.finite or x.head or x.text in (",", ";", ":") for x in between)
        if stem or plain:
            return _days(u)._replace(rule="dated")
    return None


def term(
    line: Line, clauses: Iterable[int], mention: Mention | None, after: int, found_here: Sequence[Evidence],
    published: date | None,
) -> Term:  # fmt: skip
    """The term that some clauses give."""
    units, where, told = line.units, set(clauses), {e.sense for e in found_here}
    found = Term()
    for i, u in enumerate(units):
        if u.date is None or u.clause not in where or i >= after:
            continue
        value = u.date.value
        governor = before(units, i)
        fn, low = (governor.fn, governor.low) if governor is not None else ("", "")
        local = {a.sense for _, a in acts_of(line, u.clause) if a.tense != "noun"} | {
            e.sense for e in found_here if e.clause == u.clause
        }
        lasting = bool(local & {"force", "runs", "renew", "expire", "forcenoun"}) or any(
            x.slot == "term" for x in units[max(0, i - 6) : i]
        )
        near = mention is not None and 0 <= i - mention.last <= 4
        if value.type == "DURATION":
            years = _years(value.value)
            if years and (lasting or (near and fn == "about")):
                found = found.with_(Term(years=years).at(u))
        elif (
            value.begins is None
            or value.ends is None
            or (mention is not None and i < mention.first and u.clause == units[mention.at].clause and not lasting)
        ):
            continue
        elif ("/" in (value.value or "") and (fn in ("about", "in", "behalf") or (lasting and fn == "by"))) or (
            low == "на" and near and len(value.value or "") == 4 and (published is None or value.ends >= published)
        ):
            found = found.with_(Term(value.begins, value.ends).at(u))
        elif (fn == "until" or (low == "по" and value.begins == value.ends)) and (
            lasting or (near and not local & {"end"})
        ):
            found = found.with_(Term(ends=value.ends).at(u))
        elif ((low in ("с", "со") or fn == "since") and (lasting or near) and not local & {"end"}) or (
            _enters(line, u.clause) and fn not in ("until", "after", "before", "by", "from")
        ):
            found = found.with_(Term(begins=value.begins).at(u))
        elif "expire" in local and "renew" not in told:
            if value.value and not _vague(u):
                found = found.with_(Term(ends=value.ends).at(u))
        elif low == "zum" and "end" in local:
            found = found.with_(Term(ends=value.ends).at(u))
    return found


def _enters(line: Line, clause: int) -> bool:
    """«вступает в силу», „tritt in Kraft“: its day is the first of the term."""
    return any(u.act("force") is not None and u.low.endswith(("силу", "kraft")) for _, u in line.of(clause))


def _vague(u: Unit) -> bool:
    """„vor einem Jahr“: a year told by its distance gives no last day."""
    assert u.date is not None
    value = u.date.value
    return value.offset is not None and value.offset.endswith("Y") and value.modifier is None


def _years(value: str | None) -> int | None:
    if value and value.startswith("P") and value.endswith("Y") and value[1:-1].isdigit():
        return int(value[1:-1])
    return None


def place(line: Line, cast: Sequence[Actor], clauses: Iterable[int], mention: Mention | None, near: int,
          entities: Mapping[str, Entity]) -> Where | None:  # fmt: skip
    """Where the act was: a place under «в», «на», „in“ in the clause that tells it."""
    where = set(clauses)
    found = [
        a for a in cast
        if a.type == "LOC" and a.under in ("in", "at", "about") and a.clause in where and not a.in_role and not a.paren
        and (not a.modifier or _own_place(line, a))
        and not (mention is not None and mention.about is not None and mention.about[0] <= a.at < mention.about[1])
        and (a.case in ("Loc", "", "Gen", "Nom") or (a.under == "in" and a.case != "Acc"))
    ]  # fmt: skip
    if not found:
        return None
    cities = [a for a in found if (e := entities.get(a.entity or "")) is not None and e.kind in ("city", "other", None)]
    nearest = min(cities or found, key=lambda a: abs(a.at - near))
    return Where(nearest.entity, nearest.start, nearest.end)


def _own_place(line: Line, actor: Actor) -> bool:
    """„in Minsk“ after a name is where it was done, not whose it is, when the verb is near."""
    return line.units[actor.at - 1].fn == "in"
