// Elements. What comes from articles enters the page here only, and as text: nothing sets innerHTML.
import { t } from "./words.js";

/** An element: `h("a", {href, class, onclick}, child, …)`; children are nodes, texts, lists of them, or nothing. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG element, for the few marks that are drawn by hand. */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A small picture of 16 by 16 in the colour of the text around it. */
export function icon(path) {
  return s(
    "svg",
    { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon" },
    s("path", {
      d: path,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.5,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

export const ICONS = {
  link: "M6.5 9.5l3-3M7 4.5l1.6-1.6a3 3 0 0 1 4.3 4.3L11.300 8.800M9 11.500l-1.600 1.600a3 3 0 0 1-4.300-4.300L4.700 7.200",
  close: "M4 4l8 8M12 4l-8 8",
  previous: "M10 3L5 8l5 5",
  next: "M6 3l5 5-5 5",
  light:
    "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  dark: "M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7z",
  system: "M2 3h12v8H2zM6 14h4M8 11v3",
};

let controls = 0;

/** A control with its visible label. */
export function labelled(text, control, attributes = {}) {
  controls += 1;
  control.id = `control-${controls}`;
  return h(
    "div",
    { class: "field", ...attributes },
    h("label", { class: "field-label", for: control.id }, text),
    control,
  );
}

/** A list to choose from: options are [value, text]. */
export function select(options, chosen, onchange, attributes = {}) {
  const element = h(
    "select",
    { onchange: () => onchange(element.value), ...attributes },
    options.map(([value, text]) => h("option", { value }, text)),
  );
  element.value = chosen ?? "";
  if (element.selectedIndex < 0) element.selectedIndex = 0;
  return element;
}

/** A row of controls. On a phone they are folded away, but for `always`, unless one of them is in use. */
export function toolbar(state, always) {
  const used = ["type", "status", "from", "to", "language", "kind", "currency"].some((name) => state[name]);
  const fields = h("div", { class: "fields", id: "fields" });
  const button = h(
    "button",
    {
      type: "button",
      class: "button only-narrow",
      "aria-controls": "fields",
      "aria-expanded": String(used),
      onclick: () => {
        button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
      },
    },
    t("filters"),
  );
  return h("div", { class: "toolbar" }, always, button, fields);
}

/** Puts controls into a toolbar. */
export function fill(bar, controls) {
  bar.querySelector(".fields").replaceChildren(...controls.flat(Infinity).filter(Boolean));
  return bar;
}

/** Runs `action` once things have been quiet for `wait` milliseconds. */
export function quietly(action, wait = 200) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...given), wait);
  };
}

/** What stands where there is nothing to show. */
export function empty(text, more) {
  return h("p", { class: "empty" }, text, more ? h("span", { class: "empty-more" }, more) : null);
}
