// What every page gains with JavaScript: no double sends, files that say their names, paste and drop, refusals in view.
// Nothing here is needed: each form works as a plain POST.

const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  setTimeout(() => sent.delete(form), 8000);
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => sent.delete(form)));
document.addEventListener("htmx:afterRequest", (event) => sent.delete(event.target));

// A refused form: the first thing heard and seen is what is missing.
const refused = document.querySelector(".say.warn[tabindex]");
if (refused) refused.focus();

// A link to a field inside a folded step opens the step.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const step = target && target.closest("details");
  if (step) {
    step.open = true;
    target.focus();
  }
}
addEventListener("hashchange", unfold);
unfold();

// Ctrl+Enter sends the form one is writing in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest && event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  const shown = [...form.querySelectorAll("button:not([type=button])")].find((button) => button.offsetParent);
  form.requestSubmit(shown || undefined);
});

// Attachments: what was chosen is listed under the button, may be dropped or pasted, and taken out again.
function size(bytes) {
  const french = document.documentElement.lang === "fr";
  if (bytes < 1e3) return `${bytes}\u00a0${french ? "o" : "B"}`;
  const [count, letter] = bytes < 1e6 ? [bytes / 1e3, "k"] : [bytes / 1e6, "M"];
  const said = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
  return `${said.format(count)}\u00a0${letter}${french ? "o" : "B"}`;
}

function show(input) {
  const list = document.getElementById(input.dataset.list);
  if (!list) return;
  listed.set(input, [...input.files]);
  const most = Number(input.dataset.most || Infinity);
  list.replaceChildren(
    ...[...input.files].map((file, place) => {
      const row = document.createElement("li");
      const [sign, name, weight, out] = ["span", "span", "span", "button"].map((tag) => document.createElement(tag));
      name.textContent = file.name;
      weight.className = "dim small";
      weight.textContent = size(file.size);
      out.type = "button";
      out.className = "btn plain small";
      out.textContent = input.dataset.remove;
      out.setAttribute("aria-label", `${input.dataset.remove} ${file.name}`);
      out.addEventListener("click", () => {
        const kept = new DataTransfer();
        [...input.files].forEach((other, at) => at === place || kept.items.add(other));
        input.files = kept.files;
        show(input);
      });
      row.append(sign, name, weight, out);
      if (file.size > most) {
        const refusal = document.createElement("p");
        refusal.className = "refusal";
        refusal.textContent = input.dataset.tooBig;
        row.append(refusal);
      }
      return row;
    }),
  );
}

// The button too adds to what is there: of itself the browser would put the new files in the place of the old.
const listed = new WeakMap();

function add(input, files) {
  const all = new DataTransfer();
  [...(listed.get(input) || []), ...files].forEach((file) => all.items.add(file));
  input.files = all.files;
  show(input);
  isAdding = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  isAdding = false;
}

let isAdding = false;

document.addEventListener("change", (event) => {
  if (!isAdding && event.target.matches("input[type=file][data-list]")) add(event.target, [...event.target.files]);
});
document.addEventListener("dragover", (event) => {
  if (event.target.closest && event.target.closest("form:has(input[type=file][data-list])")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const form = event.target.closest && event.target.closest("form:has(input[type=file][data-list])");
  if (!form || !event.dataTransfer.files.length) return;
  event.preventDefault();
  add(form.querySelector("input[type=file][data-list]"), event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  const form = event.target.closest && event.target.closest("form:has(input[type=file][data-list])");
  const files = event.clipboardData ? event.clipboardData.files : [];
  if (!form || !files.length) return;
  event.preventDefault();
  add(form.querySelector("input[type=file][data-list]"), files);
});

// A draft is kept while one writes: a moment after the last key, and when the page is left.
const waiting = new Map();

async function keep(area) {
  waiting.delete(area);
  const said = (area.closest(".compose") || area.form).querySelector("[data-kept]");
  const data = new FormData();
  data.set(area.name, area.value);
  if (area.dataset.draftKind) data.set("kind", area.dataset.draftKind);
  data.set("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(area.dataset.draft, { method: "POST", body: data, keepalive: area.value.length < 50000 });
    if (!answer.ok || !said) return;
    const french = document.documentElement.lang === "fr";
    const now = new Date();
    const minutes = String(now.getMinutes()).padStart(2, "0");
    const time = french ? `${now.getHours()}\u00a0h\u00a0${minutes}` : `${now.getHours()}:${minutes}`;
    said.textContent = `${said.dataset.kept} ${time}`;
  } catch {
    // Offline: the text stands in the field, and the next key tries again.
  }
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.dataset || !area.dataset.draft) return;
  clearTimeout(waiting.get(area));
  waiting.set(area, setTimeout(keep, 1200, area));
});
addEventListener("pagehide", () => {
  for (const [area, timer] of waiting) {
    clearTimeout(timer);
    if (!sent.has(area.form)) keep(area);
  }
});
document.addEventListener("submit", (event) => {
  for (const [area, timer] of waiting) {
    if (area.form === event.target) {
      clearTimeout(timer);
      waiting.delete(area);
    }
  }
});
