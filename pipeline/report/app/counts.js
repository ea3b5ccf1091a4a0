// Counts as pictures: columns by month, bars by status, a matrix of money.
import { asTable, axis, chart, colour, tooltip } from "./chart.js";
import { empty, h, s } from "./dom.js";
import { STATUSES } from "./records.js";
import { go, href } from "./route.js";
import { bins, evenStep } from "./scale.js";
import { amount, capital, counted, currencyName, languageName, number, roughly, t, term } from "./words.js";

/** Articles by month, a small chart for each language on one scale. */
export function monthChart(summary) {
  if (!summary.months.length) return empty(t("no-dates"));
  const scale = bins(summary.months[0][0], summary.months.at(-1)[0]);
  const languages = Object.keys(summary.languages);
  const counts = Object.fromEntries(languages.map((language) => [language, new Array(scale.all.length).fill(0)]));
  for (const [iso, by] of summary.months)
    for (const [language, n] of Object.entries(by)) counts[language][scale.of(iso)] += n;
  const most = Math.max(...Object.values(counts).flat());
  const step = evenStep(most, 2);
  const names = scale.all.map(scale.name);
  const box = h("div", { class: "chart", style: `height:${languages.length * 112 + 18}px` });
  queueMicrotask(() => {
    const made = chart(box, t("by-month"), {
      grid: languages.map((_, i) => ({ left: 40, right: 12, top: 22 + i * 112, height: 80 })),
      xAxis: languages.map((_, i) =>
        axis({
          type: "category",
          data: names,
          gridIndex: i,
          axisLabel: { show: i === languages.length - 1, color: colour("ink-2"), fontSize: 12, hideOverlap: true },
        }),
      ),
      yAxis: languages.map((language, i) =>
        axis({
          type: "value",
          gridIndex: i,
          min: 0,
          max: Math.ceil(most / step) * step,
          interval: step,
          name: capital(languageName(language)),
          nameLocation: "end",
          nameGap: 8,
          nameTextStyle: {
            color: colour("ink"),
            fontSize: 13,
            fontWeight: 600,
            align: "left",
            padding: [0, 0, 0, -32],
          },
          axisLine: { show: false },
        }),
      ),
      series: languages.map((language, i) => ({
        type: "bar",
        xAxisIndex: i,
        yAxisIndex: i,
        data: counts[language],
        barMaxWidth: 22,
        barCategoryGap: "20%",
        itemStyle: { color: colour(`language-${language}`), borderRadius: [2, 2, 0, 0] },
        name: language,
      })),
      tooltip: tooltip(({ seriesName, dataIndex, value }) =>
        h(
          "div",
          {},
          h("strong", {}, names[dataIndex]),
          h("div", {}, `${capital(languageName(seriesName))}: ${counted("n.documents", value)}`),
        ),
      ),
    });
    made.on("click", ({ dataIndex, seriesName }) =>
      go(href("tables", "documents", { ...scale.all[dataIndex], language: seriesName })),
    );
  });
  const filled = scale.all
    .map((bin, i) => [bin, i])
    .filter(([, i]) => languages.some((language) => counts[language][i]));
  return [
    box,
    asTable(
      simpleTable(
        [t("month"), ...languages.map((l) => capital(languageName(l)))],
        filled.map(([bin, i]) => [
          h("a", { href: href("tables", "documents", bin) }, names[i]),
          ...languages.map((l) => number(counts[l][i])),
        ]),
      ),
    ),
  ];
}

/** A plain table: a head and rows of texts or nodes. */
function simpleTable(head, rows) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": head.join(", ") },
    h(
      "table",
      { class: "simple" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map((text) => h("th", { scope: "col" }, text)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, i) => h(i ? "td" : "th", i ? {} : { scope: "row" }, cell)),
          ),
        ),
      ),
    ),
  );
}

/** What each status is called, with its colour. */
export function statusKey(shape = "") {
  return h(
    "ul",
    { class: "key" },
    STATUSES.map((status) =>
      h("li", {}, h("span", { class: `swatch ${shape} fill-${status}` }), term("status", status)),
    ),
  );
}

