// Discord's formatting as a tree: `parse` reads a message, `draw` makes elements and text nodes of the tree.
// Not covered: what Nayrab never sends and people rarely type (emoji by name, guild navigation links).

import { el, webAddress } from "./dom.js";

const ESCAPABLE = /[!-/:-@[-`{-~]/;
const WRAPS = [["***", "both"], ["**", "bold"], ["__", "underline"], ["~~", "strike"], ["||", "spoiler"], ["*", "italic"], ["_", "italic"]];
const DEEPEST = 12;

/** Return the blocks of a message: {kind: "code"|"quote"|"list"|"heading"|"small"|"lines", ...}. */
export function parse(text) {
  const blocks = [];
  let rest = text.replace(/\r\n?/g, "\n");
  for (let fence; (fence = /```(?:([\w+#.-]{0,20})\n)?([\s\S]+?)```/.exec(rest)) !== null;) {
    blocks.push(...parseLines(rest.slice(0, fence.index).replace(/\n$/, "")));
    blocks.push({ kind: "code", language: fence[1] ?? "", text: fence[2].replace(/\n$/, "") });
    rest = rest.slice(fence.index + fence[0].length).replace(/^\n/, "");
  }
  return [...blocks, ...parseLines(rest)];
}

function parseLines(text) {
  if (text === "") return [];
  const blocks = [];
  const lines = text.split("\n");
  while (lines.length > 0) {
    if (lines[0].startsWith(">>> ")) {
      blocks.push({ kind: "quote", blocks: parseLines([lines[0].slice(4), ...lines.slice(1)].join("\n")) });
      break;
    }
    blocks.push(takeBlock(lines));
  }
  return blocks;
}

function takeBlock(lines) {
  const heading = /^(#{1,3}) +(.+)$/.exec(lines[0]);
  if (heading) { lines.shift(); return { kind: "heading", level: heading[1].length, inline: inline(heading[2]) }; }
  const small = /^-# +(.+)$/.exec(lines[0]);
  if (small) { lines.shift(); return { kind: "small", inline: inline(small[1]) }; }
  if (/^> /.test(lines[0])) {
    return { kind: "quote", blocks: parseLines(takeWhile(lines, (line) => /^>( |$)/.test(line)).map((line) => line.slice(2)).join("\n")) };
  }
  if (isItem(lines[0])) return list(takeWhile(lines, isItem));
  const plain = takeWhile(lines, (line, at) => at === 0 || !(isItem(line) || /^(#{1,3} +\S|-# +\S|> |>>> )/.test(line)));
  return { kind: "lines", inline: inline(plain.join("\n")) };
}

const isItem = (line) => /^ *(?:[-*]|\d{1,9}\.) +\S/.test(line);

function takeWhile(lines, holds) {
  let count = 0;
  while (count < lines.length && holds(lines[count], count)) count += 1;
  return lines.splice(0, count);
}

function list(lines) {
  const items = lines.map((line) => /^( *)([-*]|\d{1,9}\.) +(.+)$/.exec(line));
  const ordered = /\d/.test(items[0][2]);
  const entries = items.map((item) => ({ deep: item[1].length >= 1 ? 1 : 0, inline: inline(item[3]) }));
  return { kind: "list", ordered, start: ordered ? Number.parseInt(items[0][2], 10) : 1, items: entries };
}

/** Return the pieces of a line or paragraph: strings and {kind, ...}. */
export function inline(text, depth = 0) {
  const out = [];
  let plain = "";
  const flush = () => { if (plain) out.push(plain); plain = ""; };
  let at = 0;
  while (at < text.length) {
    if (text[at] === "\\" && at + 1 < text.length && ESCAPABLE.test(text[at + 1])) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    const found = depth < DEEPEST ? special(text, at, depth) : null;
    if (found === null) {
      plain += text[at];
      at += 1;
    } else {
      flush();
      out.push(found.piece);
      at = found.end;
    }
  }
  flush();
  return out;
}

function special(text, at, depth) {
  switch (text[at]) {
    case "`": return codeSpan(text, at);
    case "[": return maskedLink(text, at, depth);
    case "<": return angle(text, at);
    case "h": return bareLink(text, at);
    case "*": case "_": case "~": case "|": return wrapped(text, at, depth);
    default: return null;
  }
}

function codeSpan(text, at) {
  const ticks = /^`+/.exec(text.slice(at))[0];
  const end = text.indexOf(ticks, at + ticks.length);
  if (end < 0 || ticks.length > 2) return null;
  return { piece: { kind: "code", text: text.slice(at + ticks.length, end).trim() || " " }, end: end + ticks.length };
}

function maskedLink(text, at, depth) {
  const close = closing(text, at + 1, "]");
  if (close < 0 || text[close + 1] !== "(") return null;
  const found = /^\((?:<([^<>\s]+)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))\)/.exec(text.slice(close + 1));
  const href = found && webAddress((found[1] ?? found[2]).replace(/\\([!-/:-@[-`{-~])/g, "$1"));
  if (!href) return null;
  return { piece: { kind: "link", href, inline: inline(text.slice(at + 1, close), depth + 1) }, end: close + 1 + found[0].length };
}

function closing(text, from, mark) {
  for (let at = from; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text.startsWith(mark, at)) return at;
  }
  return -1;
}

const ANGLES = [
  [/^<@!?(\d{1,20})>/, (m) => ({ kind: "person", id: m[1] })],
  [/^<@&(\d{1,20})>/, (m) => ({ kind: "role", id: m[1] })],
  [/^<#(\d{1,20})>/, (m) => ({ kind: "channel", id: m[1] })],
  [/^<\/([^\n:<>]{1,100}):(\d{1,20})>/, (m) => ({ kind: "command", name: m[1] })],
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, (m) => ({ kind: "time", seconds: Number(m[1]), style: m[2] ?? "f" })],
];

function angle(text, at) {
  const rest = text.slice(at, at + 600);
  for (const [pattern, piece] of ANGLES) {
    const found = pattern.exec(rest);
    if (found) return { piece: piece(found), end: at + found[0].length };
  }
  const link = /^<(https?:\/\/[^\s<>]+)>/.exec(rest);
  const href = link && webAddress(link[1]);
  return href ? { piece: { kind: "link", href, inline: [link[1]] }, end: at + link[0].length } : null;
}

function bareLink(text, at) {
  if (at > 0 && /\w/.test(text[at - 1])) return null;
  const found = /^https?:\/\/[^\s<>]+/.exec(text.slice(at, at + 600));
  if (!found) return null;
  const shown = found[0].replace(/[.,:;!?'"*_~|]+$/, "").replace(/(^[^(]*)\)+$/, "$1");
  const href = webAddress(shown);
  return href ? { piece: { kind: "link", href, inline: [shown] }, end: at + shown.length } : null;
}

function wrapped(text, at, depth) {
  for (const [mark, kind] of WRAPS) {
    if (!text.startsWith(mark, at)) continue;
    const inner = at + mark.length;
    if (mark === "_" && at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) continue;
    if (mark.length === 1 && /\s/.test(text[inner] ?? " ")) continue;
    const end = closingWrap(text, inner, mark);
    if (end <= inner) continue;
    return { piece: { kind, inline: inline(text.slice(inner, end), depth + 1) }, end: end + mark.length };
  }
  return null;
}

function closingWrap(text, from, mark) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") { at += 1; continue; }
    if (text[at] === "`") { const code = codeSpan(text, at); if (code) { at = code.end - 1; continue; } }
    if (!text.startsWith(mark, at)) continue;
    if (mark.length === 1) {
      if (text[at + 1] === mark) { at += 1; continue; }
      if (/\s/.test(text[at - 1])) continue;
      if (mark === "_" && /[\p{L}\p{N}]/u.test(text[at + 1] ?? " ")) continue;
    }
    return at;
  }
  return -1;
}

/** Return nodes for a message; `names` finds what mentions stand for: person(id), role(id), channel(id). */
export function draw(text, names) {
  return parse(text).map((block) => drawBlock(block, names));
}

function drawBlock(block, names) {
  switch (block.kind) {
    case "code": return el("pre", { dir: "ltr", tabindex: "0" }, el("code", {}, block.text));
    case "quote": return el("blockquote", {}, block.blocks.map((inner) => drawBlock(inner, names)));
    case "heading": return el("p", { class: `md-h${block.level}`, role: "heading", "aria-level": block.level + 2 }, drawInline(block.inline, names));
    case "small": return el("p", { class: "md-small" }, drawInline(block.inline, names));
    case "list": return drawList(block, names);
    default: return el("p", { class: "md-lines" }, drawInline(block.inline, names));
  }
}

function drawList(block, names) {
  const items = block.items.map((item) => el("li", { class: item.deep ? "deep" : null }, drawInline(item.inline, names)));
  return el(block.ordered ? "ol" : "ul", { start: block.ordered && block.start !== 1 ? block.start : null }, items);
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s" };

function drawInline(pieces, names) {
  return pieces.map((piece) => (typeof piece === "string" ? document.createTextNode(piece) : drawPiece(piece, names)));
}

function drawPiece(piece, names) {
  const inner = () => drawInline(piece.inline, names);
  switch (piece.kind) {
    case "code": return el("code", {}, piece.text);
    case "both": return el("em", {}, el("strong", {}, inner()));
    case "spoiler": return spoiler(inner());
    case "link": return el("a", { href: piece.href, target: "_blank", rel: "noopener noreferrer nofollow" }, inner());
    case "person": return el("span", { class: "mention" }, `@${names.person(piece.id)}`);
    case "role": return el("span", { class: "mention" }, `@${names.role(piece.id)}`);
    case "channel": return el("span", { class: "mention" }, `#${names.channel(piece.id)}`);
    case "command": return el("span", { class: "mention" }, `/${piece.name}`);
    case "time": return moment(piece);
    default: return el(TAGS[piece.kind], {}, inner());
  }
}

function spoiler(inner) {
  const hidden = el("button", { type: "button", class: "spoiler", "aria-expanded": "false", "aria-label": "Spoiler, show it" }, el("span", {}, inner));
  hidden.addEventListener("click", () => {
    const shown = el("span", { class: "spoiler-shown" }, hidden.firstChild);
    hidden.replaceWith(shown);
  });
  return hidden;
}

const STYLES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
};

function moment({ seconds, style }) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(`<t:${seconds}>`);
  const shown = style === "R" ? relative(seconds - Date.now() / 1000) : date.toLocaleString([], STYLES[style]);
  return el("time", { datetime: date.toISOString(), title: date.toLocaleString([], STYLES.F) }, shown);
}

const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];

function relative(seconds) {
  const words = new Intl.RelativeTimeFormat([], { numeric: "auto" });
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return words.format(Math.round(seconds / length), unit);
}
