// The box at the bottom: messages, replies, edits, mentions, and the way into the slash commands.

import { byId, el, toast } from "./dom.js";
import { act } from "./link.js";
import { Offers } from "./offers.js";
import { SlashRow, typedCommands } from "./slash.js";
import { channelNow, names, state } from "./state.js";

const box = byId("box");
const strip = byId("answering");
let about = null; // {kind: "reply"|"edit", message}
let slash = null;
let offers = null;

export function setUp() {
  slash = new SlashRow(byId("slash"), () => { byId("box-row").hidden = false; box.focus(); });
  offers = new Offers(box, byId("offers"), (item) => item.pick());
  box.addEventListener("input", () => { fit(); look(); });
  box.addEventListener("keydown", onKey);
  byId("slash").addEventListener("keydown", (event) => { if (event.key === "Escape") slash.close(); });
  byId("composer").addEventListener("submit", (event) => { event.preventDefault(); if (slash.open) slash.send(); else send(); });
}

/** Go to another channel: what was begun here is left. */
export function enter() {
  if (slash.open) slash.close();
  leave();
  offers.hide();
  const channel = channelNow();
  const place = { text: `#${channel?.name}`, thread: `the thread ${channel?.name}`, dm: `@${channel?.name}` }[channel?.kind] ?? "";
  byId("box-label").textContent = `Message to ${place}`;
  box.placeholder = `Message ${place}`;
}

export function reply(message) { start("reply", message, `Replying to ${message.author.name}`); }

export function edit(message) {
  box.value = readable(message.text);
  start("edit", message, "Editing your message");
}

/** The commands have changed: what is offered for the one being typed may have as well. */
export function lookAgain() { if (box.value.startsWith("/") && document.activeElement === box) look(); }

/** Begin a command by its name, as if it had been typed. */
export function begin(path) {
  const leaf = typedCommands().find((command) => command.path === path) ?? typedCommands().find((command) => command.path.startsWith(`${path} `));
  if (leaf) open(leaf);
}

function start(kind, message, text) {
  if (slash.open) slash.close();
  about = { kind, message };
  strip.replaceChildren(el("p", {}, text), el("button", { type: "button", class: "icon-button", "aria-label": `Stop ${text[0].toLowerCase()}${text.slice(1)}`, onclick: leave }, "✕"));
  strip.hidden = false;
  fit();
  box.focus();
}

function leave() {
  if (about?.kind === "edit") box.value = "";
  about = null;
  strip.hidden = true;
  strip.replaceChildren();
  fit();
}

function onKey(event) {
  if (offers.key(event) || event.isComposing) return;
  if (event.key === "Escape" && about) { leave(); return; }
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
}

async function send() {
  const text = box.value.trim();
  if (!text || !state.channel) return;
  if (text.startsWith("/") && typed(text)) return;
  const [was, channel] = [about, state.channel];
  const said = written(text);
  box.value = "";
  about = null;
  strip.hidden = true;
  fit();
  offers.hide();
  try {
    if (was?.kind === "edit") await act("edit", { channel, message: was.message.id, text: said });
    else await act("write", { channel, text: said, reply: was && { channel, message: was.message.id } });
    if (!was && state.bot.state !== "online" && said.includes(`<@${state.world.bot.id}>`)) toast("Nayrab is not online yet and has not heard this. Ask again when it is.");
  } catch (error) {
    if (!box.value) { box.value = text; fit(); }
    toast(error.message);
  }
}

/** Take "/name words" for the command it begins with; returns whether it did, or told that there is none. */
function typed(text) {
  const leaf = typedCommands().filter(({ path }) => `${text} `.toLowerCase().startsWith(`/${path} `)).sort((a, b) => b.path.length - a.path.length)[0];
  if (leaf) open(leaf, text.slice(leaf.path.length + 1).trim());
  else if (/^\/[a-z]/i.test(text)) toast(`There is no command ${text.split(/\s/)[0]} for you here. Type / to see those there are.`);
  else return false;
  return true;
}

function open(leaf, words = "") {
  leave();
  offers.hide();
  box.value = "";
  fit();
  byId("box-row").hidden = true;
  slash.begin(leaf, words);
}

function look() {
  const before = box.value.slice(0, box.selectionStart);
  if (/^\/[^\n]*$/.test(box.value)) { lookForCommands(box.value.slice(1)); return; }
  const mention = /(?:^|\s)([@#])([\p{L}\p{N}_-]{0,30})$/u.exec(before);
  if (mention) offers.show(mentions(mention[1], mention[2]), mention[1] === "@" ? "People" : "Channels");
  else offers.hide();
}

function lookForCommands(words) {
  const leaves = typedCommands();
  const exact = leaves.find(({ path }) => `${path} ` === words.toLowerCase());
  if (exact && !leaves.some(({ path }) => path.startsWith(words.toLowerCase()))) { open(exact); return; }
  const wanted = words.toLowerCase();
  const found = [...leaves.filter(({ path }) => path.startsWith(wanted)), ...leaves.filter(({ path }) => !path.startsWith(wanted) && path.includes(wanted))];
  offers.show(found.map((leaf) => ({ label: `/${leaf.path}`, detail: leaf.description, pick: () => open(leaf) })), "Commands");
}

function mentions(sign, begun) {
  const channels = state.world.channels.filter((channel) => channel.kind === "text");
  const known = sign === "@" ? [state.world.bot, ...state.world.people] : channels;
  return known.filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase())).map(({ name }) => ({ label: `${sign}${name}`, pick: () => complete(sign, begun, name) }));
}

function complete(sign, begun, name) {
  const at = box.selectionStart - begun.length - 1;
  box.setRangeText(`${sign}${name} `, at, box.selectionStart, "end");
  fit();
}

/** Return the text as it is sent: names of people and channels become mentions. */
function written(text) {
  const known = [[state.world.bot, "@"], ...state.world.people.map((person) => [person, "@"]), ...state.world.channels.filter((c) => c.kind === "text").map((c) => [c, "#"])];
  return known.reduce((said, [{ id, name }, sign]) => {
    const pattern = new RegExp(`(^|[^\\p{L}\\p{N}<])${sign}${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}_-])`, "giu");
    return said.replace(pattern, (_, before) => `${before}<${sign}${id}>`);
  }, text);
}

const readable = (text) => text.replace(/<@!?(\d+)>/g, (_, id) => `@${names.person(id)}`).replace(/<#(\d+)>/g, (_, id) => `#${names.channel(id)}`);

function fit() {
  box.rows = Math.min(8, Math.max(1, box.value.split("\n").length));
}