export function agreementBars({ agreements }) {
  if (!agreements.length) return empty(t("no-agreements"));
  const types = new Map();
  for (const [type, status, n] of agreements) {
    if (!types.has(type)) types.set(type, { all: 0 });
    types.get(type)[status] = n;
    types.get(type).all += n;
  }
  const rows = [...types].sort(([, one], [, other]) => other.all - one.all);
  const most = rows[0][1].all;
  return [
    statusKey(),
    h(
      "ul",
      { class: "bars" },
      rows.map(([type, by]) =>
        h(
          "li",
          {},
          h("a", { class: "bar-name", href: href("tables", "agreements", { type }) }, capital(term("agreement", type))),
          h(
            "span",
            { class: "bar" },
            STATUSES.filter((status) => by[status]).map((status) =>
              h("a", {
                class: `part fill-${status}`,
                href: href("tables", "agreements", { type, status }),
                style: `width:${(by[status] / most) * 100}%`,
                title: `${term("status", status)}: ${number(by[status])}`,
                "aria-label": `${term("agreement", type)}, ${term("status", status)}: ${number(by[status])}`,
              }),
            ),
          ),
          h("span", { class: "bar-number" }, number(by.all)),
        ),
      ),
    ),
  ];
}

export function moneyMatrix({ money }) {
  if (!money.length) return empty(t("no-money"));
  const total = (of) => (one, other) => of(other) - of(one);
  const sum = (key) => {
    const by = new Map();
    for (const cell of money) by.set(cell[key], (by.get(cell[key]) ?? 0) + cell.n);
    return [...by].sort(total(([, n]) => n));
  };
  const currencies = sum("currency")
    .slice(0, 14)
    .map(([code]) => code);
  const kinds = sum("kind");
  const most = Math.max(...money.map(({ n }) => n));
  const cell = (kind, currency) => {
    const found = money.find((one) => one.kind === kind && one.currency === currency);
    if (!found) return h("td", { class: "void" }, h("span", { class: "hidden" }, "0"));
    const middle = `${t("middle")}: ${amount(found.middle, currency)}`;
    const said = [
      counted("n.amounts", found.n),
      `${t("least")}: ${amount(found.least, currency)}`,
      middle,
      `${t("greatest")}: ${amount(found.greatest, currency)}`,
    ];
    return h(
      "td",
      {},
      h(
        "a",
        {
          href: href("tables", "money", { kind, currency: currency ?? "none" }),
          class: "heat",
          title: said.join("\n"),
          style: `--heat:${0.12 + 0.88 * Math.sqrt(found.n / most)}`,
          "aria-label": `${term("money", kind)}, ${currency ?? t("without")}: ${said.join("; ")}`,
        },
        h("strong", {}, number(found.n)),
        h("span", {}, `~ ${roughly(found.middle)}`),
      ),
    );
  };
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": t("money-by") },
    h(
      "table",
      { class: "matrix" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("td", {}),
          currencies.map((code) => h("th", { scope: "col", title: currencyName(code) ?? t("without") }, code ?? "–")),
        ),
      ),
      h(
        "tbody",
        {},
        kinds.map(([kind]) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, capital(term("money", kind))),
            currencies.map((code) => cell(kind, code)),
          ),
        ),
      ),
    ),
  );
}

export function languageKey(languages) {
  return h(
    "ul",
    { class: "key" },
    languages.map((language) =>
      h("li", {}, h("span", { class: `swatch language-${language}` }), capital(languageName(language))),
    ),
  );
}

/** A line of small bars: articles over time. */
export function spark(months, scale) {
  const size = Math.min(scale.all.length, 24);
  const counts = new Array(size).fill(0);
  for (const [iso, n] of Object.entries(months)) counts[Math.floor((scale.of(iso) / scale.all.length) * size)] += n;
  const most = Math.max(1, ...counts);
  const wide = 72 / size;
  return s(
    "svg",
    { class: "spark", viewBox: "0 0 72 16", width: 72, height: 16, "aria-hidden": "true", preserveAspectRatio: "none" },
    ...counts.map((n, i) =>
      s("rect", {
        x: i * wide,
        y: n ? 15 - (n / most) * 14 : 15,
        width: Math.max(0.8, wide - 0.6),
        height: n ? (n / most) * 14 + 1 : 0.6,
        class: n ? "spark-on" : "spark-off",
      }),
    ),
  );
}
