// Windows over the page: the bot's forms, the name of a thread, "are you sure?". Focus goes in and comes back.

import { el } from "./dom.js";
import { act } from "./link.js";

let count = 0;

/** Show a window until it is closed; `send()` does what it is for and may throw an Error, which is shown in it. */
function openWindow({ title, body, confirm, dangerous = false, send }) {
  const id = `window-${count += 1}`;
  const before = document.activeElement;
  const problem = el("p", { class: "problem", role: "alert" });
  const ok = el("button", { type: "submit", class: dangerous ? "button danger" : "button primary" }, confirm);
  const cancel = el("button", { type: "button", class: "button secondary" }, "Cancel");
  const form = el("form", {}, el("h2", { id }, title), body, problem, el("div", { class: "window-foot" }, cancel, ok));
  const dialog = el("dialog", { class: "window", "aria-labelledby": id }, form);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); if (before?.isConnected) before.focus(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    ok.disabled = true;
    problem.textContent = "";
    try { await send(); dialog.close(); } catch (error) { problem.textContent = error.message; ok.disabled = false; }
  });
  document.body.append(dialog);
  dialog.showModal();
  (form.querySelector("input, textarea, select") ?? ok).focus();
}

export function confirmDelete(message, delete_) {
  const body = [el("p", {}, "Are you sure you want to delete this message?"), el("p", { class: "quoted", dir: "auto" }, message.text.slice(0, 200))];
  openWindow({ title: "Delete message", body, confirm: "Delete", dangerous: true, send: delete_ });
}

export function askThreadName(message, start) {
  const field = el("input", { type: "text", id: "thread-name", maxlength: "100", required: true, dir: "auto" });
  field.value = message.text.replace(/<[@#&!]*\d+>/g, "").replace(/[*_~`>\\]/g, "").replace(/\s+/g, " ").trim().slice(0, 40) || "New thread";
  const body = el("div", { class: "field" }, el("label", { for: "thread-name" }, "Name of the thread"), field);
  openWindow({ title: "Start a thread", body, confirm: "Start thread", send: () => start(field.value) });
}

/** Show the form that the bot answered with. */
export function openForm(modal) {
  const fields = [];
  const body = modal.components.map((component) => drawField(component, fields));
  const send = async () => {
    const values = Object.fromEntries(fields.map(({ id, read }) => [id, read()]));
    const told = await act("submit", { interaction: modal.interaction, values });
    if (told.modal) openForm(told.modal);
  };
  openWindow({ title: modal.title, body, confirm: "Submit", send });
}

function drawField(component, fields) {
  if (component.type === 1) return component.components.map((child) => labelled(child, child.label, null, fields));
  if (component.type === 18) return labelled(component.component, component.label, component.description, fields);
  return component.type === 10 ? el("p", {}, component.content) : null;
}

function labelled(control, label, description, fields) {
  const id = `field-${count += 1}`;
  const field = drawControl(control, id, description ? `${id}-more` : null);
  if (!field) return null;
  fields.push({ id: control.custom_id, read: field.read });
  const needed = control.required ?? true;
  return el("div", { class: "field" },
    el("label", { for: id }, label ?? control.placeholder ?? "Text", needed && el("span", { class: "needed" }, " (required)")),
    description && el("p", { id: `${id}-more`, class: "field-more" }, description), field.element);
}

function drawControl(control, id, described) {
  const shared = { id, required: control.required ?? true, "aria-describedby": described };
  if (control.type === 4) {
    const limits = { maxlength: control.max_length ?? 4000, minlength: control.min_length, placeholder: control.placeholder, dir: "auto" };
    const long = control.style === 2;
    const element = el(long ? "textarea" : "input", { ...shared, ...limits, ...(long ? { rows: 4 } : { type: "text" }) });
    element.value = control.value ?? control.default ?? "";
    return { element, read: () => element.value };
  }
  if (control.type === 3) {
    const several = (control.max_values ?? 1) > 1;
    const element = el("select", { ...shared, multiple: several }, control.options.map((o) => el("option", { value: o.value, selected: o.default }, o.label)));
    return { element, read: () => [...element.selectedOptions].map((option) => option.value) };
  }
  return null;
}
