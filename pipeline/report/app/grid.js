// A list of rows in Tabulator, which draws what is seen; what is searched, narrowed and sorted comes from query.js.
import { h } from "./dom.js";
import { columnName, columnsOf, rowHref, shownValue, spanClass } from "./records.js";
import { go } from "./route.js";
import { counted, number, t } from "./words.js";

/* global vendor */
const NARROW = 640; // px; below it a row is a small card
const NUMERIC = new Set(["number", "amount", "score"]);

/**
 * Shows rows of a table in `box`. `fetch({sort, dir})` gives the row numbers in order; `onsort` hears of a new order.
 * Returns {refresh, destroy}.
 */
export function grid(
  box,
  table,
  { fetch, sort = "", dir = "asc", page = 1, onchange = () => {}, columns = columnsOf(table) },
) {
  const narrow = box.clientWidth < NARROW;
  const shown = narrow ? columns.slice(0, 5) : columns;
  const size = narrow ? 20 : 100;
  const pages = page > 1 ? Math.ceil(fetch({ sort, dir }).length / size) : 1;
  const made = new vendor.Tabulator(box, {
    columns: shown.map((name, i) => describe(table, name, i, narrow, shown.length < 5)),
    index: "row",
    layout: narrow || shown.length < 5 ? "fitColumns" : "fitDataFill",
    responsiveLayout: narrow ? "collapse" : false,
    responsiveLayoutCollapseFormatter: collapsed,
    height: narrow ? false : "100%",
    columnHeaderSortMulti: false,
    sortMode: "remote",
    initialSort: table.columns[sort] ? [{ column: sort, dir }] : [],
    pagination: true,
    paginationMode: "remote",
    paginationSize: size,
    paginationInitialPage: Math.max(1, Math.min(page, pages)),
    paginationCounter: (size, first, _page, total) => counter(size, first, total),
    ajaxURL: "rows", // asked of ajaxRequestFunc, never of a network
    ajaxRequestFunc: async (_url, _config, { page: wanted, sort: by }) => {
      const order = by?.[0] ? { sort: by[0].field, dir: by[0].dir } : { sort: "", dir: "asc" };
      const rows = await fetch(order);
      onchange({ ...order, page: wanted });
      return {
        data: rows.slice((wanted - 1) * size, wanted * size).map((row) => ({ row })),
        last_page: Math.max(1, Math.ceil(rows.length / size)),
        last_row: rows.length,
      };
    },
    placeholder: t("nothing-found"),
    locale: "own",
    langs: {
      own: {
        pagination: {
          first: "«",
          first_title: t("page.first"),
          last: "»",
          last_title: t("page.last"),
          prev: "‹",
          prev_title: t("page.previous"),
          next: "›",
          next_title: t("page.next"),
          page_size: t("page.size"),
        },
        data: { loading: t("loading"), error: t("error") },
      },
    },
  });
  made.on("tableBuilt", () =>
    box.querySelectorAll(".tabulator-col.tabulator-sortable").forEach((head) => {
      head.tabIndex = 0;
      head.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        head.click();
      });
    }),
  );
  made.on("rowClick", (event, row) => {
    if (!event.target.closest("a, button") && getSelection().isCollapsed) go(rowHref(table, row.getData().row));
  });
  return { refresh: () => made.setPage(1), sortBy: (by, way) => made.setSort(by, way), destroy: () => made.destroy() };
}

function describe(table, name, i, narrow, few) {
  const kind = table.schema.find((described) => described.name === name)?.kind;
  const numeric = NUMERIC.has(kind);
  return {
    title: columnName(table.name, name),
    field: name,
    hozAlign: numeric ? "right" : "left",
    headerHozAlign: numeric ? "right" : "left",
    minWidth: narrow && i === 0 ? 220 : 90,
    maxWidth: narrow || few ? false : 380,
    responsive: i,
    formatter: (cell) => content(table, name, cell.getRow().getData().row, i === 0),
    widthGrow: i === 0 ? 3 : 1,
    headerSortStartingDir: numeric ? "desc" : "asc",
    cssClass: numeric ? "numeric" : "",
  };
}

/** What stands in a cell: the row's link in the first one, links to entities, marks of types. */
function content(table, name, row, first) {
  const text = shownValue(table, name, row);
  if (first) return h("a", { href: rowHref(table, row), class: "row-link" }, text);
  const at = table.points(name, row);
  if (at >= 0) return h("a", { href: rowHref(table.columns[name].to, at) }, text);
  const value = table.value(name, row);
  if (name === "status" && value) return h("span", { class: `status status-${value}` }, text);
  if (table.name === "mentions" && name === "type")
    return h("span", { class: `tag tag-${spanClass(table, row)}` }, text);
  if (table.name === "entities" && name === "type") return h("span", { class: `tag tag-${value.toLowerCase()}` }, text);
  return h("span", { class: text === "–" ? "none" : null }, text);
}

function collapsed(data) {
  const said = data.filter(({ value }) => value?.textContent !== "–");
  return h(
    "dl",
    { class: "card-values" },
    said.map(({ title, value }) => [h("dt", {}, title), h("dd", {}, value)]),
  );
}

function counter(size, first, total) {
  if (!total) return h("span", {}, counted("n.rows", 0));
  const last = Math.min(first + size - 1, total);
  return h("span", {}, t("rows-of", { first: number(first), last: number(last), all: counted("n.rows", total) }));
}
