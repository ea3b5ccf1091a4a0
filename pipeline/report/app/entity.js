// One entity: its names, its offices, what it agreed to, and every article that names it.
import { values } from "./detail.js";
import { empty, h } from "./dom.js";
import { grid } from "./grid.js";
import { list } from "./network.js";
import { entityName, rowHref, shownValue } from "./records.js";
import { href } from "./route.js";
import { query } from "./query.js";
import { readyTable } from "./tables.js";
import { tablesOf } from "./store.js";
import { capital, counted, countryName, number, t, term } from "./words.js";

export async function entityView(main, { arg }) {
  const [entities, mentions, roles, parties] = await tablesOf("entities", "mentions", "roles", "agreement_parties");
  const agreements = await readyTable("agreements");
  const at = entities.find(arg);
  if (at < 0) {
    main.append(empty(t("no-entity"), arg));
    return null;
  }
  const type = entities.value("type", at);
  const facts = [
    [t("column.name_ru"), entities.value("name_ru", at)],
    [t("column.name_de"), entities.value("name_de", at)],
    [t("column.entities.kind"), entities.value("kind", at) && capital(term("kind", entities.value("kind", at)))],
    [t("column.country"), entities.value("country", at) && countryName(entities.value("country", at))],
    [t("column.documents"), number(entities.value("documents", at))],
    [t("column.mentions"), number(entities.value("mentions", at))],
    [t("column.entity_id"), entities.value("entity_id", at)],
  ].filter(([, value]) => value);
  const offices = distinct(
    [...roles.pointing("person_id", at)],
    (row) => `${roles.value("title", row)}|${roles.value("of_id", row)}`,
  );
  const holders = distinct(
    [...roles.pointing("of_id", at)],
    (row) => `${roles.value("person_id", row)}|${roles.value("title", row)}`,
  );
  const made = [
    ...new Set(Array.from(parties.pointing("entity_id", at), (row) => parties.points("agreement_id", row))),
  ].filter((row) => row >= 0);
  const named = mentions.pointing("entity_id", at);
  const box = h("div", { class: "grid grid-short" });
  main.append(
    h(
      "div",
      { class: "page-head" },
      h(
        "div",
        {},
        h("span", { class: `tag tag-${type.toLowerCase()}` }, term("entity", type)),
        h("h1", {}, entityName(entities, at)),
      ),
      made.length ? h("a", { class: "button", href: href("network", "", { node: arg }) }, t("in-network")) : null,
    ),
    h(
      "div",
      { class: "cards" },
      h("section", { class: "card" }, h("h2", {}, t("facts")), values(facts)),
      made.length
        ? h("section", { class: "card" }, h("h2", {}, counted("n.agreements", made.length)), list(agreements, made))
        : null,
      offices.length
        ? h(
            "section",
            { class: "card" },
            h("h2", {}, t("table.roles")),
            people(roles, offices, (row) => [
              shownValue(roles, "title", row),
              roles.points("of_id", row) >= 0 ? shownValue(roles, "of_id", row) : "",
            ]),
          )
        : null,
      holders.length
        ? h(
            "section",
            { class: "card" },
            h("h2", {}, t("holders")),
            people(roles, holders, (row) => [shownValue(roles, "person_id", row), shownValue(roles, "title", row)]),
          )
        : null,
    ),
    h("section", { class: "below" }, h("h2", {}, counted("n.mentions", named.length)), box),
  );
  return grid(box, mentions, {
    columns: ["text", "doc_id"],
    fetch: ({ sort, dir }) => query(mentions, { rows: named, sort, dir }),
  }).destroy;
}

function distinct(rows, key) {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}

function people(roles, rows, said) {
  return h(
    "ul",
    { class: "agreements" },
    rows.slice(0, 40).map((row) => {
      const [first, second] = said(row);
      return h("li", {}, h("a", { href: rowHref(roles, row) }, first), h("div", { class: "remark" }, second));
    }),
  );
}
