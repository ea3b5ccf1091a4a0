// The fields of the chosen mark, or of the article where none is chosen.
import { SECTIONS } from "./sheet.js";

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const NAMES = { e: "Name", r: "Office", m: "Amount", d: "Date", a: "Agreement", p: "Party", body: "Article" };
const FIELDS = {
  money: ["min", "max", "currency", "modifier", "kind", "period_start", "period_end"],
  dates: ["type", "value", "begins", "ends", "anchor", "offset", "modifier"],
  agreements: ["type", "status", "count", "subject", "signed_on_begins", "signed_on_ends", "place", "valid_from", "valid_to", "min", "max", "currency"],
  roles: ["title", "person", "of"],
};
const META = ["title", "authors", "dateline_place", "published_on", "published_time", "retrieved_on"];
const NUMBERS = new Set(["min", "max", "count"]);
const REQUIRED = new Set(["type", "status", "kind-money", "modifier-money", "anchor"]);

export function inspect(target, sheet, chosen, choices, wrong) {
  const errors = wrong.length ? h("ul", { class: "errors", role: "alert" }, wrong.map((line) => h("li", {}, line))) : null;
  target.replaceChildren(...[errors, ...(chosen ? mark(sheet, chosen, choices) : article(sheet))].filter(Boolean));
}

function article(sheet) {
  const fields = META.map((key) => field(key, key === "authors" ? (sheet.card.authors ?? []).join("; ") : sheet.card[key], (value) =>
    sheet.change(() => { sheet.card[key] = key === "authors" ? (value ?? "").split(";").map((a) => a.trim()).filter(Boolean) : value; })));
  return [h("h2", {}, "The article"), h("p", { class: "remark" },
    "Select words to mark them; click a mark to correct it. Again on the same words: the mark around it."), ...fields];
}

function mark(sheet, tag, choices) {
  const [letter, rest] = tag[2].includes(":") ? [tag[2].slice(0, 1), tag[2].slice(2)] : ["body", ""];
  const parts = [h("h2", {}, sheet.words(tag)), h("p", { class: "remark" }, NAMES[letter]),
    h("div", { class: "row" }, step(sheet, tag, 0, -1, "Begin earlier"), step(sheet, tag, 0, 1, "Begin later"),
      step(sheet, tag, 1, -1, "End earlier"), step(sheet, tag, 1, 1, "End later"))];
  if (letter === "e") parts.push(...entity(sheet, tag, rest, choices));
  else if (letter === "p") parts.push(...party(sheet, tag, rest, choices));
  else if (SECTIONS[letter]) {
    const section = SECTIONS[letter], card = sheet.card[section][rest];
    for (const key of FIELDS[section]) {
      const set = (value) => sheet.change(() => { card[key] = value; if (section === "money" && key === "min" && card.max < value) card.max = value; });
      const options = choices[section]?.[key];
      if (["person", "of", "place"].includes(key)) parts.push(choose(key, entities(sheet, key === "person" ? "PER" : null), card[key], set, key !== "person"));
      else if (options) parts.push(choose(key, options.map((o) => [o, o]), card[key], set, !REQUIRED.has(key) && !REQUIRED.has(`${key}-${section}`)));
      else parts.push(field(key, card[key], set));
    }
  }
  parts.push(h("div", { class: "row" }, h("button", { onclick: () => sheet.remove(tag) }, "Remove this mark")));
  return parts;
}

function entity(sheet, tag, key, choices) {
  const card = sheet.card.entities[key];
  const same = entities(sheet, null).map(([k, name]) => [k, name]);
  return [
    choose("is", [...same, ["", "somebody or something new"]], key, (value) => sheet.change(() => {
      const other = value || sheet.fresh("e", sheet.card.entities);
      sheet.card.entities[other] ??= { type: card.type, name: sheet.words(tag) };
      tag[2] = `e:${other}`;
    }), false),
    h("h3", {}, "All its mentions"),
    choose("type", choices.entity.type.map((o) => [o, o]), card.type, (value) => sheet.change(() => { card.type = value; }), false),
    field("name", card.name, (value) => sheet.change(() => { card.name = value ?? ""; })),
    choose("kind", choices.entity.kind.map((o) => [o, o]), card.kind, (value) => sheet.change(() => { card.kind = value; }), true),
    field("country", card.country, (value) => sheet.change(() => { card.country = value; })),
    field("link", card.link, (value) => sheet.change(() => { card.link = value; })),
  ];
}

function party(sheet, tag, rest, choices) {
  const [agreement, role, who] = rest.split("/");
  const put = (...parts) => sheet.change(() => { tag[2] = `p:${parts.join("/")}`; });
  const agreements = sheet.tags.filter(([, , t]) => t.startsWith("a:")).map((t) => [t[2].slice(2), sheet.words(t)]);
  return [
    choose("of", agreements, agreement, (value) => put(value, role, who), false),
    choose("role", choices.party.role.map((o) => [o, o]), role, (value) => put(agreement, value, who), false),
    choose("is", [["-", "only described"], ...entities(sheet, null)], who, (value) => put(agreement, role, value), false),
  ];
}

function entities(sheet, type) {
  return Object.entries(sheet.card.entities).filter(([, card]) => !type || card.type === type).map(([key, card]) => [key, card.name]);
}

function step(sheet, tag, side, by, name) {
  return h("button", { "aria-label": name, title: name, onclick: () => sheet.move(tag, side, by) }, side ? (by < 0 ? "…◂|" : "…|▸") : by < 0 ? "◂|…" : "|▸…");
}

function field(name, value, set) {
  const input = h("input", { value: value ?? "", name, autocomplete: "off", onchange: () => {
    const text = input.value.trim();
    set(text === "" ? null : NUMBERS.has(name) && !Number.isNaN(Number(text)) ? Number(text) : text);
  } });
  return h("label", {}, name.replaceAll("_", " "), input);
}

function choose(name, options, value, set, none) {
  const all = none ? [["", "—"], ...options] : options;
  const list = h("select", { name, onchange: () => set(list.value === "" && none ? null : list.value) },
    all.map(([key, text]) => h("option", { value: key }, text)));
  list.value = value ?? "";
  return h("label", {}, name.replaceAll("_", " "), list);
}
