// The overview: counts that came with the page, so it is there at once.
import { agreementBars, languageKey, moneyMatrix, monthChart, spark } from "./counts.js";
import { empty, h } from "./dom.js";
import { href } from "./route.js";
import { bins } from "./scale.js";
import { about } from "./store.js";
import { capital, counted, countryName, languageName, number, spoken, t } from "./words.js";

export function overviewView(main) {
  const { summary, title } = about;
  main.append(
    h("div", { class: "page-head" }, h("h1", {}, t("overview")), h("p", { class: "lead" }, lead(title, summary))),
    h("section", { class: "figures", "aria-label": t("figures") }, figures(summary)),
    h(
      "div",
      { class: "cards" },
      card("by-month", "wide", monthChart(summary), summary.undated ? counted("n.undated", summary.undated) : null),
      card("agreements-by", "", agreementBars(summary)),
      card("top-people", "", names(summary.people, "PER")),
      card("top-organisations", "", names(summary.organisations, "ORG")),
      card("top-countries", "", names(summary.countries, "LOC")),
      card("money-by", "full", moneyMatrix(summary), t("money-note")),
    ),
  );
}

function lead(title, summary) {
  const languages = Object.entries(summary.languages).map(([code, n]) => `${capital(languageName(code))} ${number(n)}`);
  return `${title} · ${counted("n.documents", summary.rows.documents)}${languages.length ? ` (${languages.join(", ")})` : ""}`;
}

function figures({ rows, kinds }) {
  const shown = [
    [t("table.documents"), rows.documents, href("tables", "documents")],
    [t("people"), kinds.PER ?? 0, href("tables", "entities", { type: "PER" })],
    [t("organisations"), kinds.ORG ?? 0, href("tables", "entities", { type: "ORG" })],
    [t("places"), kinds.LOC ?? 0, href("tables", "entities", { type: "LOC" })],
    [t("events"), kinds.EVENT ?? 0, href("tables", "entities", { type: "EVENT" })],
    [t("table.agreements"), rows.agreements, href("tables", "agreements")],
    [t("table.money"), rows.money, href("tables", "money")],
    [t("table.dates"), rows.dates, href("tables", "dates")],
    [t("table.roles"), rows.roles, href("tables", "roles")],
    [t("table.quarantine"), rows.quarantine, href("tables", "quarantine")],
  ];
  return shown.map(([name, n, to]) =>
    h(
      "a",
      { class: "figure", href: to },
      h("span", { class: "figure-number" }, number(n)),
      h("span", { class: "figure-name" }, name),
    ),
  );
}

function card(key, size, content, remark) {
  return h(
    "section",
    { class: `card ${size}`, "aria-labelledby": `card-${key}` },
    h("h2", { id: `card-${key}` }, t(key)),
    content,
    remark ? h("p", { class: "remark" }, remark) : null,
  );
}

/** Names with the articles that name them, by language, and how that went from month to month. */
function names(found, type) {
  if (!found.length) return empty(t("no-names"));
  const of = (one) => Object.values(one.documents).reduce((sum, n) => sum + n, 0);
  const languages = Object.keys(about.summary.languages);
  const most = of(found[0]) || 1;
  const first = about.summary.months[0]?.[0];
  const last = about.summary.months.at(-1)?.[0];
  const scale = first && about.summary.months.length > 2 ? bins(first, last) : null;
  return [
    languageKey(languages),
    h(
      "ol",
      { class: "bars names" },
      found.map((one) =>
        h(
          "li",
          {},
          h("a", { class: "bar-name", href: href("entity", one.id) }, nameOf(one, type)),
          h(
            "span",
            { class: "bar" },
            languages
              .filter((language) => one.documents[language])
              .map((language) =>
                h("span", {
                  class: `part language-${language}`,
                  style: `width:${(one.documents[language] / most) * 100}%`,
                  title: `${capital(languageName(language))}: ${counted("n.documents", one.documents[language])}`,
                }),
              ),
          ),
          h(
            "span",
            {
              class: "bar-number",
              title: `${counted("n.documents", of(one))}, ${counted("n.mentions", one.mentions)}`,
            },
            number(of(one)),
          ),
          scale ? spark(one.months, scale) : null,
        ),
      ),
      h(
        "li",
        { class: "more" },
        h(
          "a",
          {
            href: href("tables", "entities", {
              type,
              sort: "documents",
              dir: "desc",
              kind: type === "LOC" ? "country" : "",
            }),
          },
          t("all-of-them"),
        ),
      ),
    ),
  ];
}

function nameOf(one, type) {
  if (type === "LOC" && one.country) return countryName(one.country);
  return (spoken() !== "en" && one[spoken()]) || one.name;
}
