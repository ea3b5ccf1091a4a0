"""The slots of an agreement, filled from all the lines that speak of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.document import Annotation, Money
from pipeline.extractors.agreements.amounts import value
from pipeline.extractors.agreements.context import lent, takes
from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.later import taken_up
from pipeline.extractors.agreements.line import Day, Line, Where
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.parties import Found, unique
from pipeline.extractors.agreements.people import both, hands, onlookers, signatories
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.status import decide
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.terms import Term, dated, place, signed_on, term
from pipeline.extractors.agreements.verbs import SIGN

_NEAR = 5  # how many lines after an agreement can still fill its slots


def after_lines(scene: Scene, story: Story, stories: Sequence[Story]) -> list[int]:
    """The lines behind the agreement, up to the next one, that may still tell of it."""
    main = story.mention
    if story.listed:
        return []
    stops = {s.mention.line for s in stories if s is not story and _real(s)}
    act = {(e.at, e.status) for e in story.told[story.main][:1]}
    for other in stories:  # of two in one line the later one is gone on about, or both where one verb serves them
        behind = other is not story and other.mention.line == main.line and other.mention.at > main.at and _real(other)
        shared = act & {(e.at, e.status) for e in other.told[other.main][:1]} and other.lender is not main
        if behind and not shared:
            return []
    found = []
    reach = main.line + 1 + _NEAR
    reach += sum(_item(scene.lines[k]) for k in range(main.line + 1, min(len(scene.lines), reach)))
    for k in range(main.line + 1, min(len(scene.lines), reach)):
        if scene.lines[k].paragraph > scene.lines[main.line].paragraph + 2:
            break
        if k in stops:
            if k == main.line + 1 and any(True for n, _ in taken_up(scene, story) if n == k):
                found.append(k)  # „Es war 2024 unterzeichnet worden und ersetzt den Vertrag von 2002“
            break
        found.append(k)
    return found


def _item(line: Line) -> bool:
    """«– со стороны заказчика – …»: one of a list."""
    return bool(line.units) and line.units[0].text in ("–", "—", "-", "•")


def _real(story: Story) -> bool:
    return story.status() is not None and ("generic" not in story.mention.flags or story.mention.quantified)


def persons(scene: Scene, story: Story, after: Sequence[int]) -> tuple[list[Found], list[Found], list[Found]]:
    people: list[Found] = []
    witnesses: list[Found] = []
    mediators: list[Found] = []
    for mention, found in zip(story.mentions, story.told, strict=True):
        line, cast = scene.lines[mention.line], scene.cast(mention.line)
        if line.headline and mention is not story.mention:
            continue
        people += signatories(line, cast, found, scene.lex)
        if not scene.near(mention):
            people += both(scene, mention, found)
        if mention is story.mention and found and not any(m.at > mention.at for m in scene.others(mention)):
            later = [e for e in signings(scene, mention.line) if e.clause > found[0].clause]
            people += hands(line, cast, scene.lex, later)
        if decide(found) in ("signed", "ended", "in_force") or mention is story.mention:
            seen, brought = onlookers(line, cast, scene.lex)
            witnesses += seen
            mediators += brought
    opened = False  # «Подписи поставили:», and the list under it
    for k in after:
        line, cast = scene.lines[k], scene.cast(k)
        told = signings(scene, k)
        if opened and _item(line):
            people += [(a, "signatory.list") for a in cast if a.type == "PER" and not a.paren][:1]
            continue
        opened = bool(told) and line.units[-1].text == ":"
        people += hands(line, cast, scene.lex, told)
        seen, brought = onlookers(line, cast, scene.lex)
        witnesses += seen
        mediators += brought
    aside = {a.entity for a, _ in (*witnesses, *mediators)}
    return (
        [f for f in unique(people) if f[0].entity not in aside],
        unique(witnesses),
        unique(f for f in mediators if f[0].entity not in {a.entity for a, _ in witnesses}),
    )


def _own_clauses(line: Line, mention: Mention, found: Sequence[Evidence]) -> set[int]:
    """The mention's clause, those that hang on it, and brackets in them."""
    own = {line.units[mention.at].clause} | {e.clause for e in found}
    return own


