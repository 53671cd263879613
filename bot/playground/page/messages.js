// The messages of a channel: drawn, kept in order, replaced when they change, with the menu of what can be done.

import { byId, clockTime, el, fullTime, toast, webAddress } from "./dom.js";
import { act, fileAddress } from "./link.js";
import { askThreadName, confirmDelete, openForm } from "./dialogs.js";
import { channelNow, commandsHere, messagesIn, names, older, state } from "./state.js";
import { draw } from "./markdown.js";
import { drawComponents } from "./components.js";

const NEAR_PX = 120;
const TOGETHER_MS = 7 * 60 * 1000;
const drawn = new Map();
let go = {};

/** Say what leads out of the log: reply(message), edit(message), visit(channel), begin(command). */
export function setUp(ways) { go = ways; }

/** Draw the channel anew. */
export function drawAll() {
  drawn.clear();
  const log = byId("log");
  log.setAttribute("aria-live", "off"); // who comes into a channel is not read all that was said before
  const channel = channelNow();
  log.replaceChildren(...(channel ? [welcome(channel)] : []));
  for (const message of visible()) place(message);
  arrange();
  log.scrollTop = log.scrollHeight;
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

/** Draw one message that is new or has changed. */
export function drawOne(message) {
  if (message.channel !== state.channel || state.dismissed.has(message.id)) return;
  const log = byId("log");
  const low = isLow();
  const mine = message.author.id === state.world?.me;
  place(message);
  arrange();
  if (low || mine) log.scrollTop = log.scrollHeight;
}

let wasLow = true;
const isLow = () => { const log = byId("log"); return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX; };

/** Stay at the newest message when the room for the log changes, unless somebody reads further up. */
export function holdOn() {
  const log = byId("log");
  log.addEventListener("scroll", () => { wasLow = isLow(); }, { passive: true });
  new ResizeObserver(() => { if (wasLow) log.scrollTop = log.scrollHeight; }).observe(log);
}

export function removeOne(id) {
  drawn.get(id)?.remove();
  drawn.delete(id);
  arrange();
}

const visible = () => [...messagesIn(state.channel).values()].filter((m) => !state.dismissed.has(m.id)).sort((a, b) => older(a.id, b.id));

function place(message) {
  const element = drawMessage(message);
  const before = drawn.get(message.id);
  if (before) {
    const key = before.contains(document.activeElement) ? document.activeElement.dataset.key ?? "" : null;
    before.replaceWith(element);
    if (key !== null) (element.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`) ?? element.querySelector("button:not(:disabled)"))?.focus({ preventScroll: true });
  } else {
    const next = [...drawn.keys()].filter((id) => older(id, message.id) > 0).sort(older)[0];
    byId("log").insertBefore(element, next ? drawn.get(next) : null);
  }
  drawn.set(message.id, element);
}

/** Let messages that follow one another from the same person stand together. */
function arrange() {
  let before = null;
  for (const message of visible()) {
    const element = drawn.get(message.id);
    if (!element) continue;
    const same = before && before.author.id === message.author.id && !message.reply && !message.used && !message.system && !before.system
      && before.ephemeral === message.ephemeral && new Date(message.at) - new Date(before.at) < TOGETHER_MS;
    element.classList.toggle("follows", Boolean(same));
    before = message;
  }
}

function drawMessage(message) {
  if (message.system) return el("article", { class: "system", "data-id": message.id }, el("p", {}, `${message.author.name} started a thread: ${message.text}`), el("time", { datetime: message.at }, clockTime(message.at)));
  const name = `name-${message.id}`;
  const body = [repliedTo(message), usedCommand(message), heading(message, name), text(message), ...message.attachments.map((a) => attachment(message, a)),
    ...message.embeds.map(embed), ...drawComponents(message), threadLink(message), onlyYou(message)];
  const classes = ["message", message.ephemeral && "ephemeral", mentionsMe(message) && "mentions-me"].filter(Boolean).join(" ");
  return el("article", { class: classes, "data-id": message.id, "aria-labelledby": name, "aria-busy": message.thinking ? "true" : null }, avatar(message.author), el("div", { class: "message-body" }, body), actions(message));
}

const mentionsMe = (message) => message.author.id !== state.world?.me && message.text.includes(`<@${state.world?.me}>`);

function avatar(author) {
  if (author.bot) return el("img", { class: "avatar", src: "icon.svg", alt: "", width: "40", height: "40" });
  return el("span", { class: `avatar letter hue-${[...author.name].reduce((sum, char) => sum + char.codePointAt(0), 0) % 5}`, "aria-hidden": "true" }, author.name.slice(0, 1));
}

function heading(message, id) {
  return el("h2", { class: "message-head", id }, el("span", { class: `name${message.author.bot ? " bot" : ""}` }, message.author.name),
    message.author.bot && el("span", { class: "badge" }, "App"), el("time", { datetime: message.at, title: fullTime(message.at) }, clockTime(message.at)));
}

function repliedTo(message) {
  if (!message.reply) return null;
  const shown = message.reply.author ? plain(message.reply.text) : "a message that was deleted";
  const inner = [el("span", { class: "unseen" }, "Replying to "), el("span", { class: "name" }, message.reply.author), " ", el("span", { class: "reply-text", dir: "auto" }, shown)];
  return el("button", { type: "button", class: "above", "data-key": "replied", onclick: () => jumpTo(message.reply.id) }, inner);
}

const plain = (text) => text.replace(/<@!?(\d+)>/g, (_, id) => `@${names.person(id)}`).replace(/<#(\d+)>/g, (_, id) => `#${names.channel(id)}`).replace(/\\([^\w\s])/g, "$1").replace(/[*`>]|-# |__|~~/g, "").replace(/\s+/g, " ");

function jumpTo(id) {
  const element = drawn.get(id);
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  element.classList.add("found");
  setTimeout(() => element.classList.remove("found"), 1500);
}

function usedCommand(message) {
  if (!message.used) return null;
  return el("p", { class: "above used" }, el("span", { class: "name" }, message.used.by), " used ", el("span", { class: "mention" }, `${message.used.slash ? "/" : ""}${message.used.command}`));
}

function text(message) {
  if (message.thinking) return el("p", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), `${message.author.name} is thinking…`);
  const edited = message.edited && el("span", { class: "edited", title: fullTime(message.edited) }, " (edited)");
  const nodes = draw(message.text, names);
  if (edited) (nodes.at(-1)?.matches?.("p") ? nodes.at(-1).append(edited) : nodes.push(edited));
  return el("div", { class: "text", dir: "auto" }, nodes);
}

function attachment(message, file) {
  const href = fileAddress(message, file);
  if (!file.picture) return el("p", { class: "file" }, el("a", { href, download: file.name }, file.name), ` (${Math.ceil(file.size / 1024)} KB)`);
  const picture = el("img", { class: "picture", src: href, alt: file.alt || file.name });
  picture.addEventListener("load", () => { const log = byId("log"); if (wasLow || log.scrollHeight - log.scrollTop - log.clientHeight < picture.height + NEAR_PX) log.scrollTop = log.scrollHeight; });
  return el("a", { class: "picture-link", href, target: "_blank", rel: "noopener" }, picture);
}

function embed(given) {
  const href = given.url && webAddress(given.url);
  const title = given.title && el("p", { class: "embed-title" }, href ? el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, given.title) : given.title);
  const fields = (given.fields ?? []).map((field) => el("div", { class: field.inline ? "embed-field inline" : "embed-field" }, el("p", { class: "embed-name" }, draw(field.name, names)), draw(field.value, names)));
  return el("div", { class: "embed", dir: "auto" }, title, given.description && draw(given.description, names), fields.length > 0 && el("div", { class: "embed-fields" }, fields), given.footer && el("p", { class: "md-small" }, given.footer.text));
}

function threadLink(message) {
  if (!message.thread) return null;
  const { id, name, count } = message.thread;
  return el("button", { type: "button", class: "thread-link", "data-key": "thread", onclick: () => go.visit(id) }, el("span", { class: "thread-name", dir: "auto" }, name), el("span", {}, `${count} ${count === 1 ? "message" : "messages"} ›`));
}

function onlyYou(message) {
  if (!message.ephemeral) return null;
  const dismiss = el("button", { type: "button", class: "plain", "data-key": "dismiss" }, "Dismiss message");
  dismiss.addEventListener("click", () => { state.dismissed.add(message.id); removeOne(message.id); byId("box").focus(); });
  return el("p", { class: "only-you" }, el("span", { "aria-hidden": "true" }, "👁 "), "Only you can see this · ", dismiss);
}

function actions(message) {
  if (message.thinking) return null;
  const label = `More actions: message from ${message.author.name}, ${clockTime(message.at)}`;
  const more = el("button", { type: "button", class: "icon-button more", "aria-label": label, title: "More actions", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "more" }, "⋯");
  more.addEventListener("click", () => (more.getAttribute("aria-expanded") === "true" ? closeMenu() : openMenu(more, message)));
  return el("div", { class: "actions" }, more);
}

let closeMenu = () => {};

function openMenu(opener, message) {
  closeMenu();
  const items = menuItems(message).map(([label, deed, kind]) => el("button", { type: "button", role: "menuitem", tabindex: "-1", class: kind, onclick: () => { closeMenu(); deed(); } }, label));
  const menu = el("div", { class: "menu", role: "menu", "aria-label": "More actions" }, items);
  const outside = (event) => { if (!menu.contains(event.target) && !opener.contains(event.target)) closeMenu(); };
  closeMenu = () => { closeMenu = () => {}; document.removeEventListener("pointerdown", outside); const inside = menu.contains(document.activeElement); menu.remove(); opener.setAttribute("aria-expanded", "false"); if (inside) opener.focus(); };
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) { items[(to + items.length) % items.length].focus(); event.preventDefault(); }
    if (event.key === "Escape" || event.key === "Tab") { closeMenu(); event.preventDefault(); event.stopPropagation(); }
  });
  opener.setAttribute("aria-expanded", "true");
  opener.parentElement.append(menu);
  document.addEventListener("pointerdown", outside);
  const { bottom } = menu.getBoundingClientRect();
  menu.classList.toggle("upwards", bottom > byId("log").getBoundingClientRect().bottom);
  items[0]?.focus();
}

