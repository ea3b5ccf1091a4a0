"""What the next sentence says of an agreement that it only takes up by a pronoun: «Он истёк в марте», „Es war …“."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.german import gender
from pipeline.extractors.agreements.line import Line, Unit
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.parties import Found
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.verbs import END, SIGN, verb_of
from pipeline.lang.morphology import parses

_GENDERS = {
    "он": "masc", "она": "femn", "оно": "neut", "er": "masc", "sie": "femn", "es": "neut",
    "dieser": "masc", "diese": "femn", "dieses": "neut",
}  # fmt: skip


def taken_up(scene: Scene, story: Story) -> Iterator[tuple[int, Evidence]]:
    """The lines that go on about a story by a pronoun as their subject, with what they tell."""
    for mention in story.mentions:
        k = mention.line + 1
        behind = (m for m in scene.others(mention) if m.at > mention.at and not _replaced(scene, m))
        if k >= len(scene.lines) or mention.plural or _replaced(scene, mention) or any(behind):
            continue
        line = scene.lines[k]
        if line.paragraph != scene.lines[mention.line].paragraph or scene.lines[mention.line].headline:
            continue
        if not opens_with_pronoun(scene, mention, line):
            continue
        clause = line.units[0].clause
        verb = verb_of(line, clause, 0, scene.lex)
        if verb is None or not verb[2]:
            continue
        at, act, status = verb
        if act.sense in ("force", "runs") and (" " not in line.units[at].low or _yet_to_enter(line, clause, scene)):
            continue  # „Er gilt ab 2026“ tells the term of what has been signed
        passive = any(a.tense in ("short", "part") for a in line.units[at].acts)
        if act.sense in END or act.sense in ("force", "runs") or (act.sense in SIGN and passive):
            yield k, Evidence(status, act.sense, at, clause, "main", passive)


def _yet_to_enter(line: Line, clause: int, scene: Scene) -> bool:
    published = scene.document.published_on
    days = [u.date.value.begins for _, u in line.of(clause) if u.date is not None and u.date.value.begins]
    return published is None or any(d > published for d in days)


def _replaced(scene: Scene, mention: Mention) -> bool:
    return any(e.sense == "replace" for e in scene.evidence(mention))


def opens_with_pronoun(scene: Scene, mention: Mention, line: Line) -> bool:
    """Whether the line's first word is a pronoun that can stand for the naming word."""
    first = line.units[0] if line.units else None
    if first is None or first.low not in _GENDERS:
        return False
    second = line.units[1] if len(line.units) > 1 else first
    if first.fn == "this" and not (second.finite or second.aux):
        return False
    return _GENDERS[first.low] == _gender(scene.lines[mention.line].units[mention.at], scene.lex.language)


def _gender(unit: Unit, language: str) -> str:
    word = unit.low.split()[-1]
    if language == "de":
        return gender(word)
    nouns = [p for p in parses(word) if "NOUN" in p.tag]
    return str(nouns[0].tag.gender) if nouns else ""


def parties_later(scene: Scene, story: Story) -> list[Found]:
    """„Es war zwischen A und B geschlossen worden“, «Он был подписан A и B»: the sides told in the next sentence."""
    found: list[Found] = []
    for k, e in taken_up(scene, story):
        until = min((m.first for m in scene.by_line.get(k, ())), default=len(scene.lines[k].units))
        for a in scene.cast(k):
            plain = a.type in ("ORG", "LOC") and a.entity and not (a.modifier or a.in_role or a.paren)
            agent = e.passive and ((a.under == "" and a.case == "Ins") or a.under == "by")
            if plain and a.clause == e.clause and a.at < until and (a.under in ("between", "with") or agent):
                found.append((a, f"party.{a.under or 'agent'}"))
    return found
