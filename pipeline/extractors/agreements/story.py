"""Which mentions speak of one agreement, which of them are told as agreements, and where each is told best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extractors.agreements.finding import Mention
from pipeline.extractors.agreements.line import Line
from pipeline.extractors.agreements.nouns import Evidence
from pipeline.extractors.agreements.status import decide

_FAMILY = {"agreement": 1, "contract": 1, "treaty": 1}


@dataclass(slots=True)
class Story:
    """One agreement: its mentions in text order, what is told at each, and where it is told best."""

    mentions: list[Mention] = field(default_factory=list)
    told: list[list[Evidence]] = field(default_factory=list)
    headline: list[bool] = field(default_factory=list)  # which mentions stand in the headline
    beside: list[int] = field(default_factory=list)  # how many parties each mention names
    main: int = 0
    listed: int = 0  # for a plural: how many items are listed after it
    lender: Mention | None = None  # for an item of a list: the plural before it
    later: list[Evidence] = field(default_factory=list)  # what the next sentence tells by a pronoun

    @property
    def mention(self) -> Mention:
        return self.mentions[self.main]

    @property
    def lines(self) -> list[int]:
        return [m.line for m in self.mentions]

    def status(self) -> str | None:
        """The status over all mentions: what is told last, unless it says less; the headline only if no other does."""
        best: str | None = None
        body = [t for t, h in zip(self.told, self.headline, strict=True) if not h]
        for found in body if any(decide(t) for t in body) else self.told:
            now = decide(found)
            if now is None:
                continue
            entered = best == "signed" and now == "in_force" and any(e.sense in ("force",) for e in found)
            if best in (None, "planned") or now == "ended" or entered:
                best = now
        for e in self.later:
            if e.status == "ended" or (e.status == "in_force" and e.sense == "force") or best in (None, "planned"):
                best = e.status
        return best


def gather(all_lines: Sequence[Line], mentions: Sequence[Mention], told: Sequence[list[Evidence]],
           partners: Sequence[frozenset[str]]) -> list[Story]:  # fmt: skip
    """Mentions in text order as stories. `partners`: who each mention names as its parties beside it."""
    stories: list[Story] = []
    names: list[set[str]] = []
    for mention, found, with_whom in zip(mentions, told, partners, strict=True):
        place = _antecedent(all_lines, stories, names, mention, found, with_whom)
        if place is None:
            signed = any(e.sense == "sign" and e.source == "main" and e.status == "signed" for e in found)
            if "generic" in mention.flags and not mention.quantified and not (signed and mention.about):
                continue
            stories.append(Story([mention], [found], [all_lines[mention.line].headline], [len(with_whom)]))
            names.append(set(with_whom))
        else:
            stories[place].mentions.append(mention)
            stories[place].told.append(found)
            stories[place].headline.append(all_lines[mention.line].headline)
            stories[place].beside.append(len(with_whom))
            headline = all(all_lines[m.line].headline for m in stories[place].mentions[:-1])
            names[place] = set(with_whom) if headline and with_whom else names[place] | with_whom
    for story in stories:
        story.main = _best(all_lines, story)
    return stories


def _antecedent(
    all_lines: Sequence[Line], stories: Sequence[Story], names: Sequence[set[str]], mention: Mention,
    found: Sequence[Evidence], with_whom: frozenset[str],
) -> int | None:  # fmt: skip
    for k in range(len(stories) - 1, -1, -1):
        if _same(all_lines, stories[k], names[k], mention, found, with_whom):
            return None if _too_early(stories[k], mention, found) else k
    return None


def _too_early(story: Story, mention: Mention, found: Sequence[Evidence]) -> bool:
    """What is only planned neither holds nor has ended: the mention is of an earlier one."""
    if all(story.headline):
        return False
    if mention.state == "ended" and story.mentions[0].state != "ended":
        return True  # „die bisherige Vereinbarung“ is not the one just signed
    lapsed = any(e.source == "participle" and e.sense == "force" for e in found) and decide(found) == "ended"
    if lapsed and story.status() == "signed":
        return True  # «ранее действовавшее соглашение истекло»
    if story.status() != "planned":
        return False
    ended = decide(found) == "ended" and any(e.source == "main" for e in found)
    return ended or mention.state in ("force", "ended")


def _same(
    all_lines: Sequence[Line], story: Story, known: set[str], mention: Mention, found: Sequence[Evidence],
    with_whom: frozenset[str],
) -> bool:  # fmt: skip
    first = story.mentions[0]
    if any(e.sense == "replace" for e in found):
        return False  # the one before, not the one that takes its place
    only_headline = all(all_lines[m.line].headline for m in story.mentions)
    generic = "generic" in mention.flags
    if generic and not mention.quantified and mention.line - story.mentions[-1].line > 4:
        return False
    if mention.plural != first.plural and not (generic and mention.article == "this"):
        return False
    if mention.quantified:
        return first.quantified and mention.count == first.count and (mention.type == first.type or only_headline)
    if mention.article == "new" and not only_headline:
        return False
    loose = (
        not mention.about
        and not _specific(all_lines, mention)
        and mention.type in _FAMILY
        and (
            mention.article in ("the", "this", "own")
            or (not with_whom and all_lines[mention.line].units[mention.at].case != "")
        )
    )
    if not generic and not (
        loose and mention.article != "a" and story.mentions[0].type not in ("document", "declaration")
    ):
        family = _FAMILY.get(mention.type, mention.type) == _FAMILY.get(first.type, first.type)
        if not family:
            return False
    if (
        mention.line == story.mentions[-1].line
        and all_lines[mention.line].units[mention.at].clause
        == all_lines[mention.line].units[story.mentions[-1].at].clause
    ):
        return False
    if not only_headline and with_whom and known and len(with_whom | known) > max(2, len(with_whom), len(known)):
        return False
    if with_whom and known and not with_whom & known and not only_headline:
        return False
    words = frozenset().union(*(m.words for m in story.mentions))
    telling = frozenset().union(*(m.telling for m in story.mentions))
    if mention.telling and telling:
        return len(mention.telling & telling) >= 0.6 * min(len(mention.telling), len(telling))
    if mention.words and words and not only_headline:
        return not mention.telling and not telling and mention.words == words
    if only_headline:
        return True
    if _specific(all_lines, mention) and not _specific(all_lines, mention) & frozenset().union(
        *(_specific(all_lines, m) | m.words for m in story.mentions)
    ):
        return mention.article == "this"
    if mention.article == "a":
        return False
    if mention.words and not words:
        return False
    if mention.article in ("the", "this", "own") or generic:
        return True
    return not _introduced(all_lines, mention, story, found, with_whom, known)


def _specific(all_lines: Sequence[Line], mention: Mention) -> frozenset[str]:
    """What sets the naming word apart: its adjectives («кредитное соглашение»), the first part of a compound."""
    units = all_lines[mention.line].units
    found = {units[i].low[:6] for i in mention.adjectives if not units[i].adjective}
    if mention.compound:
        found.add(units[mention.at].low[:6])
    return frozenset(found)


def _introduced(
    all_lines: Sequence[Line], mention: Mention, story: Story, found: Sequence[Evidence], with_whom: frozenset[str],
    known: set[str],
) -> bool:  # fmt: skip
    """A bare Russian noun as something new: intended where the other is made, or with other parties."""
    now, before = decide(found), story.status()
    if with_whom and not with_whom <= known:
        return True
    word = all_lines[mention.line].units[mention.at].low[:5]
    made = now == "signed" and any(e.sense in ("sign", "adopt") for e in found)
    if made and word not in {all_lines[m.line].units[m.at].low[:5] for m in story.mentions}:
        return True
    last = story.mentions[-1]
    apart = all_lines[mention.line].paragraph != all_lines[last.line].paragraph
    other_word = word not in {all_lines[m.line].units[m.at].low[:5] for m in story.mentions}
    to_sign = any(e.status == "planned" and e.sense in ("sign", "adopt") and e.source == "main" for e in found)
    if to_sign and apart and other_word and not mention.about:
        return True  # «мировое соглашение», and two paragraphs on «контракт с ней намерены подписать»
    return now == "planned" and before in ("signed", "in_force", "ended") and (bool(mention.adjectives) or to_sign)


def _best(all_lines: Sequence[Line], story: Story) -> int:
    """The mention at which the agreement is told best: in the body, with the act, about what, first."""

    def worth(k: int) -> tuple[int, int, int, int]:
        mention, found = story.mentions[k], story.told[k]
        act = decide(found)
        return (
            not all_lines[mention.line].headline,
            "generic" not in mention.flags or mention.quantified,
            (2 if act == "signed" else 1 if act and any(e.sense != "carry" for e in found) else 0)
            + min(2, story.beside[k])
            + bool(mention.about),
            -k,
        )

    return max(range(len(story.mentions)), key=worth)
