// The tables: one at a time, with search, filters and order, all of which stand in the address.
import { fill, h, labelled, quietly, select, toolbar } from "./dom.js";
import { grid } from "./grid.js";
import { query } from "./query.js";
import { columnName, columnsOf, DAY, FACETS, facetName, SHOWN, withParties } from "./records.js";
import { go, href, note } from "./route.js";
import { about, tableOf, tablesOf } from "./store.js";
import { collate, number, t } from "./words.js";

/** A table that is ready to be shown. */
export async function readyTable(name) {
  if (name !== "agreements" && name !== "agreement_parties") return tableOf(name);
  const [agreements, parties] = await tablesOf("agreements", "agreement_parties");
  withParties(agreements, parties);
  return name === "agreements" ? agreements : parties;
}

export async function tablesView(main, { arg, params }) {
  const name = SHOWN[arg] ? arg : "documents";
  const table = await readyTable(name);
  const state = { ...params };
  let list;
  const change = (changes) => {
    Object.assign(state, changes, { page: "" });
    note({ ...changes, page: "" });
    list.refresh();
  };
  const box = h("div", { class: "grid" });
  const order = select(
    [["", t("sort.none")], ...columnsOf(table).map((c) => [c, columnName(name, c)])],
    state.sort,
    (by) => (by ? list.sortBy(by, state.dir ?? "asc") : list.sortBy([])),
  );
  main.append(
    h("h1", { class: "hidden" }, t("tables")),
    h(
      "nav",
      { class: "table-tabs", "aria-label": t("tables") },
      Object.keys(SHOWN).map((other) =>
        h(
          "a",
          { href: href("tables", other), "aria-current": other === name ? "page" : null },
          t(`table.${other}`),
          h("span", { class: "count" }, number(about.summary.rows[other])),
        ),
      ),
    ),
    fill(
      toolbar(
        state,
        labelled(
          t("search"),
          h("input", {
            type: "search",
            value: state.q ?? "",
            placeholder: t("search-in", { table: t(`table.${name}`) }),
            oninput: quietly((event) => change({ q: event.target.value })),
          }),
          { class: "field search" },
        ),
      ),
      [
        FACETS[name].map((facet) => facetSelect(table, facet, state[facet], (value) => change({ [facet]: value }))),
        DAY[name]
          ? [
              monthField(t("from"), state.from, (from) => change({ from })),
              monthField(t("to"), state.to, (to) => change({ to })),
            ]
          : null,
        labelled(t("sort"), order, { class: "field only-narrow" }),
        h("button", { type: "button", class: "quiet", onclick: () => go(href("tables", name)) }, t("reset")),
      ],
    ),
    box,
  );
  list = grid(box, table, {
    sort: state.sort,
    dir: state.dir,
    page: Number(state.page) || 1,
    fetch: ({ sort, dir }) =>
      query(table, {
        q: state.q,
        from: state.from,
        to: state.to,
        sort,
        dir,
        facets: Object.fromEntries(FACETS[name].filter((facet) => state[facet]).map((facet) => [facet, state[facet]])),
      }),
    onchange: ({ sort, dir, page }) => {
      Object.assign(state, { sort, dir });
      note({ sort, dir: sort && dir !== "asc" ? dir : "", page: page > 1 ? page : "" });
    },
  });
  return list.destroy;
}

/** A choice of one value of a column, each with how many rows have it. */
function facetSelect(table, facet, chosen, onchange) {
  const through = facet === "language" && !table.columns.language;
  const { values, index } = through ? table.columns.doc_id.to.columns.language : table.columns[facet];
  const counts = new Int32Array(values.length + 1);
  for (let row = 0; row < table.size; row += 1) {
    const at = through ? (index[table.points("doc_id", row)] ?? -1) : index[row];
    counts[at < 0 ? values.length : at] += 1;
  }
  const options = values
    .map((value, at) => [value, facetName(table.name, facet, value) ?? value, counts[at]])
    .sort((one, other) => other[2] - one[2] || collate(one[1], other[1]));
  if (counts[values.length] && options.length) options.push(["none", t("without"), counts[values.length]]);
  return labelled(
    columnName(table.name, facet),
    select([["", t("all")], ...options.map(([value, text, n]) => [value, `${text} (${number(n)})`])], chosen, onchange),
  );
}

/** A month to begin or end with. */
export function monthField(text, value, onchange) {
  return labelled(
    text,
    h("input", {
      type: "month",
      value: value ?? "",
      pattern: "\\d{4}-\\d{2}",
      placeholder: "2024-09",
      onchange: (event) => onchange(event.target.value),
    }),
  );
}
