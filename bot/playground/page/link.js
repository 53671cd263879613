// Talking to the playground's server: what changes comes over a websocket, what is done goes by POST.

import { state } from "./state.js";

const address = (name, query = {}) => {
  const url = new URL(name, document.baseURI);
  url.search = new URLSearchParams({ as: state.as, ...query });
  return url;
};

let socket = null;
let wait = 400;

/** Connect, and again whenever the connection is lost; `heard` gets every frame, `lost` hears of losses. */
export function listen(heard, lost) {
  const url = address("live");
  url.protocol = "ws:";
  const mine = new WebSocket(url);
  socket?.close();
  socket = mine;
  mine.addEventListener("message", (event) => { wait = 400; if (socket === mine) heard(JSON.parse(event.data)); });
  mine.addEventListener("close", () => {
    if (socket !== mine) return;
    lost();
    setTimeout(() => { if (socket === mine) listen(heard, lost); }, wait);
    wait = Math.min(wait * 2, 5000);
  });
}

/** Do something as the person we are; throws an Error with a text for people. */
export async function act(deed, details = {}) {
  return post(address("act"), JSON.stringify({ do: deed, ...details }), "application/json");
}

export async function upload(file) {
  return (await post(address("upload", { name: file.name }), file, "application/octet-stream")).id;
}

export const restart = () => post(address("restart"), "", "text/plain");
export const fileAddress = (message, attachment) => address(`files/${message.channel}/${message.id}/${attachment.id}`).href;

async function post(url, body, type) {
  let response;
  try {
    response = await fetch(url, { method: "POST", body, headers: { "Content-Type": type } });
  } catch {
    throw new Error("The playground cannot be reached. Is `nayrab play` still running?");
  }
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(told.error ?? "The playground could not do that.");
  return told;
}
