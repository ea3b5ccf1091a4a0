// The page: a list of articles, the one that is open, and the inspector of the chosen mark.
import { h, inspect } from "./inspector.js";
import { Sheet } from "./sheet.js";

const $ = (id) => document.getElementById(id);
const KINDS = [["PER", "Person"], ["ORG", "Organisation"], ["LOC", "Place"], ["EVENT", "Event"], ["r", "Office"], ["m", "Amount"], ["d", "Date"], ["a", "Agreement"], ["p", "Party"], ["body", "Article"]];
let articles = [], choices = {}, name = null, sheet = null, chosen = null, wrong = [], timer = 0, selection = null;

async function ask(method, path, body) {
  const options = { method, headers: body ? { "Content-Type": "application/json" } : {}, body: body && JSON.stringify(body) };
  const response = await fetch(path, options).catch(() => null);
  if (!response) throw { wrong: ["depesche review does not answer; start it again, nothing you did is lost"] };
  const found = await response.json();
  if (!response.ok) throw found;
  return found;
}

const at = (path) => `/api/${path}?name=${encodeURIComponent(name)}`;

function say(text, bad = false) {
  $("state").textContent = text;
  $("state").classList.toggle("wrong", bad);
}

function list() {
  $("progress").textContent = `${articles.filter((a) => a.state === "saved").length} of ${articles.length} saved`;
  $("list").replaceChildren(...articles.map((a) => h("button", { "aria-current": a.name === name ? "page" : null, title: a.state, onclick: () => open(a.name) },
    h("span", { class: `dot ${a.state}`, role: "img", "aria-label": a.state }), a.title || a.name)));
}

async function open(other) {
  await keep();
  name = other;
  location.hash = encodeURIComponent(other);
  try {
    sheet = new Sheet(await ask("GET", at("article")), changed);
    [chosen, wrong] = [null, []];
    say("");
  } catch (error) { say(error.wrong?.join("; ") ?? String(error), true); }
  list();
  draw();
  $("article").scrollTop = 0;
}

function changed() {
  if (chosen && !sheet.tags.includes(chosen)) chosen = null;
  state("draft");
  say("…");
  clearTimeout(timer);
  timer = setTimeout(keep, 250);
  draw();
}

/** Send what was changed since the last time. */
async function keep() {
  clearTimeout(timer);
  if (!sheet || !timer) return;
  timer = 0;
  try {
    await ask("PUT", at("draft"), sheet.given());
    say("draft kept");
  } catch (error) { say(error.wrong.join("; "), true); }
}

function state(value) {
  const article = articles.find((a) => a.name === name);
  if (article) article.state = value;
  list();
}

async function save() {
  if (!sheet) return;
  clearTimeout(timer);
  timer = 0;
  try {
    await ask("PUT", at("gold"), sheet.given());
    wrong = [];
    state("saved");
    say("gold saved");
  } catch (error) {
    wrong = error.wrong ?? [String(error)];
    say("not saved: see right", true);
  }
  draw();
}

function draw() {
  $("undo").disabled = !sheet?.past.length;
  if (!sheet) return;
  const cuts = [...new Set([0, sheet.points.length, ...sheet.tags.flatMap(([s, e]) => [s, e])])].sort((x, y) => x - y);
  const parts = cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1];
    const over = sheet.tags.filter(([s, e]) => s <= from && to <= e);
    const marks = over.filter(([, , t]) => t !== "body").sort((x, y) => (x[1] - x[0]) - (y[1] - y[0]));
    const words = sheet.points.slice(from, to).join("");
    const inside = over.length > marks.length;
    const classes = [inside ? null : "outside", marks.length ? `mark ${hue(marks[0])}` : null, chosen && over.includes(chosen) && chosen[2] !== "body" ? "chosen" : null];
    const part = h("span", { class: classes.filter(Boolean).join(" "), "data-from": from }, words);
    if (marks.length) {
      part.tabIndex = marks.some(([s]) => s === from) ? 0 : -1;
      part.title = marks.map(([, , t]) => t).join(" · ");
      part.addEventListener("click", () => choose(marks));
      part.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(marks); });
    }
    return part;
  });
  $("article").replaceChildren(...parts);
  inspect($("inspector"), sheet, chosen, choices, wrong);
}

