"""What must hold in every output, as SQL conditions that find the rows where it does not.

Types, columns and versions are a matter of the files and stand in `validate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline import records as R
from pipeline.tables import columns
from pipeline.warehouse.keys import KEYS, OF_DOCUMENTS, references
from pipeline.warehouse.source import quoted

SPANS = tuple(t for t in OF_DOCUMENTS if {"start", "end", "text"} <= {c.name for c in columns(R.TABLES[t])})


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows `s` of `table` where `broken` holds break the rule called `name`.

    `source` is where they are looked for (FROM), `needs` the tables that it reads, `example` names such a row.
    """

    table: str
    name: str
    broken: str
    source: str
    needs: tuple[str, ...]
    example: str

    @property
    def proves(self) -> bool:
        """Whether rows are held against the text of their document: the only join that is as large as the texts."""
        return self.source.endswith(WITH_TEXT)


WITH_TEXT = " JOIN documents d USING (doc_id)"
_TIMEX = r"[0-9PX][0-9A-Z.:/+-]*|(PRESENT|PAST|FUTURE)_REF"
_SHIFT = r"[+-]?([0-9]+(\.[0-9]+)?|X)[A-Z]{1,3}"

# table, rule, what is true of a row that breaks it
ROWS: tuple[tuple[str, str, str], ...] = (
    ("documents", "language_score from 0 to 1", "NOT language_score BETWEEN 0 AND 1"),
    ("documents", "published_time is HH:MM", "NOT regexp_full_match(published_time, '([01][0-9]|2[0-3]):[0-5][0-9]')"),
    ("mentions", "score from 0 to 1", "NOT score BETWEEN 0 AND 1"),
    ("agreements", "score from 0 to 1", "NOT score BETWEEN 0 AND 1"),
    ("money", "amount_min at most amount_max", "amount_min > amount_max"),
    ("agreements", "amount_min at most amount_max", "amount_min > amount_max"),
    ("agreements", "amounts both or neither", "(amount_min IS NULL) <> (amount_max IS NULL)"),
    ("agreements", "currency only with an amount", "currency IS NOT NULL AND amount_min IS NULL"),
    ("money", "currency is ISO 4217", "NOT regexp_full_match(currency, '[A-Z]{3}')"),
    ("agreements", "currency is ISO 4217", "NOT regexp_full_match(currency, '[A-Z]{3}')"),
    ("entities", "country is ISO 3166-1 alpha-2", "NOT regexp_full_match(country, '[A-Z]{2}')"),
    ("money", "period begins before it ends", "period_start > period_end"),
    ("dates", "begins before it ends", "begins > ends"),
    ("dates", "begins and ends both or neither", "(begins IS NULL) <> (ends IS NULL)"),
    ("dates", "value is TIMEX3", f"NOT regexp_full_match(value, {quoted(_TIMEX)})"),
    ("dates", "offset is a shift in grains", f"NOT regexp_full_match(s.\"offset\", {quoted(_SHIFT)})"),
    ("dates", "anchor none has no value", "anchor = 'none' AND (value IS NOT NULL OR begins IS NOT NULL)"),
    ("agreements", "signed_on begins before it ends", "signed_on_begins > signed_on_ends"),
    ("agreements", "valid_from before valid_to", "valid_from > valid_to"),
    ("agreements", "count from 1", "count < 1"),
    ("entities", "mentions and documents from 1", "mentions < 1 OR documents < 1"),
    ("runs", "started before finished", "started_at > finished_at OR seconds < 0"),
    ("entities", "kind belongs to type", "kind IS NOT NULL AND NOT CASE type "
     + " ".join(f"WHEN '{t}' THEN kind IN ({', '.join(map(quoted, kinds))})"
                for t, kinds in (("LOC", R.LOC_KINDS), ("ORG", R.ORG_KINDS))) + " ELSE false END"),
)  # fmt: skip


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, table by table."""
    order = list(R.TABLES)
    made = (*_nulls(), *_keys(), *_references(), *_offsets(), *_values(), *_rows(), *_sums())
    return tuple(sorted(made, key=lambda rule: (order.index(rule.table), rule.source)))


def _rule(table: str, name: str, where: str, *, source: str = "", shown: str = "", needs: tuple[str, ...] = ()) -> Rule:
    """A rule over rows of one table `s`: those where the condition holds break it."""
    named = (f"'{n}=' || coalesce(CAST(s.\"{n}\" AS VARCHAR), 'null')" for n in KEYS[table] or ("source",))
    example = f"concat_ws(' ', {', '.join(named)})" + (f" || ': ' || coalesce({shown}, 'null')" if shown else "")
    return Rule(table, name, where, source or f"{table} s", (table, *needs), example)


def _nulls() -> Iterator[Rule]:
    for table, record in R.TABLES.items():
        required = [f's."{c.name}" IS NULL' for c in columns(record) if not c.nullable]
        yield _rule(table, "no null where the contract has none", " OR ".join(required))


def _keys() -> Iterator[Rule]:
    for table, key in KEYS.items():
        if key:
            names = ", ".join(f'"{n}"' for n in key)
            twice = f"(SELECT {names} FROM {table} GROUP BY {names} HAVING count(*) > 1) s"
            yield _rule(table, f"key {', '.join(key)} is unique", "true", source=twice)


def _references() -> Iterator[Rule]:
    for table in R.TABLES:
        for name, target in references(table).items():
            (key,) = KEYS[target]
            lost = f'{table} s ANTI JOIN {target} o ON s."{name}" = o.{key}'
            yield _rule(
                table, f"{name} stands in {target}", f's."{name}" IS NOT NULL', source=lost, shown=f's."{name}"',
                needs=(target,),
            )  # fmt: skip
            if target == "agreements":
                other = f'{table} s JOIN agreements o ON s."{name}" = o.agreement_id'
                yield _rule(
                    table, "its agreement is of the same document", "s.doc_id <> o.doc_id", source=other,
                    needs=("agreements",),
                )  # fmt: skip


def _offsets() -> Iterator[Rule]:
    for table in SPANS:
        with_text = f"{table} s{WITH_TEXT}"
        shown = "'\"' || s.text || '\" at ' || s.start || '–' || s.\"end\""
        wrong = (
            's.start < 0 OR s."end" <= s.start OR s."end" > length(d.text) '
            'OR substring(d.text, s.start + 1, s."end" - s.start) <> s.text'
        )
        yield _rule(table, "text[start:end] is text", wrong, source=with_text, shown=shown, needs=("documents",))
        inside = 'list_filter(d.body, lambda b: b.start <= s.start AND s."end" <= b."end")'
        yield _rule(table, "within the body", f"len({inside}) = 0", source=with_text, shown=shown, needs=("documents",))
    yield _rule(
        "agreements", "its sentence holds it",
        's.sentence_start < 0 OR s.sentence_start > s.start OR s."end" > s.sentence_end '
        "OR s.sentence_end > length(d.text)",
        source=f"agreements s{WITH_TEXT}", needs=("documents",),
    )  # fmt: skip
    follows = 'list_filter(range(1, len(s.body)), lambda i: s.body[i]."end" > s.body[i + 1].start)'
    yield _rule(
        "documents", "body lies in the text, in order",
        "len(list_filter(s.body, lambda b: b.start < 0 OR b.\"end\" <= b.start OR b.\"end\" > length(s.text))) > 0 "
        f"OR len({follows}) > 0",
    )  # fmt: skip


def _values() -> Iterator[Rule]:
    for table, record in R.TABLES.items():
        for c in columns(record):
            name = f's."{c.name}"'
            if c.values:
                allowed = ", ".join(map(quoted, c.values))
                yield _rule(table, f"{c.name} is one of its values", f"{name} NOT IN ({allowed})", shown=name)
            if c.type is date:  # what pandas, Python and PostgreSQL can all hold
                beyond = f"{name} NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
                yield _rule(table, f"{c.name} from year 1 to 9999", beyond, shown=f"CAST({name} AS VARCHAR)")


def _rows() -> Iterator[Rule]:
    for table, name, broken in ROWS:
        yield _rule(table, name, broken)


def _sums() -> Iterator[Rule]:
    counted = (
        "entities s LEFT JOIN (SELECT entity_id, count(*) AS often, count(DISTINCT doc_id) AS places "
        "FROM mentions GROUP BY entity_id) m USING (entity_id)"
    )
    yield _rule(
        "entities", "mentions and documents are what mentions says",
        "s.mentions IS DISTINCT FROM m.often OR s.documents IS DISTINCT FROM m.places", source=counted,
        shown="concat_ws(' ', s.mentions, s.documents, 'counted', coalesce(m.often, 0), coalesce(m.places, 0))",
        needs=("mentions",),
    )  # fmt: skip
    yield _rule("entities", "its mentions have its type", "s.type <> m.type",
                source="entities s JOIN mentions m USING (entity_id)", shown="m.mention_id || ' ' || m.type",
                needs=("mentions",))  # fmt: skip
