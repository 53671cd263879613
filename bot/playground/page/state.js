// What the page knows: the world, the messages by channel, and which of it is being looked at.

const kept = {
  read(store, name) { try { return store.getItem(name); } catch { return null; } },
  write(store, name, value) { try { store.setItem(name, value); } catch { /* a private window: it is forgotten */ } },
};

export const state = {
  as: kept.read(sessionStorage, "as") === "admin" ? "admin" : "member",
  theme: kept.read(localStorage, "theme") ?? "system",
  world: null,
  bot: { state: "starting" },
  typing: { channels: [], count: 0 },
  channel: null,
  messages: new Map(),
  dismissed: new Set(),
  unread: new Set(),
};

export function become(part) { state.as = part; kept.write(sessionStorage, "as", part); }
export function chooseTheme(theme) { state.theme = theme; kept.write(localStorage, "theme", theme); }

/** Forget what was said: it comes again after a new connection; the world stands until the new one is there. */
export function forget() {
  state.messages.clear();
  state.unread.clear();
}

export function messagesIn(channel) {
  if (!state.messages.has(channel)) state.messages.set(channel, new Map());
  return state.messages.get(channel);
}

export const channelNow = () => state.world?.channels.find((channel) => channel.id === state.channel) ?? null;

/** Return the commands of one kind (1: typed, 3: on a message) that are offered where we are. */
export function commandsHere(kind) {
  const place = channelNow()?.kind === "dm" ? "dm" : "server";
  return (state.world?.commands[place] ?? []).filter((command) => command.type === kind);
}

export const older = (a, b) => (a.length - b.length) || (a < b ? -1 : a > b ? 1 : 0);

export const names = {
  person: (id) => (id === state.world?.bot.id ? state.world.bot.name : state.world?.people.find((p) => p.id === id)?.name ?? "somebody"),
  role: (id) => state.world?.roles.find((role) => role.id === id)?.name ?? "a role",
  channel: (id) => state.world?.channels.find((channel) => channel.id === id)?.name ?? "a channel",
};