function hue([, , tag]) {
  return tag.startsWith("e:") ? sheet.card.entities[tag.slice(2)]?.type ?? "d" : tag[0];
}

function choose(marks) {
  if (!window.getSelection().isCollapsed) return;
  const now = marks.indexOf(chosen);
  chosen = marks[(now + 1) % marks.length];
  draw();
}

/** The code points between which the reader's selection lies. */
function selected() {
  const found = window.getSelection();
  if (!found || found.isCollapsed || !found.rangeCount || !$("article").contains(found.anchorNode)) return null;
  const range = found.getRangeAt(0);
  const place = (node, offset) => {
    const span = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-from]");
    if (!span) return null;
    const before = node.nodeType === Node.TEXT_NODE ? Array.from(node.data.slice(0, offset)).length : 0;
    return Number(span.dataset.from) + before;
  };
  const start = place(range.startContainer, range.startOffset), end = place(range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : [start, end];
}

function tools() {
  selection = selected();
  $("tools").hidden = !selection;
  if (!selection) return;
  const box = window.getSelection().getRangeAt(0).getBoundingClientRect();
  $("tools").style.left = `${Math.max(8, Math.min(box.left, innerWidth - 430))}px`;
  $("tools").style.top = `${Math.min(box.bottom + 8, innerHeight - 90)}px`;
}

function add(kind) {
  if (!selection) return;
  const made = sheet.add(...selection, kind);
  window.getSelection().removeAllRanges();
  $("tools").hidden = true;
  if (made) chosen = made;
  else say("a party needs an agreement: mark that first", true);
  draw();
}

$("tools").append(...KINDS.map(([kind, text], i) => h("button", { onmousedown: (e) => e.preventDefault(), onclick: () => add(kind), title: `Alt+${(i + 1) % 10}` }, text)));
$("save").addEventListener("click", save);
$("undo").addEventListener("click", () => sheet?.undo());
$("reset").addEventListener("click", async () => {
  if (!name || !confirm("Forget what was corrected in this article?")) return;
  clearTimeout(timer);
  timer = 0;
  sheet = new Sheet(await ask("DELETE", at("gold")), changed);
  [chosen, wrong] = [null, []];
  state("new");
  say("as found");
  draw();
});
$("figures").addEventListener("click", async () => {
  try {
    const { lines } = await ask("GET", "/api/figures");
    $("dialog").querySelector("pre").textContent = lines.join("\n") || "Save an article first: figures are of gold.";
  } catch (error) { $("dialog").querySelector("pre").textContent = error.wrong.join("\n"); }
  $("dialog").showModal();
});
document.addEventListener("selectionchange", () => { clearTimeout(tools.timer); tools.timer = setTimeout(tools, 120); });
document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key === "s") { event.preventDefault(); save(); }
  else if (command && event.key === "z" && !event.target.matches("input, textarea")) { event.preventDefault(); sheet?.undo(); }
  else if (event.altKey && /^\d$/.test(event.key) && selection) { event.preventDefault(); add(KINDS[(Number(event.key) + 9) % 10][0]); }
  else if (event.key === "Delete" && chosen && !event.target.matches("input, select, textarea")) sheet.remove(chosen);
});
window.addEventListener("beforeunload", () => {
  if (timer) fetch(at("draft"), { method: "PUT", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify(sheet.given()) });
});

({ articles, choices } = await ask("GET", "/api/articles"));
const wanted = decodeURIComponent(location.hash.slice(1));
if (articles.length) await open(articles.some((a) => a.name === wanted) ? wanted : articles[0].name);
