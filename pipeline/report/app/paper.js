// The paper: an article's text with every find in its place, and what is not the article told apart.
import { h } from "./dom.js";
import { spanName } from "./records.js";
import { counted, t } from "./words.js";

const LONG = 500; // letters of what is not the article that are shown before they are folded away

/** The text in pieces: the article with its finds, and what stands around it. */
export function pieces({ text, body, finds }) {
  const made = [];
  let at = 0;
  for (const [start, end] of body) {
    if (start > at) made.push(outside(text.slice(at, start)));
    made.push(
      h(
        "span",
        { class: "inside" },
        nested(
          text,
          start,
          end,
          finds.filter((one) => one.start >= start && one.start < end),
        ),
      ),
    );
    at = end;
  }
  if (at < text.length) made.push(outside(text.slice(at)));
  return made;
}

function outside(text) {
  if (!text.trim()) return h("span", { class: "outside" }, text);
  if (text.length <= LONG) return h("span", { class: "outside", title: t("outside") }, text);
  const rest = h("span", { hidden: true }, text.slice(LONG / 2));
  const more = h(
    "button",
    {
      type: "button",
      class: "quiet unfold",
      onclick: () => {
        rest.hidden = false;
        more.remove();
      },
    },
    counted("n.more-letters", text.length - LONG / 2),
  );
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
    made.push(
      h(
        "span",
        {
          class: `find ${first.kind}`,
          "data-key": first.key,
          ...(first.part
            ? {}
            : {
                tabindex: "-1",
                role: "group",
                "aria-label": `${spanName(first.table, first.row)}: ${text.slice(first.start, first.end)}`,
              }),
        },
        nested(text, first.start, stop, inner),
      ),
    );
    at = stop;
    rest = after.sort((one, other) => one.start - other.start || other.end - one.end);
  }
  if (at < end) made.push(text.slice(at, end));
  return made;
}

/** Marks the find chosen, the sentence of an agreement, and what belongs to it. */
export function mark(paper, { finds, agreements, place, text }, chosen, scroll) {
  paper.querySelectorAll(".chosen, .related").forEach((element) => element.classList.remove("chosen", "related"));
  globalThis.CSS?.highlights?.delete("sentence");
  if (!chosen) return;
  const elements = (key) => paper.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  elements(chosen.key).forEach((element) => element.classList.add("chosen"));
  const own = agreementOf(chosen, agreements);
  if (own >= 0) {
    for (const one of finds)
      if (one !== chosen && agreementOf(one, agreements) === own)
        elements(one.key).forEach((element) => element.classList.add("related"));
    light(paper, place(agreements.value("sentence_start", own)), place(agreements.value("sentence_end", own)), text);
  }
  const [first] = elements(chosen.key);
  if (!first) return;
  rove(paper, first);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (scroll)
    first.scrollIntoView({ block: innerWidth > 1080 ? "center" : "start", behavior: still ? "auto" : scroll });
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
export function rove(paper, element) {
  paper.querySelector("[data-key][tabindex='0']")?.setAttribute("tabindex", "-1");
  element?.setAttribute("tabindex", "0");
}
