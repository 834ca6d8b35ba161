// The page of facture preview. It keeps the viewer's choices in the address,
// follows the stream of events that belong to them, and swaps the pictures of
// pages that changed. It loads nothing from anywhere else.

const $ = (id) => document.getElementById(id);
const pages = $("pages");
const list = pages.querySelector("ol");
const form = $("choices");
const selects = [...form.querySelectorAll("select")];
const zoom = $("zoom");
const query = new URLSearchParams(location.search);
const base = document.title;

// Small helpers.

function element(name, className, text) {
  const e = document.createElement(name);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}

const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

let saying;
function say(text) {
  $("said").textContent = text;
  clearTimeout(saying);
  saying = setTimeout(() => { $("said").textContent = ""; }, 6000);
}

function status(is, text) {
  $("status").dataset.is = is;
  $("status").textContent = text;
}

// The choices.

function languageName(tag) {
  try {
    const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    return name === tag ? tag : `${name[0].toLocaleUpperCase(tag)}${name.slice(1)} (${tag})`;
  } catch {
    return tag;
  }
}

const words = {
  "template": (v) => v,
  "language": languageName,
  "paper": (v) => ({ a4: "A4", letter: "Letter" })[v] ?? v,
  "logo-position": (v) => v,
};

function prepareChoices() {
  for (const s of selects) {
    const wanted = query.get(s.name) ?? "";
    if (![...s.options].some((o) => o.value === wanted)) {
      s.append(new Option(wanted, wanted)); // the server says what is wrong with it
    }
    for (const o of [...s.options].slice(1)) {
      const value = o.value; // was its words
      o.value = value;
      o.textContent = words[s.name](value);
    }
    s.value = wanted;
    s.addEventListener("change", () => choose(s.name, s.value));
  }
  form.addEventListener("submit", (e) => e.preventDefault());
  const size = query.get("zoom") ?? "";
  if ([...zoom.options].some((o) => o.value === size)) zoom.value = size;
}

// chosen are the choices that the server is asked for.
function chosen() {
  const q = new URLSearchParams();
  for (const s of selects) if (query.get(s.name)) q.set(s.name, query.get(s.name));
  return q.size > 0 ? `?${q}` : "";
}

function remember(name, value) {
  if (value) query.set(name, value); else query.delete(name);
  history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
}

function choose(name, value) {
  remember(name, value);
  follow();
}

// nameDefaults says what nobody's choice comes to.
function nameDefaults(state) {
  const known = { ...state.chosen };
  const first = state.pages[0];
  if (first) known.paper = paperOf(first);
  for (const s of selects) {
    s.classList.toggle("chosen", s.value !== "");
    if (s.value === "" && known[s.name]) {
      const word = s.name === "language" ? known.language : words[s.name](known[s.name]); // the tag: the bar is slim
      s.options[0].textContent = `Default: ${word}`;
    }
  }
}

function paperOf({ width, height }) {
  const near = (w, h) => Math.abs(Math.min(width, height) / 1024 - w) < 1 && Math.abs(Math.max(width, height) / 1024 - h) < 1;
  if (near(595.28, 841.89)) return "a4";
  if (near(612, 792)) return "letter";
  const mm = (u) => Math.round(u / 1024 / 72 * 25.4);
  return `${mm(width)} × ${mm(height)} mm`;
}

// The stream of events.

let source;
let shown = { pages: [], faults: [], warnings: [], command: "" };

function follow() {
  source?.close();
  status("waiting", "Drawing");
  const now = new EventSource(`events${chosen()}`);
  source = now;
  now.addEventListener("state", (e) => { if (now === source) show(JSON.parse(e.data)); });
  now.addEventListener("page", (e) => { if (now === source) keep(JSON.parse(e.data)); });
  now.addEventListener("error", () => {
    if (now !== source) return;
    if (now.readyState === EventSource.CLOSED) {
      status("gone", "Open too often: close another preview, then reload");
    } else {
      status("gone", "Not connected: is facture preview still running?");
    }
    pages.classList.add("stale");
  });
}

function leave() {
  source?.close();
  source = undefined;
}

// A browser keeps few connections to one server: a page that nobody looks at
// lets go of its own and catches up when it is looked at again.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") leave(); else if (!source) follow();
});
addEventListener("pagehide", leave);
addEventListener("pageshow", () => { if (!source && document.visibilityState !== "hidden") follow(); });

// The state.