def concluded(scene: Scene, story: Story, after: Sequence[int]) -> Day | None:
    published = scene.document.published_on
    order = [story.main, *(k for k in range(len(story.mentions)) if k != story.main)]
    for k in order:
        mention = story.mentions[k]
        line = scene.lines[mention.line]
        if line.headline and k != story.main:
            continue
        when = dated(line, mention, scene.lex, published) or signed_on(line, mention, story.told[k], published)
        if when is not None:
            return when
    if story.lender is not None:
        line = scene.lines[story.lender.line]
        when = signed_on(line, story.lender, scene.evidence(story.lender), published)
        if when is not None:
            return when
    for k in after:
        told = signings(scene, k)
        when = signed_on(scene.lines[k], None, told, published)
        if when is not None:
            return when
    return None


def signings(scene: Scene, k: int) -> list[Evidence]:
    """What a line tells of the act of signing, named or not: «Мы подписали его 28 сентября в Берлине»."""
    line = scene.lines[k]
    found = []
    for i, u in enumerate(line.units):
        if not u.acts and u.slot != "ceremony":
            continue
        around = [x for _, x in line.of(u.clause)]
        if line.clauses[u.clause].kind == "say" or any(x.aux in ("will", "may") or x.fn == "if" for x in around):
            continue
        for a in u.acts:
            made = a.sense in ("sign", "hand") and a.tense in ("past", "short", "part")
            ceremony = a.tense == "noun" and (a.sense == "hand" or u.slot == "ceremony")
            if (made or ceremony) and not any(x.low in ("будет", "будут") for x in around):
                if (
                    a.sense == "sign"
                    and a.tense != "noun"
                    and k not in scene.by_line
                    and not _takes_up(scene, k, u.clause)
                ):
                    continue
                found.append(Evidence("signed", a.sense, i, u.clause, "main"))
        if u.slot == "ceremony" and not u.acts:
            found.append(Evidence("signed", "ceremony", i, u.clause, "main"))
    return found


def _takes_up(scene: Scene, k: int, clause: int) -> bool:
    """Whether a signing without a naming word is that of the agreement before: «подписали его», not one of others."""
    line = scene.lines[k]
    if any(u.fn in ("pronoun", "own", "behalf") for _, u in line.of(clause)):
        return True
    others = [a for a in scene.cast(k) if a.clause == clause and a.type in ("ORG", "LOC") and a.under == ""]
    return not any(not a.modifier and not a.in_role and not a.paren for a in others)


def venue(scene: Scene, story: Story, after: Sequence[int]) -> Where | None:
    order = [story.main, *(k for k in range(len(story.mentions)) if k != story.main)]
    for k in order:
        mention, found = story.mentions[k], story.told[k]
        line = scene.lines[mention.line]
        if line.headline and k != story.main:
            continue
        for e in found:
            if e.sense not in SIGN or e.status == "planned":
                continue
            clauses = {e.clause}
            if e.source in ("main", "noun"):
                clauses.add(line.units[mention.at].clause)
            where = place(line, scene.cast(mention.line), clauses, mention, e.at, scene.entities)
            if where is None and any(u.fn == "here" or _there(line, i) for i, u in line.of(e.clause)):
                where = _here(scene, mention.line)
            if where is not None:
                return where
    if story.lender is not None:
        line = scene.lines[story.lender.line]
        for e in scene.evidence(story.lender):
            where = place(line, scene.cast(story.lender.line), {e.clause}, story.lender, e.at, scene.entities)
            if where is not None:
                return where
    for k in after:
        for e in signings(scene, k):
            where = place(scene.lines[k], scene.cast(k), {e.clause}, None, e.at, scene.entities)
            if where is not None:
                return where
    return None


