// One article: its text with every find in its place, what is not the article told apart, and the find chosen in full.
import { details, KINDS, list, values } from "./detail.js";
import { empty, h, icon, ICONS } from "./dom.js";
import { hideHint, showHint } from "./hint.js";
import { mark, pieces, rove } from "./paper.js";
import { documentName, glance, placeName, spanClass, spanName } from "./records.js";
import { href, note } from "./route.js";
import { article, tableOf, tablesOf } from "./store.js";
import { readyTable } from "./tables.js";
import { capital, counted, day, languageName, t } from "./words.js";

const hiddenKinds = new Set();

export async function articleView(main, { arg, params }) {
  const documents = await tableOf("documents");
  const at = documents.find(arg);
  if (at < 0) {
    main.append(empty(t("no-article"), arg));
    return;
  }
  const agreements = await readyTable("agreements");
  const tables = [
    ...(await tablesOf("mentions", "roles", "money", "dates")),
    agreements,
    await tableOf("agreement_parties"),
  ];
  const { text, place, body } = await article(at);
  const finds = tables.flatMap((table) => Array.from(table.pointing("doc_id", at), (row) => find(table, row, place)));
  finds.sort((one, other) => one.start - other.start || other.end - one.end);
  const view = { documents, at, text, place, body, finds, agreements };
  const paper = h("div", { class: "paper", lang: documents.value("language", at) }, pieces(view));
  const detail = h("section", { class: "detail", "aria-live": "polite" });
  const choose = (chosen, { scroll = "smooth" } = {}) => {
    mark(paper, view, chosen, scroll);
    detail.replaceChildren(...(chosen ? details(view, chosen, choose) : []));
    detail.classList.toggle("open", Boolean(chosen));
    note({ at: chosen ? chosen.key : "" });
    findings.querySelectorAll("[aria-current]").forEach((item) => item.removeAttribute("aria-current"));
    if (chosen) findings.querySelector(`[data-key="${CSS.escape(chosen.key)}"]`)?.setAttribute("aria-current", "true");
  };
  const findings = list(view, choose);
  main.append(
    head(view),
    legend(finds, paper),
    h(
      "div",
      { class: "reading" },
      h("article", { class: "card paper-card", "aria-label": documentName(documents, at) }, paper),
      h("aside", { class: "aside", "aria-label": t("finds") }, detail, findings),
    ),
  );
  listen(paper, view, choose);
  const first = finds.find(({ key }) => key === params.at);
  if (first) choose(first, { scroll: "auto" });
  else if (params.at) detail.replaceChildren(empty(t("no-such-find")));
}

function find(table, row, place) {
  return {
    table,
    row,
    key: placeName(table, row),
    kind: spanClass(table, row),
    start: place(table.value("start", row)),
    end: place(table.value("end", row)),
  };
}

function head({ documents, at, finds, text }) {
  const said = [
    ["", capital(languageName(documents.value("language", at)))],
    [
      t("column.published_on"),
      documents.value("published_on", at) &&
        [day(documents.value("published_on", at)), documents.value("published_time", at)].filter(Boolean).join(", "),
    ],
    [t("column.authors"), documents.value("authors", at)],
    [t("column.dateline_place"), documents.value("dateline_place", at)],
    [t("column.retrieved_on"), documents.value("retrieved_on", at) && day(documents.value("retrieved_on", at))],
    [t("column.source"), documents.value("source", at)],
    ["", counted("n.finds", finds.length)],
    ["", counted("n.letters", text.length)],
  ].filter(([, value]) => value);
  const step = (to, key, path) =>
    to >= 0 && to < documents.size
      ? h(
          "a",
          {
            class: "button",
            href: href("article", documents.value("doc_id", to)),
            "aria-label": t(key),
            title: t(key),
          },
          icon(path),
        )
      : null;
  return h(
    "div",
    { class: "page-head article-head" },
    h(
      "div",
      {},
      h("h1", { lang: documents.value("language", at) }, documentName(documents, at)),
      h(
        "ul",
        { class: "facts" },
        said.map(([name, value]) => h("li", {}, name ? h("span", { class: "fact-name" }, `${name}: `) : null, value)),
      ),
    ),
    h(
      "div",
      { class: "buttons" },
      step(at - 1, "article.previous", ICONS.previous),
      step(at + 1, "article.next", ICONS.next),
    ),
  );
}

/** Which kinds of find are coloured. */
function legend(finds, paper) {
  const counts = new Map();
  for (const { kind } of finds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const show = () => {
    paper.dataset.hidden = [...hiddenKinds].join(" ");
  };
  show();
  return h(
    "fieldset",
    { class: "legend" },
    h("legend", { class: "hidden" }, t("shown")),
    KINDS.filter((kind) => counts.has(kind)).map((kind) =>
      h(
        "label",
        { class: `chip chip-${kind}` },
        h("input", {
          type: "checkbox",
          checked: !hiddenKinds.has(kind),
          onchange: (event) => {
            hiddenKinds[event.target.checked ? "delete" : "add"](kind);
            show();
          },
        }),
        h("span", { class: "chip-name" }, t(`kinds.${kind}`)),
        h("span", { class: "count" }, String(counts.get(kind))),
      ),
    ),
    h("span", { class: "legend-outside" }, t("outside-looks")),
  );
}

function listen(paper, view, choose) {
  const byKey = new Map(view.finds.map((one) => [one.key, one]));
  const of = (target) => target.closest?.("[data-key]");
  rove(paper, paper.querySelector("[data-key][tabindex='-1']"));
  paper.addEventListener("click", (event) => {
    const element = of(event.target);
    if (element && getSelection().isCollapsed) choose(byKey.get(element.dataset.key), { scroll: "" });
  });
  const hint = (element) => {
    const around = [];
    for (let one = element; one; one = of(one.parentElement)) around.push(byKey.get(one.dataset.key));
    showHint(
      element,
      h(
        "div",
        {},
        around
          .slice(0, 4)
          .map((one) =>
            h(
              "div",
              { class: "hint-part" },
              h("span", { class: `tag tag-${one.kind}` }, spanName(one.table, one.row)),
              values(glance(one.table, one.row)),
            ),
          ),
      ),
    );
  };
  paper.addEventListener("mouseover", (event) => (of(event.target) ? hint(of(event.target)) : hideHint()));
  paper.addEventListener("mouseleave", hideHint);
  paper.addEventListener("focusin", (event) => of(event.target) && hint(of(event.target)));
  paper.addEventListener("focusout", hideHint);
  paper.addEventListener("keydown", (event) => {
    const element = of(event.target);
    if (!element) return;
    if (event.key === "Enter" || event.key === " ") choose(byKey.get(element.dataset.key), { scroll: "" });
    else if (event.key === "Escape") choose(null);
    else {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const all = [...paper.querySelectorAll("[data-key][tabindex]")].filter((one) => one.getClientRects().length);
      const next = all[all.indexOf(element) + step];
      if (!next) return;
      rove(paper, next);
      next.focus();
    }
    event.preventDefault();
  });
}