function show(state) {
  const wrong = state.faults.length > 0;
  if (wrong && state.pages.length === 0) {
    state.pages = shown.pages; // of other choices; better than nothing
    state.count = shown.count;
  }
  shown = state;
  pages.classList.toggle("stale", wrong);
  showFaults(state, wrong);
  showWarnings(state, wrong);
  showPages(state.pages);
  nameDefaults(state);
  const problems = plural(state.faults.length + (wrong ? state.more : 0), "error");
  status(wrong ? "wrong" : "live", wrong ? problems : "Live");
  document.title = wrong ? `(${problems}) ${base}` : base;
  const pdf = $("pdf");
  if (wrong) pdf.removeAttribute("href"); else pdf.href = `document.pdf${chosen()}`;
  pdf.setAttribute("aria-disabled", String(wrong));
  pdf.title = wrong ? "There is no PDF until the errors are mended" : "Download this as PDF";
}

function place(f) {
  return f.line ? `${f.file}:${f.line}:${f.column}` : f.file ?? "";
}

function faultItem(f) {
  const li = element("li");
  if (place(f)) li.append(element("span", "place", place(f)));
  if (f.pointer) li.append(element("span", "pointer", f.pointer));
  li.append(element("p", "message", f.message));
  return li;
}

function excerpt(f) {
  const pre = element("pre");
  pre.tabIndex = 0;
  pre.setAttribute("role", "group");
  pre.setAttribute("aria-label", `Line ${f.line}`);
  const number = element("span", "number", String(f.line));
  number.setAttribute("aria-hidden", "true");
  pre.append(number, f.source.before, element("mark", "", f.source.at || " "), f.source.after);
  return pre;
}

function showFaults(state, wrong) {
  const section = $("faults");
  const heading = section.querySelector("h2");
  const ol = section.querySelector("ol");
  section.hidden = !wrong;
  heading.replaceChildren();
  ol.replaceChildren();
  if (!wrong) return;
  heading.append(plural(state.faults.length + state.more, "error"));
  if (state.pages.length > 0) heading.append(element("span", "", " – below is the last version without"));
  for (const f of state.faults) {
    const li = faultItem(f);
    if (f.source) li.append(excerpt(f));
    ol.append(li);
  }
  if (state.more > 0) ol.append(element("li", "", `and ${state.more} more`));
  for (const pre of ol.querySelectorAll("pre")) {
    const mark = pre.querySelector("mark");
    pre.scrollLeft = mark.offsetLeft - pre.clientWidth / 2;
  }
}

function showWarnings(state, wrong) {
  const details = $("warnings");
  const notes = [...state.warnings];
  if (!wrong && state.pages.length < state.count) {
    notes.push({ message: `${state.pages.length} of ${state.count} pages are shown; the PDF has all` });
  }
  details.hidden = wrong || notes.length === 0;
  details.querySelector("summary").textContent = plural(notes.length + (wrong ? 0 : state.more), "warning");
  details.querySelector("ul").replaceChildren(...notes.map(faultItem));
}

// The pages. A slot is a place for one page: what it is to show, and what it
// shows. Pictures are known by their hashes, so what has not changed stays.

const slots = [];
const pictures = new Map(); // hash → address of a Blob

function keep({ hash, svg }) {
  if (!pictures.has(hash)) {
    pictures.set(hash, URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })));
  }
  for (const slot of slots) if (slot.wanted === hash) draw(slot);
}

function showPages(sheets) {
  while (slots.length > sheets.length) slots.pop().li.remove();
  while (slots.length < sheets.length) {
    const li = element("li");
    slots.push({ li, wanted: "", has: "" });
    list.append(li);
  }
  sheets.forEach((sheet, i) => {
    const slot = slots[i];
    slot.wanted = sheet.hash;
    slot.width = sheet.width / 1024 / 72 * 96;
    slot.height = sheet.height / 1024 / 72 * 96;
    const img = slot.li.firstChild;
    if (img) img.alt = altOf(i);
    draw(slot);
  });
  resize();
  forget();
}

const altOf = (i) => `Page ${i + 1} of ${slots.length}`;

// forget lets go of pictures that no slot shows or is to show.
function forget() {
  const used = new Set(slots.flatMap((s) => [s.wanted, s.has]));
  for (const [hash, url] of pictures) {
    if (!used.has(hash)) {
      URL.revokeObjectURL(url);
      pictures.delete(hash);
    }
  }
}

