// Slash commands: which there are, and the row of options that is filled in before one is sent.

import { byId, el, toast } from "./dom.js";
import { act, upload } from "./link.js";
import { openForm } from "./dialogs.js";
import { Offers } from "./offers.js";
import { commandsHere, state } from "./state.js";

const [STRING, INTEGER, BOOLEAN, PERSON, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE] = [3, 4, 5, 6, 7, 8, 9, 10, 11];
const GROUPS = [1, 2];
const PAUSE_MS = 250;
let count = 0;

/** Return every command that can be typed here, groups taken apart: {path, description, options}. */
export function typedCommands() {
  const leaves = [];
  const visit = (node, path) => {
    const below = (node.options ?? []).filter((option) => GROUPS.includes(option.type));
    if (below.length === 0) leaves.push({ path: path.join(" "), description: node.description, options: node.options ?? [] });
    for (const child of below) visit(child, [...path, child.name]);
  };
  for (const command of commandsHere(1)) visit(command, [command.name]);
  return leaves.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The row of options for one command; `closed()` is called when it is sent or given up. */
export class SlashRow {
  #fields = new Map();
  #leaf = null;

  constructor(place, closed) {
    this.place = place;
    this.closed = closed;
  }

  get open() { return this.#leaf !== null; }

  /** Begin a command; `words` go into its first option. */
  begin(leaf, words = "") {
    this.#leaf = leaf;
    this.#fields.clear();
    this.inputs = el("div", { class: "slash-fields" });
    this.more = el("div", { class: "slash-more", role: "group", "aria-label": "More options" });
    const cancel = el("button", { type: "button", class: "icon-button", "aria-label": `Leave /${leaf.path}`, onclick: () => this.close() }, "✕");
    this.place.replaceChildren(
      el("div", { class: "slash-head" }, el("p", { class: "slash-name" }, `/${leaf.path}`), el("p", { class: "slash-what", dir: "auto" }, leaf.description), cancel),
      el("div", { class: "slash-line" }, this.inputs, el("button", { type: "submit", class: "send", "aria-label": `Send /${leaf.path}` }, "➤")), this.more);
    this.place.hidden = false;
    for (const option of leaf.options) if (option.required) this.#add(option);
    const first = leaf.options[0];
    if (words && first && !this.#fields.has(first.name)) this.#add(first);
    if (words && first?.type === STRING) this.#fields.get(first.name).element.value = words;
    this.#offerMore();
    this.focus();
  }

  focus() {
    const first = [...this.#fields.values()].find(({ element }) => element.value === "") ?? [...this.#fields.values()][0];
    (first?.element ?? this.place.querySelector(".send")).focus();
  }

  close() {
    this.#leaf = null;
    this.place.hidden = true;
    this.place.replaceChildren();
    this.closed();
  }

  /** Send the command as it is filled in. */
  async send() {
    const missing = [...this.#fields.values()].find(({ element }) => !element.reportValidity());
    if (missing) return;
    const [command, channel] = [this.#leaf.path, state.channel];
    const before = this.#leaf;
    try {
      const options = await this.#given();
      if (this.#leaf !== before) return;
      this.close();
      const told = await act("use", { channel, command, options });
      if (told.modal) openForm(told.modal);
    } catch (error) {
      toast(error.message);
    }
  }

  async #given() {
    const options = {};
    for (const [name, { option, element, read }] of this.#fields) {
      if (option.type === FILE) { if (element.files[0]) options[name] = await upload(element.files[0]); } else if (element.value !== "") options[name] = read();
    }
    return options;
  }

  /** What is filled in already, for the bot to complete another option by. */
  #soFar(except) {
    const ready = [...this.#fields].filter(([name, { option, element }]) => name !== except && option.type !== FILE && element.value !== "");
    return Object.fromEntries(ready.map(([name, { read }]) => [name, read()]));
  }

  #offerMore() {
    const left = this.#leaf.options.filter((option) => !this.#fields.has(option.name));
    this.more.replaceChildren(...left.map((option) => el("button", { type: "button", class: "chip", title: option.description, onclick: () => { this.#add(option); this.#offerMore(); this.#fields.get(option.name).element.focus(); } }, `+ ${option.name}`)));
  }

  #add(option) {
    const id = `option-${count += 1}`;
    const field = this.#draw(option, id);
    const remove = option.required ? null : el("button", { type: "button", class: "icon-button", "aria-label": `Leave out ${option.name}`, onclick: () => { this.#fields.delete(option.name); field.box.remove(); this.#offerMore(); this.focus(); } }, "✕");
    const label = el("label", { for: id, title: option.description }, option.name, option.required && el("span", { class: "unseen" }, " (required)"));
    field.box = el("div", { class: "option" }, label, field.element, field.list, remove, el("p", { class: "unseen", id: `${id}-about` }, option.description));
    field.element.setAttribute("aria-describedby", `${id}-about`);
    this.inputs.append(field.box);
    this.#fields.set(option.name, { option, ...field });
    if (field.list) this.#complete(option, field);
  }

  #draw(option, id) {
    const shared = { id, required: option.required, title: option.description };
    if (option.type === FILE) { const element = el("input", { ...shared, type: "file" }); return { element, read: () => null }; }
    const choices = this.#choices(option);
    if (choices) {
      const element = el("select", shared, el("option", { value: "" }, "–"), choices.map(({ name, value }) => el("option", { value: String(value) }, name)));
      const read = () => (option.type === BOOLEAN ? element.value === "true" : choices.find(({ value }) => String(value) === element.value).value);
      return { element, read };
    }
    if (option.type === INTEGER || option.type === NUMBER) {
      const element = el("input", { ...shared, type: "number", step: option.type === INTEGER ? "1" : "any", min: option.min_value, max: option.max_value });
      return { element, read: () => Number(element.value) };
    }
    const limits = { minlength: option.min_length, maxlength: option.max_length, placeholder: option.description, dir: "auto" };
    const role = option.autocomplete ? { role: "combobox", "aria-expanded": "false", "aria-haspopup": "listbox" } : {};
    const element = el("input", { ...shared, ...limits, ...role, type: "text", class: option.name === "question" ? "wide" : null });
    const list = option.autocomplete ? el("ul", { class: "offers", id: `${id}-offers`, role: "listbox", "aria-label": option.name, hidden: true }) : null;
    const field = { element, list, picked: null };
    field.read = () => (field.picked?.name === element.value ? field.picked.value : element.value);
    return field;
  }

  #choices(option) {
    const { world } = state;
    const people = [world.bot, ...world.people].map((p) => ({ name: `@${p.name}`, value: p.id }));
    const roles = world.roles.map((r) => ({ name: r.name, value: r.id }));
    const channels = world.channels.filter((c) => c.kind !== "dm").map((c) => ({ name: `#${c.name}`, value: c.id }));
    const known = { [BOOLEAN]: [{ name: "True", value: true }, { name: "False", value: false }], [PERSON]: people, [CHANNEL]: channels, [ROLE]: roles, [MENTIONABLE]: [...people, ...roles] };
    return known[option.type] ?? (option.choices?.length && !option.autocomplete ? option.choices : null);
  }

  #complete(option, field) {
    const offers = new Offers(field.element, field.list, (item) => { field.element.value = item.label; field.picked = { name: item.label, value: item.value }; });
    const [command, channel] = [this.#leaf.path, state.channel];
    let timer;
    let asked = 0;
    const ask = async () => {
      const mine = asked += 1;
      try {
        const told = await act("type", { channel, command, option: option.name, text: field.element.value, options: this.#soFar(option.name) });
        if (mine === asked && document.activeElement === field.element) offers.show((told.choices ?? []).map(({ name, value }) => ({ label: name, value })), `Offers for ${option.name}`);
      } catch { if (mine === asked) offers.hide(); /* whoever types goes on typing; sending tells what is wrong */ }
    };
    field.element.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
    field.element.addEventListener("focus", () => { clearTimeout(timer); timer = setTimeout(ask, 0); });
    field.element.addEventListener("keydown", (event) => offers.key(event));
  }
}

export const slashPlace = () => byId("slash");
