// The page: takes what the server sends, keeps the channels, the people and the look, and hands the rest on.

import { byId, el, toast } from "./dom.js";
import { listen, restart } from "./link.js";
import { become, channelNow, chooseTheme, forget, messagesIn, names, state } from "./state.js";
import * as composer from "./composer.js";
import * as messages from "./messages.js";

const PARTS = { member: "member", admin: "admin" };
const THEMES = { system: "light", light: "dark", dark: "system" };
const TYPING_MS = 10000;
let settled = false;
let typingTimer;
let awaited = null; // a channel that was just made, of which the server's word is still on its way

function heard(frame) {
  const deeds = { hello: begin, world: takeWorld, message: takeMessage, gone: takeGone, bot: takeBot, typing: takeTyping };
  deeds[frame.kind]?.(frame.record ?? frame);
}

function begin() {
  forget();
  settled = false;
  byId("banner").hidden = true;
  // What was there before we came is not news.
  setTimeout(() => { settled = true; messages.drawAll(); }, 60);
}

function takeWorld(world) {
  const before = channelNow()?.kind;
  state.world = world;
  document.title = world.server;
  byId("server").textContent = world.server;
  const known = world.channels.some((channel) => channel.id === state.channel);
  const same = world.channels.find((channel) => channel.kind === (before ?? "text")) ?? world.channels[0];
  drawPeople();
  if (world.channels.some((channel) => channel.id === awaited)) visit(awaited);
  else if (known) drawPlace();
  else visit(same.id, { quietly: true });
  composer.lookAgain();
}

function takeMessage(message) {
  const isNew = !messagesIn(message.channel).has(message.id);
  messagesIn(message.channel).set(message.id, message);
  if (!settled) return;
  messages.drawOne(message);
  if (isNew && message.channel !== state.channel) { state.unread.add(message.channel); drawChannels(); }
  drawTyping();
}

function takeGone({ channel, id }) {
  messagesIn(channel).delete(id);
  if (channel === state.channel) messages.removeOne(id);
}

function takeBot(bot) {
  const before = state.bot.state;
  state.bot = bot;
  const shown = { online: "online", starting: "starting…", ended: "offline" }[bot.state];
  byId("bot-state").replaceChildren(el("span", { class: `dot ${bot.state}`, "aria-hidden": "true" }), `Nayrab is ${shown}`);
  drawBanner();
  if (before !== bot.state && settled) messages.drawAll();
}

function drawBanner() {
  const banner = byId("banner");
  const { state: how, lines = [], exit_code: code } = state.bot;
  banner.hidden = how === "online";
  banner.className = `banner ${how}`;
  const log = lines.filter(Boolean).join("\n");
  if (how === "starting") banner.replaceChildren(el("p", {}, "Nayrab is starting. The first time it reads its starter briefs, which may take a minute. Ask when it is online: it does not hear what is written before."), ...(log ? [el("pre", { tabindex: "0", "aria-label": "What it says" }, log)] : []));
  if (how === "ended") {
    const again = el("button", { type: "button", class: "button primary", onclick: () => restart().catch((error) => toast(error.message)) }, "Start it again");
    banner.replaceChildren(el("p", {}, code === null || code === undefined ? "Nayrab does not run." : `Nayrab has ended (exit code ${code}).`), ...(log ? [el("pre", { tabindex: "0", "aria-label": "Its last words" }, log)] : []), again);
  }
}

function takeTyping(typing) {
  const more = typing.count !== state.typing.count;
  state.typing = typing;
  if (more) { clearTimeout(typingTimer); typingTimer = setTimeout(() => { state.typing = { ...state.typing, channels: [] }; drawTyping(); }, TYPING_MS); }
  drawTyping();
}

function drawTyping() {
  const here = state.typing.channels.includes(state.channel);
  byId("typing").replaceChildren(...(here ? [el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), `${names.person(state.world?.bot.id)} is typing…`] : []));
}

function visit(id, { quietly = false } = {}) {
  if (!state.world.channels.some((channel) => channel.id === id)) { awaited = id; return; }
  awaited = null;
  state.channel = id;
  state.unread.delete(id);
  drawPlace();
  messages.drawAll();
  composer.enter();
  drawTyping();
  closeSide();
  if (!quietly) byId("box").focus();
}