// draw puts the wanted picture into a slot. One in sight is decoded before it
// takes the place of the old one, so that nothing flickers.
async function draw(slot) {
  const hash = slot.wanted;
  if (slot.has === hash || !pictures.has(hash)) return;
  const img = new Image();
  img.alt = altOf(slots.indexOf(slot));
  img.draggable = false;
  if (!inSight(slot)) img.loading = "lazy";
  img.src = pictures.get(hash);
  if (inSight(slot)) {
    try { await img.decode(); } catch { /* it is shown all the same */ }
    if (slot.wanted !== hash) return; // another came meanwhile
  }
  slot.li.replaceChildren(img);
  slot.li.dataset.hash = hash;
  slot.has = hash;
  forget();
}

function inSight({ li }) {
  const box = li.getBoundingClientRect();
  return box.bottom > -innerHeight && box.top < 2 * innerHeight;
}

// Size.

const steps = [25, 50, 75, 100, 125, 150, 200, 300];
let scale = 1;

function scaleFor(kind) {
  const widest = Math.max(...slots.map((s) => s.width));
  const tallest = Math.max(...slots.map((s) => s.height));
  const style = getComputedStyle(pages);
  const space = pages.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const height = innerHeight - document.querySelector("header").offsetHeight - 2 * parseFloat(style.paddingTop);
  switch (kind) {
    case "": return Math.min(space / widest, 1);
    case "width": return space / widest;
    case "page": return Math.min(space / widest, height / tallest);
    default: return Number(kind) / 100;
  }
}

// resize sets the pages' size and keeps the same part of the same page in sight.
function resize() {
  if (slots.length === 0) { showPlace(); return; }
  const before = anchor();
  scale = scaleFor(zoom.value);
  for (const s of slots) {
    s.li.style.width = `${s.width * scale}px`;
    s.li.style.height = `${s.height * scale}px`;
  }
  if (before) pages.scrollTop += before.li.offsetTop + before.part * before.li.offsetHeight - before.at - pages.scrollTop;
  showPlace();
}

// anchor is the page at the top of what is in sight, and the part of it there.
function anchor() {
  const top = pages.scrollTop;
  if (top <= 0) return undefined;
  const slot = slots.find((s) => s.li.offsetTop + s.li.offsetHeight > top && s.li.offsetHeight > 0);
  if (!slot) return undefined;
  const from = slot.li.offsetTop;
  const at = Math.max(0, from - top); // space above the page, which does not grow
  return { li: slot.li, part: Math.max(0, top - from) / slot.li.offsetHeight, at };
}

function zoomBy(direction) {
  const now = Math.round(scale * 100);
  const next = direction > 0 ? steps.find((s) => s > now) : steps.findLast((s) => s < now);
  if (next === undefined) return;
  if (![...zoom.options].some((o) => o.value === String(next))) zoom.append(new Option(`${next}%`, String(next)));
  zoom.value = String(next);
  remember("zoom", zoom.value);
  resize();
}

zoom.addEventListener("change", () => { remember("zoom", zoom.value); resize(); });
$("larger").addEventListener("click", () => zoomBy(1));
$("smaller").addEventListener("click", () => zoomBy(-1));
addEventListener("resize", resize);

// Which page.

function current() {
  const middle = pages.scrollTop + pages.clientHeight / 2;
  const i = slots.findLastIndex((s) => s.li.offsetTop <= middle);
  return Math.max(0, i);
}

function showPlace() {
  const n = slots.length;
  $("place").textContent = n === 0 ? "–" : `${current() + 1} of ${n}`;
  $("place").setAttribute("aria-label", n === 0 ? "No page" : `Page ${current() + 1} of ${n}`);
  $("back").disabled = n === 0 || current() === 0;
  $("on").disabled = n === 0 || current() === n - 1;
}

function go(by) {
  const slot = slots[current() + by];
  if (!slot) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  pages.scrollTo({ top: slot.li.offsetTop - 12, behavior: calm ? "instant" : "smooth" });
}

let counting = false;
pages.addEventListener("scroll", () => {
  if (counting) return;
  counting = true;
  requestAnimationFrame(() => { counting = false; showPlace(); });
});
$("back").addEventListener("click", () => go(-1));
$("on").addEventListener("click", () => go(1));

// Copying.

$("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(shown.command);
    say(`Copied: ${shown.command}`);
  } catch {
    say(shown.command); // to be copied by hand
  }
});

$("more").addEventListener("click", () => {
  const open = form.classList.toggle("open");
  $("more").setAttribute("aria-expanded", String(open));
  resize();
});

prepareChoices();
showPlace();
follow();
