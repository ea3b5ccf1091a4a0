"""Names of authors, as by-lines print them."""

from __future__ import annotations

import re
from functools import cache

from pipeline import lang
from pipeline.layout import phrases
from pipeline.layout.stamps import month, weekdays

_PART = re.compile(r"(?:[^\W\d_]\.[ -]?){1,3}(?=[^\W\d_]|$)|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_BETWEEN = re.compile(r",|;| / |/|\||·|•|  +|\band\b|\bund\b|\bUND\b|(?<=\s)И(?=\s)|\bsowie\b|&|(?<=\s)и(?=\s)|\n")
_PICTURED = re.compile(r"(?:,|\bund\b|\bи\b|^)[^,()]{3,60}\(([^()]{3,20})\)")
_LABEL = re.compile(r"[.;]\s+([^\W\d_]+)\s?:")
_ARTICLES = frozenset(("der", "den", "zum", "zur", "zu", "und", "la", "le"))  # „Stimmen zum Haushalt“ is nobody
_SITE = re.compile(r"[^\W\d_]{3}\.[^\W\d_]")
_OFF = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\S*@\S+")


def names(text: str, known: bool) -> list[str]:
    """The persons that a by-line names, as printed. `known`: words before it said that an author follows.

    A place, an agency or an office beside them is left out; where anything else stands there it is no
    by-line, and nothing comes back.
    """
    found: list[str] = []
    if len(text) > 400:
        return found
    for match in _LABEL.finditer(text) if ":" in text else ():
        if match.start() and _is_credit(match[1]):
            text = text[: match.start()]  # «Медина Абдразакова. Фото: …»
            break
    text = without_asides(_PICTURED.sub(_without_photographer, text))
    joints = ["", *(match.group().strip() for match in _BETWEEN.finditer(text))]
    pieces = [piece.strip(' .:–—-*„“”"«»') for piece in _BETWEEN.split(text)]
    named = [_name(piece) for piece in pieces]
    persons = [name if name and is_person(name) else None for name in named]
    sure = any(persons) and all(name or not piece for name, piece in zip(named, pieces, strict=True))
    for joint, piece, name, person in zip(joints, pieces, named, persons, strict=True):
        if not piece:
            continue
        if any({"label", "credit"} & p.kinds and not p.first for p in phrases.find(phrases.words(piece))):
            if found or known:
                continue  # «…, оператор Данияр Оспан»
            return []
        if name and (person or sure or (known and (not found or joint.isalpha() or joint == "&"))):
            found.append(name)
        elif name and not found and not known and _are_offices(pieces[1:]) and not is_office(name):
            return [name]  # „Shirin Davlatova, Projektleiterin“
        elif (not found and not (known and _is_aside(piece))) or len(piece.split()) > 6:
            return []
    return found


def _are_offices(pieces: list[str]) -> bool:
    return bool(pieces) and all(pieces) and all(map(is_office, pieces))


def without_asides(text: str) -> str:
    """A by-line without what stands in brackets, and without addresses of mail."""
    return _OFF.sub("", text)


def is_office(piece: str) -> bool:
    """Whether a piece of a by-line names an office: a word of `roles_titles`, `layout_titles`, a compound."""
    words = [w for w in phrases.words(piece)[:6] if len(w) > 3]
    return any(w in _offices() or any(w[k:] in _offices() for k in range(2, len(w) - 4)) for w in words[:2])


@cache
def _offices() -> frozenset[str]:
    titles = {form for code in lang.LANGUAGES for form in lang.table(code, "roles_titles") if " " not in form}
    return frozenset(titles | {form + "in" for form in titles if form.isascii()}) | phrases.listed("titles")


def _without_photographer(match: re.Match[str]) -> str:
    """Nothing for „und Mia Kahl (Fotos)“, the words themselves for „Ole Behrens (Text)“."""
    return "" if _is_credit(match[1]) else match.group()


def _is_credit(words: str) -> bool:
    return any({"credit", "label"} & p.kinds for p in phrases.find(phrases.words(words)))


def _is_aside(piece: str) -> bool:
    """An office, an agency, a place or a word about the work, beside the names."""
    return len(piece.split()) <= 4


def _name(piece: str) -> str | None:
    """A piece of a by-line, where it has the shape of a person's name; an office before the name is left out."""
    parts = [m.group() for m in _PART.finditer(piece)]
    particles = phrases.listed("particles")
    while parts and (parts[0][0].islower() or parts[0].lower() in phrases.listed("titles")):
        piece = piece[piece.index(parts[0]) + len(parts[0]) :].lstrip(" .,")
        parts = parts[1:]
    capitals = [p for p in parts if p[0].isupper()]
    if not 2 <= len(parts) <= 5 or len(capitals) < 2 or any(c.isdigit() or c == ":" for c in piece):
        return None
    if any(len(p) == 1 for p in parts) or piece.count("«") != piece.count("»"):
        return None  # «ПЕНСИИ ПЕРЕСЧИТАЮТ В АВГУСТЕ», «ИК «Волжская»
    if any(p[0].islower() and p not in particles for p in parts) or sum(len(p) for p in parts) + 12 < len(piece):
        return None
    folded = [p.lower() for p in parts]
    if any(w in weekdays() or (month(w) and len(w) > 3) or w in phrases.listed("agencies") for w in folded):
        return None
    if _SITE.search(piece) or (parts[-1].isupper() and len(parts[-1]) in (2, 3) and not piece.isupper()):
        return None  # «Вести.Балт», „Nachrichten zu Krellmann AG“
    tokens = phrases.words(piece)
    furniture = {"menu", "tool", "end", "more", "credit", "ad", "appeal"}
    if any(p.kinds & furniture and p.last - p.first == len(tokens) for p in phrases.find(tokens)):
        return None
    return piece


def is_person(name: str) -> bool:
    """Whether a name with no by-line words before it is surely a person's."""
    parts = [m.group() for m in _PART.finditer(name)]
    first_names = phrases.listed("first_names")
    if any(p.lower() in first_names or p.lower().split("-")[0] in first_names for p in parts):
        return True
    if not any("А" <= c <= "ӿ" for c in name):
        inner = next((p for p in parts[1:-1] if p in phrases.listed("particles")), "der")
        return inner not in _ARTICLES and parts[0].lower() not in phrases.listed("openings")
    if any("." in p for p in parts):
        return len(parts) <= 3
    from pipeline.lang import morphology

    grammemes = [
        [set(str(r.tag).replace(",", " ").split()) for r in morphology.parses(part.lower())[:6]] for part in parts
    ]
    if any("Name" in g for readings in grammemes for g in readings):
        return True
    surnames = [any(g & {"Surn", "Patr"} for g in readings) for readings in grammemes]
    known = [bool(morphology.parses(part.lower())[0].is_known) for part in parts]
    return all(s or not k for s, k in zip(surnames, known, strict=True)) and (any(surnames) or len(parts) == 2)