function drawPlace() {
  const channel = channelNow();
  byId("title").textContent = channel.kind === "text" ? `# ${channel.name}` : channel.kind === "dm" ? `@ ${channel.name}` : channel.name;
  byId("topic").textContent = channel.kind === "thread" ? `Thread in #${names.channel(channel.parent)}` : channel.kind === "dm" ? "Direct message" : channel.topic;
  byId("log").setAttribute("aria-label", `Messages in ${channel.name}`);
  drawChannels();
}

function drawChannels() {
  const { channels } = state.world;
  const texts = channels.filter((channel) => channel.kind === "text");
  const below = (parent) => channels.filter((channel) => channel.kind === "thread" && channel.parent === parent.id);
  const server = texts.map((channel) => el("li", {}, channelButton(channel), below(channel).length > 0 && el("ul", { "aria-label": `Threads in #${channel.name}` }, below(channel).map((thread) => el("li", {}, channelButton(thread))))));
  const direct = channels.filter((channel) => channel.kind === "dm").map((channel) => el("li", {}, channelButton(channel)));
  byId("channels").replaceChildren(el("h2", {}, "Channels"), el("ul", {}, server), el("h2", {}, "Direct messages"), el("ul", {}, direct));
}

function channelButton(channel) {
  const sign = { text: "#", thread: "↳", dm: "@" }[channel.kind];
  const isNew = state.unread.has(channel.id);
  const here = channel.id === state.channel;
  return el("button", { type: "button", class: `channel ${channel.kind}${isNew ? " new" : ""}`, "aria-current": here ? "page" : null, onclick: () => visit(channel.id) },
    el("span", { class: "sign", "aria-hidden": "true" }, sign), el("span", { class: "channel-name", dir: "auto" }, channel.name), isNew && el("span", { class: "unseen" }, " (new messages)"));
}

function drawPeople() {
  if (byId("who").childElementCount > 0) { for (const radio of byId("who").querySelectorAll("input")) radio.checked = radio.value === state.as; return; }
  byId("who").replaceChildren(...state.world.people.map((person) => {
    const radio = el("input", { type: "radio", name: "who", value: person.part, onchange: () => change(person.part) });
    radio.checked = person.part === state.as;
    return el("label", {}, radio, el("span", { class: "who-name" }, person.name), " ", el("span", { class: "who-part" }, PARTS[person.part]));
  }));
}

function change(part) {
  become(part);
  state.dismissed.clear();
  listen(heard, lost);
}

function lost() {
  const banner = byId("banner");
  banner.hidden = false;
  banner.className = "banner ended";
  banner.replaceChildren(el("p", {}, "The connection to the playground is lost; trying again…"));
}

function drawTheme() {
  const next = THEMES[state.theme];
  document.documentElement.dataset.theme = state.theme;
  byId("theme").textContent = `Look: ${{ system: "as the system", light: "light", dark: "dark" }[state.theme]}`;
  byId("theme").setAttribute("aria-label", `Look: ${state.theme}. Change it to ${next}`);
}

function openSide() {
  byId("app").classList.add("side-shown");
  byId("side-open").setAttribute("aria-expanded", "true");
  byId("side-close").focus();
}

function closeSide() {
  const was = byId("app").classList.contains("side-shown");
  byId("app").classList.remove("side-shown");
  byId("side-open").setAttribute("aria-expanded", "false");
  return was;
}

byId("theme").addEventListener("click", () => { chooseTheme(THEMES[state.theme]); drawTheme(); });
byId("side-open").addEventListener("click", openSide);
byId("side-close").addEventListener("click", () => { if (closeSide()) byId("side-open").focus(); });
byId("side").addEventListener("keydown", (event) => { if (event.key === "Escape" && closeSide()) byId("side-open").focus(); });
document.addEventListener("pointerdown", (event) => { if (!byId("side").contains(event.target) && !byId("side-open").contains(event.target)) closeSide(); });
messages.setUp({ reply: composer.reply, edit: composer.edit, visit, begin: composer.begin });
messages.holdOn();
composer.setUp();
drawTheme();
listen(heard, lost);
