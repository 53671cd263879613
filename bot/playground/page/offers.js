// A list of offers under a text field, worked with the arrow keys, Enter, Tab and Escape, or the mouse.

import { el } from "./dom.js";

export class Offers {
  #items = [];
  #at = 0;

  /** `picked(item)` is called with {label, detail, ...}; a combobox also tells whether its list is open. */
  constructor(field, list, picked) {
    this.field = field;
    this.list = list;
    this.picked = picked;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    field.addEventListener("blur", () => setTimeout(() => this.hide(), 120));
    this.hide();
  }

  get open() { return !this.list.hidden; }

  show(items, label) {
    this.#items = items;
    this.#at = 0;
    if (items.length === 0) { this.hide(); return; }
    if (label) this.list.setAttribute("aria-label", label);
    this.list.replaceChildren(...items.map((item, index) => el("li",
      { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false", onclick: () => this.#pick(index) },
      el("span", { class: "offer-label", dir: "auto" }, item.label), item.detail && el("span", { class: "offer-detail", dir: "auto" }, item.detail))));
    this.list.hidden = false;
    this.#mark();
  }

  hide() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.field.removeAttribute("aria-activedescendant");
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", "false");
  }

  /** Return whether the key was for the list. */
  key(event) {
    if (!this.open || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#items.length) % this.#items.length;
      this.#mark();
    } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) {
      this.#pick(this.#at);
    } else if (event.key === "Escape") {
      this.hide();
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #pick(index) {
    const item = this.#items[index];
    this.hide();
    this.picked(item);
  }

  #mark() {
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", "true");
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === this.#at));
      if (index === this.#at) option.scrollIntoView({ block: "nearest" });
    }
    this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.#at}`);
  }
}