def _there(line: Line, i: int) -> bool:
    """«на ней», «в нём»: the pronoun of an occasion or place just told."""
    return bool(i) and line.units[i].fn == "pronoun" and line.units[i - 1].low in ("на", "в")


def _here(scene: Scene, line: int) -> Where | None:
    for k in range(line - 1, max(-1, line - 4), -1):
        for a in scene.cast(k):
            if a.type == "LOC" and a.under in ("in", "after") and not a.modifier:
                return Where(a.entity, a.start, a.end, "here")
    return None


def _tellings(scene: Scene, story: Story) -> Iterator[tuple[Line, Mention, Sequence[Evidence], set[int], int]]:
    """Where an agreement is told, best first: line, mention, acts, its own clauses, and where the next one begins."""
    for k in (story.main, *(k for k in range(len(story.mentions)) if k != story.main)):
        mention, told = story.mentions[k], story.told[k]
        line = scene.lines[mention.line]
        if line.headline and k != story.main:
            continue
        following = min((m.first for m in scene.others(mention) if m.at > mention.at), default=len(line.units))
        yield line, mention, told, _own_clauses(line, mention, told) | _trailing(line, mention), following


def lasting(scene: Scene, story: Story, after: Sequence[int], status: str) -> Term:
    found = Term()
    if status == "planned" and any(e.sense == "talks" for t in story.told for e in t):
        return found  # „wird seit 2023 verhandelt“
    published = scene.document.published_on
    for line, mention, told, clauses, following in _tellings(scene, story):
        found = found.with_(term(line, clauses, mention, following, told, published))
    for k in after:
        line = scene.lines[k]
        if not _continues(line, scene) or line.paragraph > scene.lines[story.mention.line].paragraph + 1:
            continue
        found = found.with_(term(line, range(len(line.clauses)), None, len(line.units), (), published))
    return found.closed()


def _trailing(line: Line, mention: Mention) -> set[int]:
    """Clauses behind the mention that go on about it: „…, срок — до 31 декабря“, brackets."""
    own = line.units[mention.at].clause
    return {
        k
        for k, c in enumerate(line.clauses)
        if c.before == own and c.first > mention.at and c.kind in ("paren", "main", "rel", "part", "gap", "list")
    }


def _continues(line: Line, scene: Scene) -> bool:
    """Whether a line goes on about the agreement just told: by pronoun or by a word for its term or act."""
    first = next((u for u in line.units if u.kind != "mark"), None)
    if first is None:
        return False
    pronoun = first.fn == "pronoun" or first.fn in ("this", "own")
    return pronoun or any(u.slot == "term" or u.act("forcenoun") for u in line.units)


def worth(scene: Scene, story: Story, after: Sequence[int]) -> Annotation[Money] | None:
    for line, mention, _, clauses, following in _tellings(scene, story):
        worth = value(line, clauses, mention, following)
        if worth is None and (takes(scene, mention, "finance") or takes(scene, mention, "takes_up")):
            worth = lent(scene, mention)
        if worth is not None:
            return worth
    if story.listed:
        return None
    here = scene.lines[story.mention.line].paragraph
    stop = max(after, default=story.mention.line) + 1
    ahead = []
    for k in range(stop, min(len(scene.lines), stop + _NEAR)) if len(scene.done) == 1 else ():
        if k in scene.by_line and any(m not in story.mentions for m in scene.by_line[k]):
            break
        ahead.append(k)
    for k in [*after, *ahead]:
        line = scene.lines[k]
        opening = any(u.slot in ("value", "sum") for u in line.units[:3]) or any(
            u.fn in ("pronoun", "own") for u in line.units[:1]
        )
        opens = {"value", "sum", "worth"} if line.paragraph == here and opening else {"worth"}
        worth = value(line, range(len(line.clauses)), None, len(line.units), frozenset(opens))
        if worth is not None:
            return worth
    return None
