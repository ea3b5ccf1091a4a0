// What the rows of each table mean to a reader: their names, values, colours and addresses.
import {
  amount,
  capital,
  counted,
  countryName,
  currencyName,
  day,
  languageName,
  moment,
  number,
  spoken,
  stretch,
  t,
  term,
} from "./words.js";
import { href } from "./route.js";

/** The tables in the order a reader wants them, and of each the columns in theirs; columns not named here come last. */
export const SHOWN = {
  documents: ["title", "language", "published_on", "published_time", "authors", "dateline_place", "source"],
  agreements: [
    "text",
    "type",
    "status",
    "parties",
    "signed_on_begins",
    "signed_on_ends",
    "valid_from",
    "valid_to",
    "amount_max",
    "currency",
    "place_id",
    "doc_id",
  ],
  agreement_parties: ["text", "role", "entity_id", "agreement_id", "doc_id"],
  entities: ["name", "type", "kind", "country", "documents", "mentions", "name_ru", "name_de"],
  mentions: ["text", "type", "entity_id", "doc_id"],
  roles: ["text", "title", "person_id", "of_id", "doc_id"],
  money: ["text", "kind", "amount_max", "modifier", "currency", "amount_min", "period_start", "period_end", "doc_id"],
  dates: ["text", "type", "value", "begins", "ends", "anchor", "offset", "modifier", "doc_id"],
  quarantine: ["source", "reason", "stage", "detail", "source_id"],
  runs: ["started_at", "version", "documents", "quarantined", "seconds", "config", "models", "run_id"],
};

/** By which columns a table can be narrowed down, and by which day. */
export const FACETS = {
  documents: ["language"],
  agreements: ["type", "status", "language"],
  agreement_parties: ["role", "language"],
  entities: ["type", "kind", "country"],
  mentions: ["type", "language"],
  roles: ["language"],
  money: ["kind", "currency", "modifier", "language"],
  dates: ["type", "anchor", "modifier", "language"],
  quarantine: ["reason", "stage"],
  runs: [],
};
export const DAY = {
  documents: "published_on",
  agreements: "signed_on_begins",
  money: "period_start",
  dates: "begins",
};

/** The states an agreement can be in, in the order they are drawn. */
export const STATUSES = ["signed", "in_force", "planned", "ended"];

const SETS = {
  "mentions.type": "entity",
  "entities.type": "entity",
  "entities.kind": "kind",
  "dates.type": "timex",
  "dates.anchor": "anchor",
  "dates.modifier": "part",
  "money.kind": "money",
  "money.modifier": "bound",
  "agreements.type": "agreement",
  "agreements.status": "status",
  "agreement_parties.role": "role",
  "quarantine.reason": "reason",
};

/** The columns of a table in the order they are shown. */
export function columnsOf(table) {
  const order = SHOWN[table.name];
  const rest = table.schema.map((column) => column.name).filter((name) => !order.includes(name));
  return [...order, ...rest].filter((name) => table.columns[name]);
}

export const columnName = (table, column) =>
  column === "type" || column === "title" || column === "kind" ? t(`column.${table}.${column}`) : t(`column.${column}`);

/** The name of an entity, in the language of the interface where it was seen in it. */
export function entityName(entities, row) {
  if (row < 0) return null;
  return (spoken() !== "en" && entities.value(`name_${spoken()}`, row)) || entities.value("name", row);
}

export const documentName = (documents, row) => documents.value("title", row) ?? documents.value("source", row);

/** A value as it is shown: a text, «–» for none. */
export function shownValue(table, column, row) {
  const value = table.value(column, row);
  if (value === null || value === undefined) return "–";
  const at = table.points(column, row);
  if (at >= 0) return referredName(table.columns[column].to, at);
  return facetName(table.name, column, value) ?? byKind(table, column, row, value);
}

function referredName(other, at) {
  if (other.name === "entities") return entityName(other, at);
  return other.name === "documents" ? documentName(other, at) : other.value("text", at);
}

/** The name of a value that comes from a set: a status, a language, a country; null for others. */
export function facetName(table, column, value) {
  const set = SETS[`${table}.${column}`];
  if (set) return term(set, value);
  if (column === "language") return capital(languageName(value));
  if (column === "country") return countryName(value);
  return null;
}

function byKind(table, column, row, value) {
  const kind = table.schema.find((described) => described.name === column)?.kind;
  if (kind === "amount") return amount(value, table.value("currency", row));
  if (kind === "date") return day(value);
  if (kind === "moment") return moment(value);
  if (kind === "score") return number(value);
  if (kind === "number" && !/^(sentence_)?(start|end)$/.test(column)) return number(value);
  return String(value);
}

/** An amount with both its ends. */
function amountOf(table, row) {
  const [least, most] = [table.value("amount_min", row), table.value("amount_max", row)];
  const currency = table.value("currency", row);
  if (least === null && most === null) return null;
  return least === most || least === null || most === null
    ? amount(most ?? least, currency)
    : `${amount(least, currency)} – ${amount(most, currency)}`;
}

