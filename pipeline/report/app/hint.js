// One hint for the whole page, on hover and on focus.
import { h } from "./dom.js";

let box;

/** Shows `content` beside `element`, which it then describes. */
export function showHint(element, content) {
  box ??= document.body.appendChild(h("div", { id: "hint", role: "tooltip", class: "hint" }));
  box.replaceChildren(content);
  box.classList.add("shown");
  element.setAttribute("aria-describedby", "hint");
  const [place] = element.getClientRects();
  if (!place) return;
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(8, Math.min(place.left, innerWidth - width - 8));
  const above = place.top - height - 8;
  box.style.left = `${left}px`;
  box.style.top = `${above > 8 ? above : place.bottom + 8}px`;
}

/** Takes the hint away. */
export function hideHint() {
  box?.classList.remove("shown");
  document.querySelector("[aria-describedby=hint]")?.removeAttribute("aria-describedby");
}
