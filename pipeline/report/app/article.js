// One article: its text with every find in its place, what is not the article told apart, and the find chosen in full.
import { empty, h, icon, ICONS } from "./dom.js";
import { hideHint, showHint } from "./hint.js";
import { columnName, columnsOf, documentName, glance, placeName, rowHref, shownValue, spanClass, spanName } from "./records.js";
import { href, note } from "./route.js";
import { article, tableOf, tablesOf } from "./store.js";
import { readyTable } from "./tables.js";
import { capital, counted, day, languageName, t } from "./words.js";

const KINDS = ["per", "org", "loc", "event", "office", "money", "date", "agreement", "party"];
const TECHNICAL = new Set(["mention_id", "agreement_id", "start", "end", "sentence_start", "sentence_end", "score", "agreement_group"]);
// of two ends that are the same the second is left out
const PAIRS = [["amount_max", "amount_min"], ["signed_on_begins", "signed_on_ends"], ["begins", "ends"]];
const technical = (table, name) => TECHNICAL.has(name) && !table.columns[name].to;
const LONG = 500; // letters of what is not the article that are shown before they are folded away
let hiddenKinds = new Set();

export async function articleView(main, { arg, params }) {
  const documents = await tableOf("documents");
  const at = documents.find(arg);
  if (at < 0) {
    main.append(empty(t("no-article"), arg));
    return;
  }
  const agreements = await readyTable("agreements");
  const tables = [...await tablesOf("mentions", "roles", "money", "dates"), agreements, await tableOf("agreement_parties")];
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
  main.append(head(view), legend(finds, paper), h("div", { class: "reading" },
    h("article", { class: "card paper-card", "aria-label": documentName(documents, at) }, paper),
    h("aside", { class: "aside", "aria-label": t("finds") }, detail, findings)));
  listen(paper, view, choose);
  const first = finds.find(({ key }) => key === params.at);
  if (first) choose(first, { scroll: "auto" });
  else if (params.at) detail.replaceChildren(empty(t("no-such-find")));
}

function find(table, row, place) {
  return { table, row, key: placeName(table, row), kind: spanClass(table, row), start: place(table.value("start", row)), end: place(table.value("end", row)) };
}

function head({ documents, at, finds, text }) {
  const said = [["", capital(languageName(documents.value("language", at)))],
    [t("column.published_on"), documents.value("published_on", at) && [day(documents.value("published_on", at)), documents.value("published_time", at)].filter(Boolean).join(", ")],
    [t("column.authors"), documents.value("authors", at)], [t("column.dateline_place"), documents.value("dateline_place", at)],
    [t("column.retrieved_on"), documents.value("retrieved_on", at) && day(documents.value("retrieved_on", at))], [t("column.source"), documents.value("source", at)],
    ["", counted("n.finds", finds.length)], ["", counted("n.letters", text.length)]].filter(([, value]) => value);
  const step = (to, key, path) => (to >= 0 && to < documents.size
    ? h("a", { class: "button", href: href("article", documents.value("doc_id", to)), "aria-label": t(key), title: t(key) }, icon(path)) : null);
  return h("div", { class: "page-head article-head" }, h("div", {}, h("h1", { lang: documents.value("language", at) }, documentName(documents, at)),
    h("ul", { class: "facts" }, said.map(([name, value]) => h("li", {}, name ? h("span", { class: "fact-name" }, `${name}: `) : null, value)))),
  h("div", { class: "buttons" }, step(at - 1, "article.previous", ICONS.previous), step(at + 1, "article.next", ICONS.next)));
}

