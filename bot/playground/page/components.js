// What hangs under a message: buttons and menus as the bot sent them.

import { el, toast, webAddress } from "./dom.js";
import { act } from "./link.js";
import { openForm } from "./dialogs.js";
import { state } from "./state.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger" };

export function drawComponents(message) {
  const rows = message.components.filter((row) => row.type === 1);
  return rows.map((row) => el("div", { class: "row" }, row.components.map((component) => drawComponent(message, component))));
}

function drawComponent(message, component) {
  if (component.type === 2) return component.style === 5 ? linkButton(component) : button(message, component);
  return (component.max_values ?? 1) > 1 ? manyMenu(message, component) : oneMenu(message, component);
}

const caption = (component) => [component.emoji?.name && el("span", { "aria-hidden": component.label ? "true" : null }, component.emoji.name), component.label && el("span", {}, component.label)];

function linkButton(component) {
  const href = webAddress(component.url);
  if (!href || component.disabled) return el("button", { type: "button", class: "button secondary", disabled: true }, caption(component));
  return el("a", { class: "button secondary", href, target: "_blank", rel: "noopener noreferrer nofollow" }, caption(component), el("span", { "aria-hidden": "true" }, "↗"));
}

function button(message, component) {
  const element = el("button", { type: "button", class: `button ${STYLES[component.style] ?? "secondary"}`, disabled: component.disabled, "data-key": component.custom_id }, caption(component));
  element.addEventListener("click", () => press(element, message, component));
  return element;
}

async function press(element, message, component, values) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  try {
    const told = await act("press", { channel: message.channel, message: message.id, custom_id: component.custom_id, values });
    if (told.modal) openForm(told.modal);
  } catch (error) {
    toast(error.message);
  }
  element.removeAttribute("aria-busy");
}

/** Return what can be chosen in a menu: its own options, or people, roles and channels of the server. */
function choices(component) {
  if (component.type === 3) return component.options.map((o) => ({ value: o.value, label: o.label, detail: o.description, chosen: o.default }));
  const before = new Set((component.default_values ?? []).map((value) => String(value.id)));
  const people = [state.world.bot, ...state.world.people].map((p) => ({ value: p.id, label: `@${p.name}` }));
  const roles = state.world.roles.map((role) => ({ value: role.id, label: role.name.startsWith("@") ? role.name : `@${role.name}` }));
  const kinds = component.channel_types ?? [0];
  const channels = state.world.channels.filter((c) => (c.kind === "text" && kinds.includes(0)) || (c.kind === "thread" && kinds.includes(11))).map((c) => ({ value: c.id, label: `#${c.name}` }));
  const found = { 5: people, 6: roles, 7: [...people, ...roles], 8: channels }[component.type] ?? [];
  return found.map((choice) => ({ ...choice, chosen: before.has(choice.value) }));
}

function oneMenu(message, component) {
  const label = component.placeholder ?? "Choose";
  const offered = choices(component);
  const none = el("option", { value: "", disabled: (component.min_values ?? 1) > 0, selected: !offered.some((choice) => choice.chosen) }, label);
  const options = offered.map((c) => el("option", { value: c.value, selected: c.chosen }, c.detail ? `${c.label} — ${c.detail}` : c.label));
  const element = el("select", { class: "menu-one", "aria-label": label, disabled: component.disabled, "data-key": component.custom_id }, none, options);
  element.addEventListener("change", () => press(element, message, component, element.value ? [element.value] : []));
  return element;
}

function manyMenu(message, component) {
  const label = component.placeholder ?? "Choose";
  const boxes = choices(component).map((c) => {
    const box = el("input", { type: "checkbox", value: c.value });
    box.checked = Boolean(c.chosen);
    return { box, line: el("label", { class: "many-line" }, box, el("span", {}, c.label, c.detail && el("small", {}, ` ${c.detail}`))) };
  });
  const apply = el("button", { type: "button", class: "button primary", disabled: component.disabled, "data-key": component.custom_id }, "Choose these");
  apply.addEventListener("click", () => {
    const values = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    const [least, most] = [component.min_values ?? 1, component.max_values];
    if (values.length < least || values.length > most) toast(`Choose ${least} to ${most}.`);
    else press(apply, message, component, values);
  });
  return el("details", { class: "menu-many" }, el("summary", {}, label), el("div", { class: "many-lines" }, boxes.map(({ line }) => line)), apply);
}
