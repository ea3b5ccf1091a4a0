"""Holds an output folder against gold, table by table.

An output document is the gold one whose file name its `source` has. What gold has and the output
lacks counts as missed, and the other way round as wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import tables
from pipeline.evaluate.gold import META, Gold, Item, normal
from pipeline.evaluate.measures import Share, Tally, b_cubed, overlap, pair

PER_DOCUMENT = ("mentions", "roles", "money", "dates", "agreements", "agreement_parties")
PER_LANGUAGE = ("mentions", "money", "dates", "agreements", "slots", "roles")
AGREEMENT_DAYS = ("signed_on_begins", "signed_on_ends", "valid_from", "valid_to")


@dataclass(slots=True)
class Difference:
    """A miss (-), a false find (+) or a find that is partly wrong (~)."""

    table: str
    document: str
    sign: str
    what: str


@dataclass(slots=True)
class Output:
    """The tables of an output folder, by document."""

    documents: dict[str, Item]
    quarantine: dict[str, Item]
    entities: dict[str, Item]
    rows: dict[str, dict[str, list[Item]]]


def read(out: Path) -> Output:
    """The tables of an output folder. Raises OSError, pyarrow.ArrowInvalid."""

    def by_stem(table: str) -> dict[str, Item]:
        return {Path(str(r["source"]).split("#")[0]).stem: r for r in tables.read(out, table).to_pylist()}

    rows: dict[str, dict[str, list[Item]]] = {}
    for table in PER_DOCUMENT:
        rows[table] = defaultdict(list)
        for row in tables.read(out, table).to_pylist():
            rows[table][row["doc_id"]].append(row)
    entities = {e["entity_id"]: e for e in tables.read(out, "entities").to_pylist()}
    return Output(by_stem("documents"), by_stem("quarantine"), entities, rows)


@dataclass(slots=True)
class Score:
    """The counts of all documents; `row` gives the figures."""

    documents: int = 0
    language: Share = field(default_factory=Share)
    quarantine: Share = field(default_factory=Share)
    spans: Share = field(default_factory=Share)
    body: Tally = field(default_factory=Tally)
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    slots: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_language: dict[str, dict[str, Tally]] = field(default_factory=dict)
    clusters: list[tuple[Any, Any]] = field(default_factory=list)
    linked: list[tuple[Any, Any]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """The figures by table, rounded to four digits."""
        t, s = self.tallies, self.shares
        figures: dict[str, Any] = {"documents": self.documents, "language": self.language.row()}
        if self.quarantine.n:
            figures["quarantine"] = self.quarantine.row()
        figures["spans"] = self.spans.row()
        figures["body"] = self.body.row()
        figures["metadata"] = {key: s[f"meta {key}"].row() for key in META}
        figures["mentions"] = {key: t[f"mentions {key}"].row() for key in ("all", "PER", "ORG", "LOC", "EVENT")}
        for key in ("names", "country", "kind"):
            figures[key] = s[key].row()
        figures["coreference (B-cubed, in a document)"] = b_cubed(self.clusters)
        figures["linking (B-cubed, across documents and languages)"] = b_cubed(self.linked)
        figures["roles"] = {**t["roles"].row(), "of": s["roles of"].row()}
        shares = {key: s[f"money {key}"].row() for key in ("modifier", "kind", "period")}
        figures["money"] = {**t["money"].row(), **shares}
        shares = {key: s[f"dates {key}"].row() for key in ("anchor", "offset")}
        figures["dates"] = {**t["dates"].row(), "span": t["dates span"].row(), **shares}
        slots = {key: self.slots[key].row() for key in sorted(self.slots)}
        figures["agreements"] = {**t["agreements"].row(), "slots": slots}
        figures["by language"] = {
            language: {key: tally.row()["f1"] for key, tally in found.items()}
            for language, found in self.by_language.items()
        }
        return figures


def score(gold: dict[str, Gold], output: Output) -> Score:
    """The score of an output against gold documents by their path."""
    result = Score(documents=len(gold))
    for path, document in gold.items():
        _Document(result, path, document, output).score()
    return result


class _Document:
    """One gold document against what was found of it."""

    def __init__(self, total: Score, path: str, gold: Gold, output: Output) -> None:
        self.total, self.path, self.gold, self.output = total, path, gold, output
        self.name = Path(path).stem
        self.found = output.documents.get(self.name)
        doc_id = self.found["doc_id"] if self.found else None
        self.rows = {t: output.rows[t].get(doc_id, []) if doc_id else [] for t in PER_DOCUMENT}

    def score(self) -> None:
        if self.gold.quarantine:
            given_up = self.output.quarantine.get(self.name)
            right = self.found is None and given_up is not None and given_up["reason"] == self.gold.quarantine
            self.total.quarantine.add(right)
            return
        self._document()
        self._mentions()
        self._roles()
        self._money()
        self._dates()
        self._agreements()

    # --- shared

    def _count(self, table: str, hit: int, got: int, want: int) -> None:
        key = "mentions all" if table == "mentions" else table
        if table != "slots":
            self.total.tallies[key].add(hit, got, want)
        language = str(self.gold.language)
        by_language = self.total.by_language.setdefault(language, {key: Tally() for key in PER_LANGUAGE})
        by_language[table].add(hit, got, want)

    def _note(self, table: str, sign: str, what: str) -> None:
        self.total.differences.append(Difference(table, self.name, sign, what))

    def _rest(
        self,
        table: str,
        want: Iterable[Item],
        got: Iterable[Item],
        pairs: list[tuple[Item, Item]],
        says: dict[str, Any],
    ) -> None:
        """Note what found no partner; `says` words a gold item (-) and a found one (+)."""
        paired = {id(x) for both in pairs for x in both}
        for sign, items in (("-", want), ("+", got)):
            for item in items:
                if id(item) not in paired:
                    self._note(table, sign, says[sign](item))

    def _found_names(self, entity_id: str | None) -> set[str | None]:
        entity = self.output.entities.get(entity_id or "", {})
        return {normal(entity.get("name")), normal(entity.get(f"name_{self.gold.language}"))}

    # --- by table

    def _document(self) -> None:
        gold, found, total = self.gold, self.found, self.total
        total.language.add(found is not None and found["language"] == gold.language)
        if found:
            for table in PER_DOCUMENT:
                for row in self.rows[table]:
                    same = found["text"] == gold.text and gold.text[row["start"] : row["end"]] == row["text"]
                    total.spans.add(same)
        for key in META:
            total.shares[f"meta {key}"].add(found is not None and _meta(key, gold.meta[key]) == _meta(key, found[key]))
        want = _characters(gold.text, gold.body)
        got = _characters(gold.text, [(b["start"], b["end"]) for b in found["body"]] if found else [])
        total.body.add(len(want & got), len(got), len(want))

    def _mentions(self) -> None:
        gold, total = self.gold, self.total
        got = {(m["start"], m["end"], m["type"]): m for m in self.rows["mentions"]}
        want = {(m["start"], m["end"], m["type"]) for m in gold.mentions}
        for kind in ("PER", "ORG", "LOC", "EVENT"):
            wanted = [m for m in gold.mentions if m["type"] == kind]
            hit = sum((m["start"], m["end"], kind) in got for m in wanted)
            have = sum(m["type"] == kind for m in self.rows["mentions"])
            total.tallies[f"mentions {kind}"].add(hit, have, len(wanted))
        hit = sum((m["start"], m["end"], m["type"]) in got for m in gold.mentions)
        self._count("mentions", hit, len(self.rows["mentions"]), len(gold.mentions))
        for m in self.rows["mentions"]:
            if (m["start"], m["end"], m["type"]) not in want:
                self._note("mentions", "+", f"{m['text']!r} {m['type']}")
        for m in gold.mentions:
            partner = got.get((m["start"], m["end"], m["type"]))
            if partner is None:
                self._note("mentions", "-", f"{m['text']!r} {m['type']}")
            else:
                self._entity(m, partner["entity_id"])

    def _entity(self, mention: Item, entity_id: str) -> None:
        card, entity = self.gold.entities[mention["entity"]], self.output.entities.get(entity_id, {})
        right = self._found_names(entity_id) & self.gold.forms(mention["entity"])
        self.total.shares["names"].add(right)
        if not right:
            self._note("names", "~", f"{mention['text']!r} is {card['name']!r}, got {entity.get('name')!r}")
        for key in ("country", "kind"):
            if card.get(key):
                self.total.shares[key].add(entity.get(key) == card[key])
                if entity.get(key) != card[key]:
                    self._note(key, "~", f"{mention['text']!r} is {card[key]}, got {entity.get(key)}")
        self.total.clusters.append(((self.path, mention["entity"]), (self.path, entity_id)))
        if card.get("link"):
            self.total.linked.append((card["link"], entity_id))

    def _roles(self) -> None:
        gold, want, got = self.gold, list(self.gold.roles.values()), self.rows["roles"]

        def worth(a: Item, b: Item) -> int:
            return overlap(a, b) if gold.forms(a["person"]) & self._found_names(b["person_id"]) else 0

        pairs = pair(want, got, worth)
        self._count("roles", len(pairs), len(got), len(want))
        for a, b in pairs:
            of = a.get("of")
            if of is None or b["of_id"] is None:
                self.total.shares["roles of"].add(of is None and b["of_id"] is None)
            else:
                self.total.shares["roles of"].add(gold.forms(of) & self._found_names(b["of_id"]))
        says = {
            "-": lambda a: f"{a['text']!r} of {gold.entities[a['person']]['name']!r}",
            "+": lambda b: f"{b['text']!r} of {self.output.entities.get(b['person_id'], {}).get('name')!r}",
        }
        self._rest("roles", want, got, pairs, says)

    def _money(self) -> None:
        want, got = list(self.gold.money.values()), self.rows["money"]
        same_span = pair(want, got, lambda a, b: (a["start"], a["end"]) == (b["start"], b["end"]))
        pairs = [
            (a, b)
            for a, b in same_span
            if _same_number(b["amount_min"], a["min"])
            and _same_number(b["amount_max"], a["max"])
            and b["currency"] == a.get("currency")
        ]
        self._count("money", len(pairs), len(got), len(want))
        for a, b in pairs:
            values = {
                "modifier": (a["modifier"], b["modifier"]),
                "kind": (a["kind"], b["kind"]),
                "period": (
                    (a.get("period_start"), a.get("period_end")),
                    (_iso(b["period_start"]), _iso(b["period_end"])),
                ),
            }
            for key, (wanted, found) in values.items():
                self.total.shares[f"money {key}"].add(wanted == found)
                if wanted != found:
                    self._note("money", "~", f"{a['text']!r}: {key} {wanted}, got {found}")
        says = {
            "-": lambda a: f"{a['text']!r} {a['min']}..{a['max']} {a.get('currency')}",
            "+": lambda b: f"{b['text']!r} {b['amount_min']}..{b['amount_max']} {b['currency']}",
        }
        self._rest("money", want, got, pairs, says)

    def _dates(self) -> None:
        want, got = list(self.gold.dates.values()), self.rows["dates"]
        near = pair(want, got, overlap)
        pairs = [(a, b) for a, b in near if _same_time(a, b)]
        self.total.tallies["dates span"].add(len(near), len(got), len(want))
        self._count("dates", len(pairs), len(got), len(want))
        for a, b in pairs:
            for key in ("anchor", "offset"):
                if key == "anchor" or a.get(key):
                    self.total.shares[f"dates {key}"].add(a[key] == b[key])
                    if a[key] != b[key]:
                        self._note("dates", "~", f"{a['text']!r}: {key} {a[key]}, got {b[key]}")
        says = {
            "-": lambda a: f"{a['text']!r} {a.get('value')} {a.get('begins')}..{a.get('ends')}",
            "+": lambda b: f"{b['text']!r} {b['value']} {_iso(b['begins'])}..{_iso(b['ends'])}",
        }
        self._rest("dates", want, got, pairs, says)

    def _agreements(self) -> None:
        want, got = list(self.gold.agreements.values()), self.rows["agreements"]
        pairs = pair(want, got, lambda a, b: overlap(a, b) if a["type"] == b["type"] else 0)
        self._count("agreements", len(pairs), len(got), len(want))
        says = dict.fromkeys("-+", lambda x: f"{x['text']!r} {x['type']} {x['status']}")
        self._rest("agreements", want, got, pairs, says)
        partner = {id(a): b for a, b in pairs}
        for a in want:
            found = partner.get(id(a))
            wanted, slots = self._gold_slots(a), self._found_slots(found) if found else set()
            for name in {name for name, _ in wanted | slots}:
                w, g = ({s for s in side if s[0] == name} for side in (wanted, slots))
                self.total.slots["all"].add(len(w & g), len(g), len(w))
                self.total.slots[name].add(len(w & g), len(g), len(w))
                self._count("slots", len(w & g), len(g), len(w))
            if found and wanted != slots:
                missing, extra = sorted(map(str, wanted - slots)), sorted(map(str, slots - wanted))
                self._note("agreements", "~", f"{a['text']!r}: missing {missing}, extra {extra}")
        paired = {id(b) for _, b in pairs}
        for b in got:
            if id(b) not in paired:
                extra_slots = len(self._found_slots(b))
                self.total.slots["all"].add(0, extra_slots, 0)
                self._count("slots", 0, extra_slots, 0)

    def _gold_slots(self, a: Item) -> set[tuple[str, Any]]:
        names = self.gold.entities
        slots: set[tuple[str, Any]] = {("status", a["status"])}
        slots |= {(k, str(a[k])) for k in (*AGREEMENT_DAYS, "count", "currency") if a.get(k) is not None}
        if a.get("min") is not None:
            slots.add(("amount", float(a["min"])))
        if a.get("place"):
            slots.add(("place", normal(names[a["place"]]["name"])))
        for p in a["parties"]:
            name = normal(names[p["entity"]]["name"]) if p["entity"] else f"-{normal(p['text']) or ''}"
            slots.add((p["role"], name))
        return slots

    def _found_slots(self, b: Item) -> set[tuple[str, Any]]:
        slots: set[tuple[str, Any]] = {("status", b["status"])}
        slots |= {(k, _iso(b[k])) for k in AGREEMENT_DAYS if b[k] is not None}
        slots |= {(k, str(b[k])) for k in ("count", "currency") if b[k] is not None}
        if b["amount_min"] is not None:
            slots.add(("amount", float(b["amount_min"])))
        if b["place_id"]:
            slots.add(("place", self._as_gold(b["place_id"])))
        for p in self.rows["agreement_parties"]:
            if p["agreement_id"] == b["agreement_id"]:
                name = self._as_gold(p["entity_id"]) if p["entity_id"] else f"-{normal(p['text']) or ''}"
                slots.add((p["role"], name))
        return slots

    def _as_gold(self, entity_id: str) -> str | None:
        """A found entity by the name gold gives it, where gold knows one of its names."""
        canonical = {form: normal(e["name"]) for key, e in self.gold.entities.items() for form in self.gold.forms(key)}
        entity = self.output.entities.get(entity_id, {})
        forms = [normal(entity.get("name")), normal(entity.get(f"name_{self.gold.language}"))]
        return next((canonical[f] for f in forms if f in canonical), forms[0])


def _characters(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, min(end, len(text))) if not text[i].isspace()}


def _iso(value: Any) -> str | None:
    return value.isoformat()[:10] if isinstance(value, date) else value if value is None else str(value)[:10]


def _meta(key: str, value: Any) -> Any:
    if key == "authors":
        return sorted(str(normal(a)) for a in value or [])
    return _iso(value) if key in ("published_on", "retrieved_on") else normal(value)


def _same_number(got: Decimal | None, want: Any) -> bool:
    """Equal to one part in ten thousand."""
    if got is None or want is None:
        return got is None and want is None
    wanted = Decimal(str(want))
    return abs(Decimal(str(got)) - wanted) <= Decimal("0.0001") * max(Decimal(1), abs(wanted))


def _same_time(want: Item, got: Item) -> bool:
    if want["type"] != got["type"] or (want.get("begins"), want.get("ends")) != (
        _iso(got["begins"]),
        _iso(got["ends"]),
    ):
        return False
    return want.get("begins") is not None or normal(want.get("value")) == normal(got["value"])
