// Searching, narrowing and sorting rows by columns: the work is done once for each value, not once for each row.
import { entityName, shownValue, DAY } from "./records.js";
import { collate, spoken } from "./words.js";

const folded = (text) => String(text).toLocaleLowerCase().replaceAll("ё", "е");

/** The rows that hold every word of `q`, have the values of `facets`, and begin within `from` … `to`; sorted. */
export function query(table, { q = "", facets = {}, from = "", to = "", sort = "", dir = "asc", rows = null }) {
  const keep = new Uint8Array(table.size).fill(rows ? 0 : 1);
  if (rows) for (const row of rows) keep[row] = 1;
  for (const [column, wanted] of Object.entries(facets)) narrow(table, column, wanted, keep);
  for (const word of folded(q).split(/\s+/).filter(Boolean)) {
    const found = search(table, word);
    for (let row = 0; row < table.size; row += 1) keep[row] &= found[row];
  }
  const day = DAY[table.name];
  if (day && (from || to)) {
    for (let row = 0; row < table.size; row += 1) {
      const value = keep[row] ? table.value(day, row) : null;
      keep[row] &=
        value !== null && (!from || value.slice(0, from.length) >= from) && (!to || value.slice(0, to.length) <= to);
    }
  }
  const kept = [];
  for (let row = 0; row < table.size; row += 1) if (keep[row]) kept.push(row);
  return sort && table.columns[sort] ? sorted(table, kept, sort, dir === "desc" ? -1 : 1) : kept;
}

function narrow(table, column, wanted, keep) {
  const other = column === "language" && !table.columns.language ? table.columns.doc_id?.to : null;
  const { values, index } = other ? other.columns.language : table.columns[column];
  const at = values.indexOf(wanted);
  const none = wanted === "none" && at < 0; // rows without a value
  for (let row = 0; row < table.size; row += 1) {
    const value = other ? (index[table.points("doc_id", row)] ?? -1) : index[row];
    keep[row] &= none ? value < 0 : at >= 0 && value === at;
  }
}

/** For each row 1 where a word stands in one of its texts or names. */
function search(table, word) {
  const found = new Uint8Array(table.size);
  for (const column of Object.values(table.columns)) {
    if (column.numbers || column.made || column.to?.name === "documents") continue; // an article's headline is not the row's
    const hits = column.to
      ? named(column.to, word)
      : Uint8Array.from(column.values, (value) => folded(value).includes(word));
    if (!hits.includes(1)) continue;
    for (let row = 0; row < table.size; row += 1) if (column.index[row] >= 0) found[row] |= hits[column.index[row]];
  }
  return found;
}

const NAMES = { entities: ["name", "name_ru", "name_de", "entity_id"], agreements: ["text"] };

function named(other, word) {
  const found = new Uint8Array(other.size);
  for (const name of NAMES[other.name]) {
    const { values, index } = other.columns[name];
    if (!values) continue;
    const hits = Uint8Array.from(values, (value) => folded(value).includes(word));
    for (let row = 0; row < other.size; row += 1) if (index[row] >= 0) found[row] |= hits[index[row]];
  }
  return found;
}

/** Rows by a column; what is null stands last, either way. */
function sorted(table, rows, name, sign) {
  const rank = ranks(table, name);
  return rows.sort((one, other) => {
    const [a, b] = [rank[one], rank[other]];
    if (a < 0 || b < 0) return (a < 0) - (b < 0) || one - other;
    return (a - b) * sign || one - other;
  });
}

/** For each row its place in the order of a column, -1 for null. */
function ranks(table, name) {
  const known = table.ranks[name];
  if (known?.spoken === spoken()) return known.rank;
  const column = table.columns[name];
  const kind = table.schema.find((described) => described.name === name)?.kind;
  let rank;
  if (column.numbers) rank = Float64Array.from(column.numbers, (value) => value ?? -1);
  else if (column.made) rank = Int32Array.from({ length: table.size }, (_, row) => row);
  else {
    const labels = column.to
      ? Array.from({ length: column.to.size }, (_, at) => label(column.to, at))
      : kind === "text"
        ? column.values.map((value, at) => firstShown(table, name, column, at) ?? value)
        : column.values;
    const compare =
      kind === "amount"
        ? (a, b) => Number(labels[a]) - Number(labels[b])
        : kind === "date" || kind === "moment"
          ? (a, b) => (labels[a] < labels[b] ? -1 : 1)
          : (a, b) => collate(labels[a], labels[b]);
    const places = new Int32Array(labels.length);
    labels
      .map((_, at) => at)
      .sort(compare)
      .forEach((at, place) => {
        places[at] = place;
      });
    rank = Int32Array.from(column.index, (at) => (at < 0 ? -1 : places[at]));
  }
  table.ranks[name] = { rank, spoken: spoken() };
  return rank;
}

function label(other, at) {
  if (other.name === "entities") return entityName(other, at);
  return other.name === "documents" ? (other.value("title", at) ?? other.value("source", at)) : other.value("text", at);
}

/** How a value is shown where it comes from a set, so that what is sorted is what is read. */
function firstShown(table, name, column, at) {
  if (column.values.length > 300) return null;
  const row = column.index.indexOf(at);
  return row < 0 ? null : shownValue(table, name, row);
}