/** Which kinds of find are coloured. */
function legend(finds, paper) {
  const counts = new Map();
  for (const { kind } of finds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const show = () => { paper.dataset.hidden = [...hiddenKinds].join(" "); };
  show();
  return h("fieldset", { class: "legend" }, h("legend", { class: "hidden" }, t("shown")), KINDS.filter((kind) => counts.has(kind)).map((kind) => h("label", { class: `chip chip-${kind}` },
    h("input", { type: "checkbox", checked: !hiddenKinds.has(kind), onchange: (event) => {
      hiddenKinds[event.target.checked ? "delete" : "add"](kind);
      show();
    } }), h("span", { class: "chip-name" }, t(`kinds.${kind}`)), h("span", { class: "count" }, String(counts.get(kind))))),
  h("span", { class: "legend-outside" }, t("outside-looks")));
}

/** The text in pieces: the article with its finds, and what stands around it. */
function pieces({ text, body, finds }) {
  const made = [];
  let at = 0;
  for (const [start, end] of body) {
    if (start > at) made.push(outside(text.slice(at, start)));
    made.push(h("span", { class: "inside" }, nested(text, start, end, finds.filter((one) => one.start >= start && one.start < end))));
    at = end;
  }
  if (at < text.length) made.push(outside(text.slice(at)));
  return made;
}

function outside(text) {
  if (!text.trim()) return h("span", { class: "outside" }, text);
  if (text.length <= LONG) return h("span", { class: "outside", title: t("outside") }, text);
  const rest = h("span", { hidden: true }, text.slice(LONG / 2));
  const more = h("button", { type: "button", class: "quiet unfold", onclick: () => {
    rest.hidden = false;
    more.remove();
  } }, counted("n.more-letters", text.length - LONG / 2));
  return h("span", { class: "outside", title: t("outside") }, text.slice(0, LONG / 2), more, rest);
}

/** Finds within finds; one that only overlaps another is cut where the other ends, and goes on after it. */
function nested(text, start, end, finds) {
  const made = [];
  let at = start;
  let rest = [...finds];
  while (rest.length) {
    const [first, ...others] = rest;
    const stop = Math.min(first.end, end);
    if (first.start > at) made.push(text.slice(at, first.start));
    const inner = [];
    const after = [];
    for (const other of others) {
      if (other.start >= stop) after.push(other);
      else if (other.end <= stop) inner.push(other);
      else {
        inner.push({ ...other, end: stop });
        after.push({ ...other, start: stop, part: true });
      }
    }
    made.push(h("span", { class: `find ${first.kind}`, "data-key": first.key, ...(first.part ? {} : {
      tabindex: "-1", role: "group", "aria-label": `${spanName(first.table, first.row)}: ${text.slice(first.start, first.end)}` }) },
    nested(text, first.start, stop, inner)));
    at = stop;
    rest = after.sort((one, other) => one.start - other.start || other.end - one.end);
  }
  if (at < end) made.push(text.slice(at, end));
  return made;
}

/** Marks the find chosen, the sentence of an agreement, and what belongs to it. */
function mark(paper, { finds, agreements, place, text }, chosen, scroll) {
  paper.querySelectorAll(".chosen, .related").forEach((element) => element.classList.remove("chosen", "related"));
  globalThis.CSS?.highlights?.delete("sentence");
  if (!chosen) return;
  const elements = (key) => paper.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  elements(chosen.key).forEach((element) => element.classList.add("chosen"));
  const own = agreementOf(chosen, agreements);
  if (own >= 0) {
    for (const one of finds) if (one !== chosen && agreementOf(one, agreements) === own) elements(one.key).forEach((element) => element.classList.add("related"));
    light(paper, place(agreements.value("sentence_start", own)), place(agreements.value("sentence_end", own)), text);
  }
  const [first] = elements(chosen.key);
  if (!first) return;
  rove(paper, first);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (scroll) first.scrollIntoView({ block: innerWidth > 1080 ? "center" : "start", behavior: still ? "auto" : scroll });
}

const agreementOf = ({ table, row }, agreements) => {
  if (table === agreements) return row;
  return table.columns.agreement_id ? table.points("agreement_id", row) : -1;
};

/** A light behind a sentence, where the browser can lay one. */
function light(paper, start, end) {
  if (!globalThis.Highlight) return;
  const range = new Range();
  const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("button")) continue;
    if (!begun && start < at + node.length) {
      range.setStart(node, Math.max(0, start - at));
      begun = true;
    }
    if (begun && end <= at + node.length) {
      range.setEnd(node, end - at);
      CSS.highlights.set("sentence", new Highlight(range));
      return;
    }
    at += node.length;
  }
}

