// Search, filter and order of the list, and the switch between light and dark.

import { byId, h, setAttribute, setList, setText, symbol } from "./dom.js";
import { SORTS } from "./items.js";
import { STATES, word } from "./states.js";
import { whole } from "./text.js";

const SEARCH_PAUSE_MS = 120;
const THEMES = ["", "light", "dark"];

export class Toolbar {
  #timer = 0;

  /** `changed` takes the part of the view that is another. */
  constructor(changed) {
    this.changed = changed;
    this.find = byId("find");
    this.sort = byId("sort");
    // Where there is no keyboard no key leads here.
    if (matchMedia("(pointer: coarse)").matches) this.find.placeholder = "Search";
    this.sort.append(h("option", { value: "" }, "Worst first"));
    for (const [value, { label }] of Object.entries(SORTS)) {
      this.sort.append(h("option", { value }, label));
    }
    this.sort.addEventListener("change", () => changed({ sort: this.sort.value }));
    this.find.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(), SEARCH_PAUSE_MS);
    });
  }

  #search() {
    this.#timer = 0;
    this.changed({ find: this.find.value.trim() });
  }

  show({ find, state, sort }, counts) {
    // What was typed right now stays, also if the focus has gone on.
    const typing = this.#timer !== 0 || document.activeElement === this.find;
    if (!typing && this.find.value !== find) this.find.value = find;
    if (this.sort.value !== sort) this.sort.value = sort;
    const { all = 0, in_state: inState = {} } = counts ?? {};
    const states = STATES.filter((one) => inState[one] || one === "closed" || one === state);
    setList(byId("filter"), ["", ...states], (one) => one, (one) => this.#button(one),
      (button, one) => {
        setAttribute(button, "aria-pressed", String(one === state));
        if (!one) setAttribute(button, "title", "A function with keys is as many as its keys");
        setText(button.lastChild, whole(one ? (inState[one] ?? 0) : all));
      });
  }

  #button(state) {
    return h("button", {
      type: "button",
      "data-state": state || null,
      click: (event) => {
        const pressed = event.currentTarget.getAttribute("aria-pressed") === "true";
        this.changed({ state: pressed ? "" : state });
      },
    }, state ? symbol(state) : null, h("span", {}, state ? word(state) : "All"), h("b", {}));
  }
}

/** Lets the button switch between the system's scheme, light and dark; remembers the choice. */
export function switchTheme(changed) {
  const root = document.documentElement;
  const button = byId("theme");
  const take = (theme) => {
    setAttribute(root, "data-theme", theme || null);
    setText(button, { light: "☀", dark: "☾" }[theme] ?? "◐");
    setAttribute(button, "aria-label", `Light or dark: ${theme || "as the system"}`);
    setAttribute(button, "title", theme || "as the system");
    changed();
  };
  button.addEventListener("click", () => {
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme ?? "") + 1) % THEMES.length];
    remember(theme);
    take(theme);
  });
  take(remembered());
}

const PLACE = "circuit-breaker-theme";

// Storage may be forbidden; the switch works all the same.
function remember(theme) {
  try {
    localStorage.setItem(PLACE, theme);
  } catch {
    // Then it is forgotten with the tab.
  }
}

function remembered() {
  try {
    const theme = localStorage.getItem(PLACE) ?? "";
    return THEMES.includes(theme) ? theme : "";
  } catch {
    return "";
  }
}
