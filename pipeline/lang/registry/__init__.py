"""What is known of the world: countries, regions, cities, bodies and people in both languages.

Countries come from CLDR (Babel), with their everyday, official and abbreviated names in
`countries.csv`; all else stands in the CSV files beside this one, and users may `use` their own:
columns id, type, name_ru, name_de, aliases (between |), country, kind. What a user's file says of a
name comes before what ours say, so that it also pins an identity.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from pipeline.lang.registry.forms import called, forms, is_cyrillic, key
from pipeline.stored import stored

__all__ = ["Entry", "RegistryError", "entries", "find", "key", "match", "read", "use"]

_TYPES = ("PER", "ORG", "LOC", "EVENT")
_FILES = (
    ("LOC", "places_cis.csv"), ("LOC", "places_dach.csv"), ("LOC", "places_asia.csv"), ("LOC", "places_world.csv"),
    ("LOC", "places_ru.csv"), ("LOC", "places_more.csv"), ("LOC", "places_cities.csv"),
    ("ORG", "organisations.csv"), ("PER", "people.csv"),
)  # fmt: skip
_NO_COUNTRY = frozenset(
    ["EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "HK", "MO"]
)  # territories of CLDR that are none, or stand in places


class RegistryError(ValueError):
    """A registry file that cannot be read: says file, line and what is wrong."""


class Entry(NamedTuple):
    """A thing known by name. `id` is its entity id (`loc:kz`, `org:sco`), `country` ISO 3166-1 alpha-2."""

    id: str
    type: str
    name_ru: str | None = None
    name_de: str | None = None
    kind: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str | None:
        """Its name in that language."""
        return self.name_ru if language == "ru" else self.name_de


def read(text: str, where: str, type: str | None = None) -> list[Entry]:
    """The entries of a registry file's text; `type` where it has no such column. Raises RegistryError."""
    found = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        kind = (row.get("type") or type or "").strip().upper()
        ident = (row.get("id") or "").strip()
        if kind not in _TYPES or not ident or not (row.get("name_ru") or row.get("name_de")):
            raise RegistryError(
                f"{where}:{number}: expected an id, a type of {', '.join(_TYPES)} and a name, got {row}"
            )
        country = (row.get("country") or "").strip().upper() or None
        if ":" not in ident:
            place = kind == "LOC" and country and type is not None
            ident = f"{kind.lower()}:{country.lower() + '-' if place and country else ''}{ident}"
        aliases = tuple(a.strip() for a in (row.get("aliases") or "").split("|") if a.strip())
        names = [(row.get(k) or "").strip() or None for k in ("name_ru", "name_de", "kind")]
        found.append(Entry(ident, kind, names[0], names[1], names[2], country, aliases))
    return found


@stored
def entries() -> tuple[Entry, ...]:
    """All entries that come with the package, countries first, then as the files have them."""
    found = list(_countries())
    for type, file in _FILES:
        found += read((files(__name__) / file).read_text(encoding="utf-8"), file, type)
    known = {key(n) for e in found if e.type == "LOC" for n in (e.name_ru, e.name_de) if n}
    found += [c for c in _cities() if key(c.name_ru or "") not in known and key(c.name_de or "") not in known]
    return tuple(found)


def _countries() -> Iterator[Entry]:
    everyday = {r["id"].upper(): r for r in csv.DictReader(
        io.StringIO((files(__name__) / "countries.csv").read_text(encoding="utf-8")))}  # fmt: skip
    russian, german = Locale("ru").territories, Locale("de").territories
    for code in sorted(set(russian) | set(everyday)):
        if len(code) != 2 or not code.isalpha() or code in _NO_COUNTRY:
            continue
        row = everyday.get(code, {})
        cldr = [n for n in (russian.get(code), german.get(code)) if n]
        aliases = tuple(a for a in (row.get("aliases") or "").split("|") if a)
        names = (row.get("name_ru") or russian.get(code), row.get("name_de") or german.get(code))
        yield Entry(f"loc:{code.lower()}", "LOC", names[0], names[1], "country", code, (*aliases, *cldr))


def _cities() -> Iterator[Entry]:
    """The cities that name time zones in CLDR: capitals and other large ones."""
    russian, german = Locale("ru").time_zones, Locale("de").time_zones
    territories: Mapping[str, str] = get_global("zone_territories")
    for zone in sorted(territories):
        ru, de, country = russian.get(zone, {}).get("city"), german.get(zone, {}).get("city"), territories[zone]
        slug = zone.rpartition("/")[2].lower().replace("_", "-")
        if ru and de and len(country) == 2 and country.isalpha() and country not in ("ZZ", "AQ"):
            yield Entry(f"loc:{country.lower()}-{slug}", "LOC", ru, de, "city", country)


def own() -> tuple[Entry, ...]:
    """The entries users added in this process."""
    return tuple(_own)


_Index = dict[str, list[tuple[Entry, str]]]
_own: list[Entry] = []  # what users added in this process, the last file first


@cache
def use(path: str | Path) -> None:
    """Add a user's registry file to this process, once; its names come before all others.

    To be called before the first document, since later stages keep what they looked up. Raises RegistryError, OSError.
    """
    _own[:0] = read(Path(path).read_text(encoding="utf-8-sig"), str(path))
    _index.cache_clear()


@cache
def _index() -> _Index:
    """Every form of every name, with the entry and the name in the nominative; the first come first."""
    ours, own = _ours(), _forms(_own)
    return {**ours, **{form: [*places, *ours.get(form, ())] for form, places in own.items()}} if own else ours


@stored
def _ours() -> _Index:
    return _forms(entries())


def _forms(entries: Iterable[Entry]) -> _Index:
    index: _Index = {}
    for entry in entries:
        for name in _names(entry):
            for form in forms(name, entry.type == "PER"):
                places = index.setdefault(form, [])
                if (entry, name) not in places:
                    places.append((entry, name))
    return index


def _names(entry: Entry) -> Iterable[str]:
    names = (n.partition(" (")[0] for n in (entry.name_ru, entry.name_de, *entry.aliases) if n)
    return dict.fromkeys(c for n in names for c in (called(n) if entry.kind == "region" else [n]))


def match(form: str, language: str, type: str | None = None) -> tuple[Entry, str] | None:
    """The entry a form names in a text of that language, in whatever case, and the form's own nominative.

    A place's Latin name in a Russian text is not taken for the place: it is a brand („Saran“, a zone).
    """
    short = len(form) <= 3
    foreign = language == "ru" and not is_cyrillic(form)
    best: tuple[Entry, str] | None = None
    for entry, name in _index().get(key(form), ()):
        if (
            (type and entry.type != type)
            or (foreign and entry.type == "LOC")
            or (short and name.isupper() != form.isupper())
        ):
            continue
        if key(name) == key(form) and not (best and key(best[1]) == key(form)):
            best = entry, name
        best = best or (entry, name)
    return best


def find(form: str, language: str, type: str | None = None) -> Entry | None:
    """The entry a form names, in whatever case it stands: «Гомельской области» → `loc:by-gomel-region`."""
    found = match(form, language, type)
    return found[0] if found else None
