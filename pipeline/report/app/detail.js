// Beside the paper: the find chosen, with all that its row says, and the list of all finds.
import { empty, h, icon, ICONS } from "./dom.js";
import { columnName, columnsOf, glance, rowHref, shownValue, spanName } from "./records.js";
import { t } from "./words.js";

/** The kinds of find, in the order they are listed. */
export const KINDS = ["per", "org", "loc", "event", "office", "money", "date", "agreement", "party"];
const TECHNICAL = new Set([
  "mention_id",
  "agreement_id",
  "start",
  "end",
  "sentence_start",
  "sentence_end",
  "score",
  "agreement_group",
]);
// of two ends that are the same the second is left out
const PAIRS = [
  ["amount_max", "amount_min"],
  ["signed_on_begins", "signed_on_ends"],
  ["begins", "ends"],
];
const technical = (table, name) => TECHNICAL.has(name) && !table.columns[name].to;

/** Names and values, one below the other. */
export function values(pairs) {
  return h(
    "dl",
    { class: "values" },
    pairs.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

/** The find chosen: every column of its row, its link, the one before and the one after. */
export function details(view, chosen, choose) {
  const { table, row, kind } = chosen;
  const at = view.finds.indexOf(chosen);
  const step = (to, key, path) =>
    h(
      "button",
      {
        type: "button",
        class: "button",
        "aria-label": t(key),
        title: t(key),
        disabled: !view.finds[to],
        onclick: () => choose(view.finds[to]),
      },
      icon(path),
    );
  const copy = h(
    "button",
    {
      type: "button",
      class: "button",
      onclick: async () => {
        copy.lastChild.textContent = (await copied(new URL(rowHref(table, row), location.href).href))
          ? t("copied")
          : t("copy-from-address");
      },
    },
    icon(ICONS.link),
    h("span", {}, t("copy-link")),
  );
  const cell = (name) => {
    const other = table.points(name, row);
    const text = shownValue(table, name, row);
    return other >= 0 && name !== "doc_id" ? h("a", { href: rowHref(table.columns[name].to, other) }, text) : text;
  };
  const rowValues = (names) =>
    h(
      "dl",
      { class: "values" },
      names.map((name) => [h("dt", {}, columnName(table.name, name)), h("dd", {}, cell(name))]),
    );
  const again = ([first, last]) => table.columns[first] && table.value(first, row) === table.value(last, row);
  const left = new Set([
    "doc_id",
    ...PAIRS.filter(again).map(([, said]) => said),
    ...(table.columns.amount_max ? ["currency"] : []),
  ]);
  const shown = columnsOf(table).filter((name) => !left.has(name) && table.value(name, row) !== null);
  return [
    h(
      "div",
      { class: "detail-head" },
      h("span", { class: `tag tag-${kind}` }, spanName(table, row)),
      h(
        "div",
        { class: "buttons" },
        step(at - 1, "find.previous", ICONS.previous),
        step(at + 1, "find.next", ICONS.next),
        h(
          "button",
          { type: "button", class: "button", "aria-label": t("close"), title: t("close"), onclick: () => choose(null) },
          icon(ICONS.close),
        ),
      ),
    ),
    h("h2", { class: "detail-text", lang: view.documents.value("language", view.at) }, table.value("text", row)),
    rowValues(shown.filter((name) => name !== "text" && name !== "parties" && !technical(table, name))),
    table === view.agreements ? partiesOf(view, row, choose) : null,
    copy,
    h(
      "details",
      { class: "technical" },
      h("summary", {}, t("technical")),
      rowValues(shown.filter((name) => technical(table, name))),
    ),
  ].filter(Boolean);
}

function partiesOf({ finds }, row, choose) {
  const own = finds.filter(
    (one) => one.table.name === "agreement_parties" && one.table.points("agreement_id", one.row) === row,
  );
  if (!own.length) return null;
  return h(
    "div",
    { class: "parties" },
    h("h3", {}, t("table.agreement_parties")),
    h(
      "ul",
      {},
      own.map((one) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "find-link", onclick: () => choose(one) },
            one.table.points("entity_id", one.row) >= 0
              ? shownValue(one.table, "entity_id", one.row)
              : one.table.value("text", one.row),
          ),
          h("span", { class: "remark" }, shownValue(one.table, "role", one.row)),
        ),
      ),
    ),
  );
}

async function copied(address) {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return false; // a page from disk may not be let
  }
}

/** All finds of the article by kind: the way to them without a pointer. */
export function list({ finds }, choose) {
  if (!finds.length) return h("div", { class: "finds" }, empty(t("no-finds")));
  return h(
    "div",
    { class: "finds" },
    KINDS.map((kind) => {
      const own = finds.filter((one) => one.kind === kind);
      if (!own.length) return null;
      return h(
        "details",
        { open: kind === "agreement" },
        h(
          "summary",
          {},
          h("span", { class: `swatch span-${kind}` }),
          t(`kinds.${kind}`),
          h("span", { class: "count" }, String(own.length)),
        ),
        h(
          "ul",
          {},
          own.map((one) =>
            h(
              "li",
              {},
              h(
                "button",
                { type: "button", class: "find-link", "data-key": one.key, onclick: () => choose(one) },
                one.table.value("text", one.row),
              ),
              h("span", { class: "remark" }, brief(one)),
            ),
          ),
        ),
      );
    }),
  );
}

function brief({ table, row }) {
  const column = {
    mentions: "entity_id",
    roles: "person_id",
    dates: "value",
    agreements: "status",
    agreement_parties: "role",
  }[table.name];
  const text = column ? shownValue(table, column, row) : glance(table, row)[0]?.[1];
  return text === table.value("text", row) || text === "–" ? "" : text;
}