/** One find is in the tab order; the arrow keys go to the others. */
function rove(paper, element) {
  paper.querySelector("[data-key][tabindex='0']")?.setAttribute("tabindex", "-1");
  element?.setAttribute("tabindex", "0");
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
    showHint(element, h("div", {}, around.slice(0, 4).map((one) => h("div", { class: "hint-part" },
      h("span", { class: `tag tag-${one.kind}` }, spanName(one.table, one.row)), values(glance(one.table, one.row))))));
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

/** Names and values, one below the other. */
export function values(pairs) {
  return h("dl", { class: "values" }, pairs.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** The find chosen: every column of its row, its link, the one before and the one after. */
function details(view, chosen, choose) {
  const { table, row, kind } = chosen;
  const at = view.finds.indexOf(chosen);
  const step = (to, key, path) => h("button", { type: "button", class: "button", "aria-label": t(key), title: t(key), disabled: !view.finds[to],
    onclick: () => choose(view.finds[to]) }, icon(path));
  const copy = h("button", { type: "button", class: "button", onclick: async () => {
    copy.lastChild.textContent = (await copied(new URL(rowHref(table, row), location.href).href)) ? t("copied") : t("copy-from-address");
  } }, icon(ICONS.link), h("span", {}, t("copy-link")));
  const cell = (name) => {
    const other = table.points(name, row);
    const text = shownValue(table, name, row);
    return other >= 0 && name !== "doc_id" ? h("a", { href: rowHref(table.columns[name].to, other) }, text) : text;
  };
  const rowValues = (names) => h("dl", { class: "values" }, names.map((name) => [h("dt", {}, columnName(table.name, name)), h("dd", {}, cell(name))]));
  const again = ([first, last]) => table.columns[first] && table.value(first, row) === table.value(last, row);
  const left = new Set(["doc_id", ...PAIRS.filter(again).map(([, said]) => said), ...(table.columns.amount_max ? ["currency"] : [])]);
  const shown = columnsOf(table).filter((name) => !left.has(name) && table.value(name, row) !== null);
  return [h("div", { class: "detail-head" }, h("span", { class: `tag tag-${kind}` }, spanName(table, row)),
    h("div", { class: "buttons" }, step(at - 1, "find.previous", ICONS.previous), step(at + 1, "find.next", ICONS.next),
      h("button", { type: "button", class: "button", "aria-label": t("close"), title: t("close"), onclick: () => choose(null) }, icon(ICONS.close)))),
  h("h2", { class: "detail-text", lang: view.documents.value("language", view.at) }, table.value("text", row)),
  rowValues(shown.filter((name) => name !== "text" && name !== "parties" && !technical(table, name))),
  table === view.agreements ? partiesOf(view, row, choose) : null, copy,
  h("details", { class: "technical" }, h("summary", {}, t("technical")), rowValues(shown.filter((name) => technical(table, name))))].filter(Boolean);
}

function partiesOf({ finds }, row, choose) {
  const own = finds.filter((one) => one.table.name === "agreement_parties" && one.table.points("agreement_id", one.row) === row);
  if (!own.length) return null;
  return h("div", { class: "parties" }, h("h3", {}, t("table.agreement_parties")), h("ul", {}, own.map((one) => h("li", {},
    h("button", { type: "button", class: "find-link", onclick: () => choose(one) }, one.table.points("entity_id", one.row) >= 0 ? shownValue(one.table, "entity_id", one.row) : one.table.value("text", one.row)),
    h("span", { class: "remark" }, shownValue(one.table, "role", one.row))))));
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
function list({ finds }, choose) {
  if (!finds.length) return h("div", { class: "finds" }, empty(t("no-finds")));
  return h("div", { class: "finds" }, KINDS.map((kind) => {
    const own = finds.filter((one) => one.kind === kind);
    if (!own.length) return null;
    return h("details", { open: kind === "agreement" }, h("summary", {}, h("span", { class: `swatch span-${kind}` }), t(`kinds.${kind}`), h("span", { class: "count" }, String(own.length))),
      h("ul", {}, own.map((one) => h("li", {}, h("button", { type: "button", class: "find-link", "data-key": one.key, onclick: () => choose(one) }, one.table.value("text", one.row)),
        h("span", { class: "remark" }, brief(one))))));
  }));
}

function brief({ table, row }) {
  const column = { mentions: "entity_id", roles: "person_id", dates: "value", agreements: "status", agreement_parties: "role" }[table.name];
  const text = column ? shownValue(table, column, row) : glance(table, row)[0]?.[1];
  return text === table.value("text", row) || text === "–" ? "" : text;
}

