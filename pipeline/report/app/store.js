// The data. Each piece stands in the page packed (JSON, gzip, base64) and is unpacked when it is first asked for.

/** What is known without any table: words, columns, counts. Filled by `open`. */
export const about = {};
const pieces = new Map();
let parsed;

async function unpack(name) {
  let element = document.getElementById(`data-${name}`);
  if (!element) {
    await parsed; // it stands further down in the page
    element = document.getElementById(`data-${name}`);
  }
  const letters = atob(element.textContent);
  const bytes = Uint8Array.from({ length: letters.length }, (_, i) => letters.charCodeAt(i));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** A piece, unpacked once. */
function piece(name) {
  if (!pieces.has(name)) pieces.set(name, unpack(name));
  return pieces.get(name);
}

/** Makes `about` ready. */
export async function open() {
  parsed =
    document.readyState === "loading"
      ? new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }))
      : Promise.resolve();
  Object.assign(about, await piece("about"));
}

const KEYS = { documents: "doc_id", entities: "entity_id", agreements: "agreement_id" };
const opened = new Map();

/** A table with those it refers to. */
export function tableOf(name) {
  if (!opened.has(name)) opened.set(name, load(name));
  return opened.get(name);
}

async function load(name) {
  const referred = [...new Set(about.schema[name].map((column) => column.to).filter(Boolean))];
  const [packed, ...others] = await Promise.all([piece(name), ...referred.map(tableOf)]);
  return new Table(name, packed, Object.fromEntries(referred.map((other, i) => [other, others[i]])));
}

/** Several tables at once. */
export const tablesOf = (...names) => Promise.all(names.map(tableOf));

/** A table by columns: `value("status", row)`, null where nothing stands. */
class Table {
  constructor(name, packed, others) {
    this.name = name;
    this.size = packed.n;
    this.schema = about.schema[name];
    this.columns = {};
    for (const [column, data] of Object.entries(packed.columns)) {
      if (Array.isArray(data)) this.columns[column] = { numbers: data };
      else if (data.made) this.columns[column] = { made: data.made };
      else if (data.ref) this.columns[column] = { to: others[data.ref], index: Int32Array.from(data.i) };
      else this.columns[column] = { values: data.d, index: Int32Array.from(data.i) };
    }
    this.ranks = {};
  }

  value(name, row) {
    const column = this.columns[name];
    if (column.numbers) return column.numbers[row];
    if (column.made) return column.made.replace(/\{(\w+)\}/g, (_, part) => this.value(part, row));
    const at = column.index[row];
    if (at < 0) return null;
    return column.to ? column.to.value(KEYS[column.to.name], at) : column.values[at];
  }

  /** The row of another table that a column points at, -1 for none. */
  points(name, row) {
    const column = this.columns[name];
    return column.to ? column.index[row] : -1;
  }

  /** The row with this key, -1 where there is none. */
  find(key) {
    this.byKey ??= new Map(Array.from({ length: this.size }, (_, row) => [this.value(KEYS[this.name], row), row]));
    return this.byKey.get(key) ?? -1;
  }

  /** The rows that point at a row of another table, through a column. */
  pointing(name, at) {
    this.groups ??= {};
    this.groups[name] ??= group(this.columns[name].index, this.columns[name].to?.size ?? 0);
    const { starts, rows } = this.groups[name];
    return rows.subarray(starts[at] ?? 0, starts[at + 1] ?? 0);
  }
}

function group(index, size) {
  const starts = new Int32Array(size + 1);
  for (const at of index) if (at >= 0) starts[at + 1] += 1;
  for (let i = 0; i < size; i += 1) starts[i + 1] += starts[i];
  const next = starts.slice();
  const rows = new Int32Array(starts[size] ?? 0);
  index.forEach((at, row) => {
    if (at >= 0) rows[next[at]++] = row;
  });
  return { starts, rows };
}

/** An article's text, its body, and a function from the tables' offsets to indices of the text as JavaScript counts. */
export async function article(row) {
  const chunk = await piece(`texts-${Math.floor(row / about.chunk)}`);
  const { text, body, at } = chunk[row % about.chunk];
  const points = at ? fromRaw(at, text) : (offset) => offset;
  const units = fromCodePoints(text);
  const place = (offset) => units(points(offset));
  return { text, place, body: body.map(([start, end]) => [place(start), place(end)]) };
}

/** Of an HTML page the text is its reading: runs say where its pieces begin in the raw text. */
function fromRaw(runs, text) {
  const length = Array.from(text).length;
  return (offset) => {
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle][1] <= offset) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const [index, raw] = runs[low - 1];
    return Math.min(index + offset - raw, runs[low]?.[0] ?? length);
  };
}

/** The tables count code points, JavaScript counts UTF-16 units; they differ only where a text has signs of two units. */
function fromCodePoints(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => offset;
  const starts = [];
  let unit = 0;
  for (const sign of text) {
    starts.push(unit);
    unit += sign.length;
  }
  return (offset) => starts[offset] ?? text.length;
}
