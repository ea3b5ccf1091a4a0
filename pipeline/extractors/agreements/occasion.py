"""Day and place of an act tied to what was told before: a visit, talks, an earlier signing, the dateline."""

from __future__ import annotations

from pipeline.extractors.agreements.actors import Actor, dateline
from pipeline.extractors.agreements.line import Day, Line, Where
from pipeline.extractors.agreements.parties import Found
from pipeline.extractors.agreements.scene import Scene
from pipeline.extractors.agreements.story import Story
from pipeline.extractors.agreements.terms import day_of
from pipeline.extractors.agreements.verbs import SIGN

_BACK = 6  # how many lines before an act can set its scene


def by_the_way(
    scene: Scene, story: Story, place: Where | None, parties: list[Found]
) -> tuple[Day | None, Where | None]:
    """Day and place from what was told before: „Insgesamt wurden …“, «Тогда же …», items of a list, talks."""
    mention = story.mention
    line = scene.lines[mention.line]
    if story.lender is not None and id(story.lender) in scene.when:
        _, when, where = scene.when[id(story.lender)]
        return _as(when, "list"), place or where
    told = [t for t in scene.when.values() if t[0].line < mention.line and t[1] is not None]
    before = max(told, key=lambda t: (t[0].line, t[0].at), default=None)
    words = {u.fn for _, u in line.of(line.units[mention.at].clause)}
    if before is not None:
        apart = line.paragraph - scene.lines[before[0].line].paragraph
        same_day = any(u.fn == "then" and u.date is not None for _, u in line.of(line.units[mention.at].clause))
        if same_day and apart <= 4:  # «В тот же день …»
            return _as(before[1], "then"), place
        if "then" in words and (apart == 0 or (apart == 1 and mention.line - before[0].line <= _BACK)):
            return _as(before[1], "then"), place
        named = {a.entity for a, _ in parties if a.entity}
        same = not named or named <= {a.entity for a, _ in scene.near(before[0])}
        if "also" in words and same and apart <= 1:
            return _as(before[1], "also"), place or before[2]
        passive = any(e.passive and e.source == "main" for e in story.told[story.main])
        counted = mention.quantified and mention.plural and passive and place is None
        if apart == 0 and counted and mention.line - before[0].line <= 2:
            return _as(before[1], "counted"), before[2]
    return _occasion(scene, story, place) or _dateline(scene, story, place) or (None, place)


def _as(day: Day | None, rule: str) -> Day | None:
    return day._replace(rule=rule) if day is not None else None


def _occasion(scene: Scene, story: Story, place: Where | None) -> tuple[Day | None, Where | None] | None:
    """„… ist am Donnerstag zu einem Besuch in Algier eingetroffen. Nach einem Gespräch unterzeichneten …“."""
    mention = story.mention
    line = scene.lines[mention.line]
    if line.headline or not any(e.source in ("main", "noun") and e.sense in SIGN for e in story.told[story.main]):
        return None
    told = {u.fn for u in line.units[:6]}
    tied = any(u.slot == "occasion" for _, u in line.of(line.units[mention.at].clause)) or told & {"then", "here"}
    for k in range(mention.line - 1, max(-1, mention.line - 1 - _BACK), -1):
        earlier = scene.lines[k]
        apart = line.paragraph - earlier.paragraph
        if apart > (2 if tied else 0) or earlier.headline or (k in scene.by_line and k != mention.line):
            break
        if not any(u.slot == "occasion" for u in earlier.units[dateline(earlier) :]):
            continue
        day = next(
            (d for i, u in enumerate(earlier.units) if i >= dateline(earlier)
             and (d := day_of(earlier, i, scene.document.published_on)) is not None), None,
        )  # fmt: skip
        where = next((Where(a.entity, a.start, a.end, "occasion") for a in scene.cast(k) if _visited(a)), None)
        if day is not None and (tied or where is not None):
            return _as(day, "occasion"), place or where
    return None


def _visited(a: Actor) -> bool:
    """A place under «в», „in“, or „nach“ of a journey."""
    return a.type == "LOC" and a.under in ("in", "after") and not a.in_role and not a.paren and not a.modifier


def _dateline(scene: Scene, story: Story, place: Where | None) -> tuple[Day | None, Where | None] | None:
    """«Самарканд, 5 июня. A и B подписали в Самарканде …»: done where and when the report is from."""
    line = scene.lines[story.mention.line]
    before = scene.lines[story.mention.line - 1] if story.mention.line else None
    begins = dateline(line) or next((i for i, u in enumerate(line.units[:8]) if u.text == "." and i), 0)
    if not begins and before is not None and before.paragraph == line.paragraph and _is_dateline(before):
        line, begins = before, len(before.units)
    opened = line.units[:begins]
    where = next((u.name.value.entity for u in opened if u.name is not None and u.name.value.type == "LOC"), None)
    if place is None or where != place.entity:
        return None
    published = scene.document.published_on
    day = next((d for i in range(begins) if (d := day_of(line, i, published)) is not None), None)
    return (_as(day, "dateline"), place) if day is not None else None


def _is_dateline(line: Line) -> bool:
    return all(u.name is not None or u.date is not None or u.kind == "mark" or len(u.low) < 3 for u in line.units)
