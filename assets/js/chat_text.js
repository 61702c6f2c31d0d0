// What somebody wrote as nodes: words, `code`, ``` blocks and links whose shown host is the real one. Never markup:
// every piece becomes a text node. Direction overrides, with which "exe.txt" can be made of "txt.exe", are taken out.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const BLOCK = /```(?:[ \t]*([A-Za-z0-9+#.-]{0,20})[ \t]*\n)?([\s\S]*?)(?:```|$)/g;
const INLINE = /`([^`\n]+)`/g;
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+/gi;
const TRAILING = /[.,;:!?…]+$/;
const LONGEST = 80;                                        // of a shown address; the host is never cut

/** The same words without signs that change how the others are read. */
export function plainWords(text) {
  return String(text ?? "").replace(/\r\n?/g, "\n").replace(HIDDEN, "");
}

/** The pieces in order: {kind: "text" | "code" | "block" | "link", text, …}. */
export function chatPieces(text) {
  return between(plainWords(text), BLOCK, (match) => match[2].trim() && { kind: "block", language: match[1] ?? "", text: match[2].replace(/\n$/, "") }, (words) =>
    between(words, INLINE, (match) => ({ kind: "code", text: match[1] }), (rest) => between(rest, ADDRESS, link, (plain) => [{ kind: "text", text: plain }])));
}

/** A fragment to be put into the page. `words`: copy, copied, link_to. */
export function chatNodes(text, words) {
  const whole = document.createDocumentFragment();
  const pieces = chatPieces(text);
  pieces.forEach((piece, place) => whole.append(drawn(piece, words, pieces[place - 1]?.kind === "block", pieces[place + 1]?.kind === "block")));
  return whole;
}

/** What `pattern` finds becomes `made(match)` (or stays words, if that is null); the rest goes through `others`. */
function between(text, pattern, made, others) {
  const pieces = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const piece = match[0] && made(match);
    if (!piece) continue;
    if (match.index > done) pieces.push(...others(text.slice(done, match.index)));
    pieces.push(piece);
    done = match.index + (piece.taken ?? match[0].length);
  }
  if (done < text.length) pieces.push(...others(text.slice(done)));
  return pieces;
}

function link(match) {
  const written = withoutEnd(match[0]);
  let address;
  try { address = new URL(written); } catch { return null; }
  // a name before the host ("https://bank.example@evil.example") only serves to deceive
  if (!["http:", "https:"].includes(address.protocol) || address.username || address.password || !address.hostname) return null;
  return { kind: "link", text: shown(address), href: address.href, host: address.host, taken: written.length };
}

/** Stops and brackets that belong to the sentence, not to the address. */
function withoutEnd(address) {
  for (;;) {
    const last = address.at(-1), open = { ")": "(", "]": "[", "}": "{" }[last];
    const cut = open ? address.split(open).length < address.split(last).length : TRAILING.test(last);
    if (!cut) return address;
    address = address.slice(0, -1);
  }
}

/** As the browser will go there: the host in ASCII, so that one alphabet can't pass for another. */
function shown(address) {
  const start = `${address.protocol}//${address.host}`, rest = address.href.slice(start.length);
  if (rest === "/") return start;
  const room = Math.max(12, LONGEST - start.length);
  return start + (rest.length > room ? `${rest.slice(0, room - 9)}…${rest.slice(-8)}` : rest);
}

function drawn(piece, words, afterBlock, beforeBlock) {
  if (piece.kind === "link") return made("a", piece.text, { href: piece.href, target: "_blank", rel: "noopener noreferrer nofollow", title: words.link_to?.replace("{host}", piece.host) ?? piece.host });
  if (piece.kind === "code") return made("code", piece.text);
  if (piece.kind === "block") return block(piece, words);
  let text = piece.text;                                   // a block has its own space above and below
  if (afterBlock) text = text.replace(/^\n+/, "");
  if (beforeBlock) text = text.replace(/\n+$/, "");
  return document.createTextNode(text);
}

function block({ language, text }, words) {
  const whole = made("span", "", { className: "chat-block" }), head = made("span", "", { className: "chat-block-head" });
  const copy = made("button", words.copy, { type: "button", className: "chat-copy has-icon i-copy" });
  copy.addEventListener("click", () => copied(copy, text, words));
  head.append(made("span", language), copy);
  const code = made("code", text, { className: "chat-block-code", tabIndex: 0 });
  whole.append(head, code);
  return whole;
}

async function copied(button, text, words) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = words.copied;
  } catch {                                                // no https: the text is selected for Ctrl+C
    getSelection()?.selectAllChildren(button.closest(".chat-block").querySelector("code"));
    button.textContent = words.press_copy;
  }
  setTimeout(() => (button.textContent = words.copy), 2500);
}

function made(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, more);
}
