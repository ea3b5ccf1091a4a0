// The frame: header, language, theme, and the view that the address asks for.
import { articleView } from "./article.js";
import { clearCharts } from "./chart.js";
import { empty, h, icon, ICONS } from "./dom.js";
import { entityView } from "./entity.js";
import { hideHint } from "./hint.js";
import { networkView } from "./network.js";
import { overviewView } from "./overview.js";
import { here, href } from "./route.js";
import { about, open } from "./store.js";
import { tablesView } from "./tables.js";
import { timelineView } from "./timeline.js";
import { LANGUAGES, speak, spoken, t } from "./words.js";

const VIEWS = {
  overview: overviewView,
  timeline: timelineView,
  network: networkView,
  tables: tablesView,
  article: articleView,
  entity: entityView,
};
const TABS = ["overview", "timeline", "network", "tables"];
const THEMES = ["system", "light", "dark"];

/** What the reader chose last time; a page from disk may not be let remember. */
const memory = {
  get: (key) => {
    try {
      return localStorage.getItem(`depesche.${key}`);
    } catch {
      return null;
    }
  },
  set: (key, value) => {
    try {
      localStorage.setItem(`depesche.${key}`, value);
    } catch {
      /* not let */
    }
  },
};

export async function start() {
  const app = document.getElementById("app");
  try {
    await open();
  } catch (error) {
    app.textContent = `This browser cannot unpack the report (${error.message}). Firefox 113, Chrome 80, Safari 16.4 and later can.`;
    return;
  }
  wear(memory.get("theme") ?? "system");
  speak(
    memory.get("language") ??
      (navigator.languages ?? []).map((code) => code.slice(0, 2)).find((code) => about.words[code]) ??
      "en",
  );
  frame(app);
  addEventListener("hashchange", show);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  await show();
}

function wear(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function frame(app) {
  app.replaceChildren(
    h(
      "a",
      {
        class: "skip",
        href: "#main",
        onclick: (event) => {
          event.preventDefault();
          document.getElementById("main").focus();
        },
      },
      t("skip"),
    ),
    h(
      "header",
      { class: "top" },
      h(
        "a",
        { class: "brand", href: "#/overview" },
        h("span", { class: "brand-mark", "aria-hidden": "true" }),
        "depesche",
      ),
      h(
        "nav",
        { class: "tabs", "aria-label": t("views") },
        TABS.map((view) => h("a", { href: href(view), "data-view": view }, t(view))),
      ),
      h(
        "div",
        { class: "settings" },
        h(
          "select",
          {
            "aria-label": t("language"),
            id: "language",
            onchange: (event) => {
              memory.set("language", event.target.value);
              speak(event.target.value);
              frame(app);
              show();
              document.getElementById("language").focus();
            },
          },
          LANGUAGES.map(([code, name]) => h("option", { value: code, lang: code, selected: code === spoken() }, name)),
        ),
        themeButton(),
      ),
    ),
    h("main", { id: "main", tabindex: -1 }),
    h("footer", { class: "foot" }, `${about.title} · depesche ${about.version}`),
  );
}

function themeButton() {
  const now = () => document.documentElement.dataset.theme ?? "system";
  const name = () => `${t("theme")}: ${t(`theme.${now()}`)}`;
  const button = h(
    "button",
    {
      type: "button",
      class: "button",
      id: "theme",
      title: name(),
      "aria-label": name(),
      onclick: () => {
        const next = THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length];
        memory.set("theme", next);
        wear(next);
        button.replaceChildren(icon(ICONS[next]));
        button.title = name();
        button.setAttribute("aria-label", name());
        show();
      },
    },
    icon(ICONS[now()]),
  );
  return button;
}

let leave = null;
let turn = 0;

/** Draws the view that the address asks for. */
async function show() {
  const place = here();
  const view = VIEWS[place.view] ? place.view : "overview";
  const mine = ++turn;
  hideHint();
  leave?.();
  leave = null;
  clearCharts();
  const old = document.getElementById("main");
  const main = h("main", { id: "main", tabindex: -1, class: `view-${view}`, "aria-busy": "true" });
  const waiting = setTimeout(
    () => old.isConnected && old.replaceChildren(h("p", { class: "empty" }, t("loading"))),
    150,
  );
  for (const tab of document.querySelectorAll(".tabs a")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  let gone = null;
  try {
    old.replaceWith(main);
    if (moved) scrollTo(0, 0);
    gone = await VIEWS[view](main, place);
  } catch (error) {
    console.error(error);
    main.replaceChildren(empty(t("error"), error.message));
  }
  clearTimeout(waiting);
  if (mine !== turn) {
    gone?.();
    return;
  }
  leave = gone;
  main.removeAttribute("aria-busy");
  document.title = `${main.querySelector("h1")?.textContent ?? t(view)} · ${about.title} · depesche`;
  if (moved && !place.params.at) main.focus({ preventScroll: true });
  moved = true;
}
let moved = false; // not at the first view, where the reader has not gone anywhere
