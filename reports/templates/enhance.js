// The page works without any of this. It opens the fold a link leads into, shows a dot's quote beside the pointer,
// and copies quotes. Every word it shows stands in the page already.
const byId = (id) => document.getElementById(id);
const unfold = () => {
  let found = null;
  try { found = byId(decodeURIComponent(location.hash.slice(1))); } catch { return; }
  if (!found) return;
  for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  found.scrollIntoView({ block: found.matches("li") ? "center" : "start" });
};

const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
tip.dir = "auto";
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);
const showTip = (text, x, y) => {
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const below = y + 16;
  tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = Math.max(8, below + tip.offsetHeight > innerHeight ? y - tip.offsetHeight - 12 : below) + "px";
};
const hideTip = () => { tip.hidden = true; };
const short = (text, who) => text.slice(0, 280) + (text.length > 280 ? "…" : "") + (who ? "\n" + who : "");
const quoteAt = (link) => {
  const home = link && byId(link.getAttribute("href").slice(1));
  const said = home && home.querySelector("blockquote, mark");
  const who = said && home.querySelector(".who, bdi");
  return said ? short(said.textContent, who && who.textContent) : "";
};
for (const picture of document.querySelectorAll(".map svg, .strip svg")) {
  picture.addEventListener("pointermove", (event) => showTip(quoteAt(event.target.closest("a")), event.clientX, event.clientY));
  picture.addEventListener("pointerleave", hideTip);
}

// Markdown: the same escapes as the Markdown form has.
const mdLine = (line) => line
  .replace(/[\\`*_[\]<>#|~&$@{}^]/g, "\\$&")
  .replace(/\\@/g, "\\@&#8203;")
  .replace(/:(?=\/\/)/g, "\\:")
  .replace(/(www)\./gi, "$1\\.")
  .replace(/^([-+=:]|\d{1,9}[.)])/, (found) => found.slice(0, -1) + "\\" + found.slice(-1))
  .replace(/^[ \t\xa0]+|[ \t]+$/g, (spaces) => [...spaces].map((space) => `&#${space.charCodeAt(0)};`).join(""));
const mdQuote = (text) => {
  const lines = text.split("\n").map(mdLine);
  return lines.map((line, at) => `> ${line}${line && lines[at + 1] ? "\\" : ""}`.replace(/ +$/, "")).join("\n");
};
const percent = (sign) => [...new TextEncoder().encode(sign)]
  .map((byte) => "%" + byte.toString(16).toUpperCase().padStart(2, "0")).join("");
const mdTarget = (url) => url.replace(/[\s()<>[\]\\`"{}|^]/gu, percent).replace(/&/g, "&amp;");
const oneLine = (node) => node.textContent.replace(/\s+/g, " ").trim();
const quoteAsMarkdown = (quote) => {
  const time = quote.querySelector("figcaption time");
  const link = quote.querySelector('figcaption a[href^="http"]');
  const when = time ? time.getAttribute("datetime") : link ? oneLine(link) : "";
  const linked = link ? `[${mdLine(when)}](${mdTarget(link.getAttribute("href"))})` : mdLine(when);
  const who = mdLine(oneLine(quote.querySelector(".who")));
  return `${mdQuote(quote.querySelector("blockquote").textContent)}\n>\n> — ${who}${linked && ", " + linked}\n`;
};
const themeAsMarkdown = (theme) => {
  const title = theme.querySelector("h3 [dir], h4 [dir]");
  const counts = theme.querySelector("header .counts b");
  const quotes = [...theme.querySelectorAll(".quote")].filter((quote) => quote.closest(".theme") === theme);
  return [`### ${mdLine(oneLine(title))}\n`, `${mdLine(oneLine(counts))}\n`, ...quotes.map(quoteAsMarkdown)].join("\n");
};
const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
};
const addCopy = (place, whole, asMarkdown, named) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  const words = document.createTextNode(document.body.dataset.copy), which = document.createElement("span");
  which.className = "hidden"; // whose: a list of buttons with one name says nothing
  which.textContent = " " + named;
  button.append(words, which);
  button.addEventListener("click", async () => {
    await copy(asMarkdown(whole));
    words.data = document.body.dataset.copied;
    button.classList.add("done");
    setTimeout(() => { words.data = document.body.dataset.copy; button.classList.remove("done"); }, 2000);
  });
  place.append(" ", button);
};
for (const quote of document.querySelectorAll(".quote")) addCopy(quote.querySelector("figcaption"), quote, quoteAsMarkdown, quote.querySelector(".who").textContent);
for (const theme of document.querySelectorAll(".theme")) addCopy(theme.querySelector("header"), theme, themeAsMarkdown, oneLine(theme.querySelector("h3, h4")));
addEventListener("hashchange", unfold);
unfold();