function menuItems(message) {
  const where = { channel: message.channel, message: message.id };
  const mine = message.author.id === state.world.me;
  const items = [];
  if (!message.ephemeral) items.push(["Reply", () => go.reply(message)]);
  if (channelNow()?.kind === "text" && !message.thread && !message.ephemeral) items.push(["Start thread", () => askThreadName(message, async (name) => go.visit((await act("thread", { ...where, name })).channel))]);
  if (mine) items.push(["Edit", () => go.edit(message)], ["Delete", () => confirmDelete(message, () => act("delete", where)), "dangerous"]);
  items.push(["Copy text", () => navigator.clipboard?.writeText(message.text).catch(() => toast("The text could not be copied."))]);
  for (const command of message.ephemeral ? [] : commandsHere(3)) items.push([`Apps: ${command.name}`, () => useOn(command, where), "app-command"]);
  return items;
}

async function useOn(command, where) {
  try {
    const told = await act("menu", { ...where, command: command.name });
    if (told.modal) openForm(told.modal);
  } catch (error) {
    toast(error.message);
  }
}

const FIRST = ["ask", "help", "search", "timeline", "sources"];

function welcome(channel) {
  const offered = commandsHere(1);
  const chips = FIRST.filter((name) => offered.some((command) => command.name === name)).map((name) => el("button", { type: "button", class: "chip", onclick: () => go.begin(name) }, `/${name}`));
  const title = { text: `Welcome to #${channel.name}`, thread: channel.name, dm: `Direct messages with ${channel.name}` }[channel.kind];
  const told = { text: "This Discord is on your machine alone. Mention @Nayrab with a question, reply to an answer to go on asking, or use a command:",
    thread: "A thread: Nayrab takes what was asked before into account.", dm: "Only you and Nayrab read this; write your question just like that." }[channel.kind];
  const starter = channel.kind === "thread" && messagesIn(channel.parent).get(channel.id);
  return el("div", { class: "welcome" }, el("h2", { dir: "auto" }, title), el("p", {}, told), chips.length > 0 && el("p", { class: "chips" }, chips),
    starter && el("blockquote", { class: "starter", dir: "auto" }, el("p", { class: "name" }, starter.author.name), draw(starter.text, names)));
}