/** What an article calls a row within itself: «money:120-135», with ~1 for the second of the same words. */
export function placeName(table, row) {
  const [start, end] = [table.value("start", row), table.value("end", row)];
  const before = table
    .pointing("doc_id", table.points("doc_id", row))
    .filter(
      (other) => other < row && table.value("start", other) === start && table.value("end", other) === end,
    ).length;
  return `${table.name}:${start}-${end}${before ? `~${before}` : ""}`;
}

/** The address of a row: its place in its article, or the page of an entity. */
export function rowHref(table, row) {
  if (table.name === "documents") return href("article", table.value("doc_id", row));
  if (table.name === "entities") return href("entity", table.value("entity_id", row));
  if (table.name === "quarantine") return href("tables", "quarantine", { q: table.value("source", row) });
  if (table.name === "runs") return href("tables", "runs", { q: table.value("run_id", row) });
  return href("article", table.value("doc_id", row), { at: placeName(table, row) });
}

/** The colour class of a span. */
export function spanClass(table, row) {
  if (table.name === "mentions") return table.value("type", row).toLowerCase();
  return { roles: "office", money: "money", dates: "date", agreements: "agreement", agreement_parties: "party" }[
    table.name
  ];
}

/** What a span is: «Person», «Amount», «Agreement». */
export const spanName = (table, row) =>
  table.name === "mentions" ? term("entity", table.value("type", row)) : t(`one.${table.name}`);

/** The values worth seeing at a glance: pairs of a name and a value; what is null is left out. */
export function glance(table, row) {
  const say = (column) => [
    columnName(table.name, column),
    table.value(column, row) === null ? null : shownValue(table, column, row),
  ];
  const lines = {
    mentions: () => {
      const entities = table.columns.entity_id.to;
      const at = table.points("entity_id", row);
      if (!entities || at < 0) return [say("entity_id")];
      const [kind, country] = [entities.value("kind", at), entities.value("country", at)];
      return [
        say("entity_id"),
        [t("column.entities.kind"), kind && term("kind", kind)],
        [t("column.country"), country && countryName(country)],
        [t("named"), counted("n.documents", entities.value("documents", at))],
      ];
    },
    roles: () => [say("person_id"), say("title"), say("of_id")],
    money: () => [
      [t("amount"), amountOf(table, row)],
      [t("column.currency"), table.value("currency", row) && currencyName(table.value("currency", row))],
      table.value("modifier", row) === "exact" ? ["", null] : say("modifier"),
      say("kind"),
      period(table, row, "period_start", "period_end"),
    ],
    dates: () => [
      say("value"),
      period(table, row, "begins", "ends"),
      say("type"),
      say("anchor"),
      say("offset"),
      say("modifier"),
    ],
    agreements: () => [
      say("type"),
      say("status"),
      say("parties"),
      period(table, row, "signed_on_begins", "signed_on_ends", t("concluded")),
      period(table, row, "valid_from", "valid_to", t("term")),
      [t("amount"), amountOf(table, row)],
      say("place_id"),
    ],
    agreement_parties: () => [say("role"), say("entity_id"), say("agreement_id")],
  };
  return lines[table.name]().filter(([, value]) => value);
}

function period(table, row, first, last, name = t("period")) {
  const ends = [table.value(first, row), table.value(last, row)];
  return [name, ends[0] || ends[1] ? stretch(...ends) : null];
}

/** Gives the agreements a column of their parties' names, which the tables hold in one of their own. */
export function withParties(agreements, parties) {
  if (agreements.columns.parties?.spoken === spoken()) return;
  const names = Array.from({ length: agreements.size }, () => []);
  for (let row = 0; row < parties.size; row += 1) {
    const at = parties.points("agreement_id", row);
    if (at < 0 || parties.value("role", row) !== "party") continue;
    names[at].push(
      parties.points("entity_id", row) >= 0 ? shownValue(parties, "entity_id", row) : parties.value("text", row),
    );
  }
  const values = [...new Set(names.filter((own) => own.length).map((own) => own.join(" · ")))];
  const places = new Map(values.map((value, i) => [value, i]));
  agreements.columns.parties = {
    values,
    spoken: spoken(),
    index: Int32Array.from(names, (own) => places.get(own.join(" · ")) ?? -1),
  };
  delete agreements.ranks.parties;
}

/** The day of an agreement: of its conclusion, of its article, or the first of its term. */
export function agreementDay(agreements, row, by) {
  if (by === "signed") return agreements.value("signed_on_begins", row);
  if (by === "term") return agreements.value("valid_from", row);
  const documents = agreements.columns.doc_id.to;
  const published = documents?.value("published_on", agreements.points("doc_id", row)) ?? null;
  return by === "published" ? published : (agreements.value("signed_on_begins", row) ?? published);
}
