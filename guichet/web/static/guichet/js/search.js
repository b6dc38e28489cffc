// Completion of the query: fields and values, where the cursor stands. Without script the page lists the words of the language.

const LATE = 120; // ms of rest before the server is asked

for (const field of document.querySelectorAll("input[data-complete]")) {
  const list = document.createElement("div");
  list.id = "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  let timer;
  let asked = 0;
  let found = { start: 0, end: 0, options: [] };

  const shown = () => [...list.children];
  const chosen = () => shown().findIndex((one) => one.getAttribute("aria-selected") === "true");

  function close() {
    asked++;
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    shown().forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    const one = shown()[at];
    if (one) {
      field.setAttribute("aria-activedescendant", one.id);
      one.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  function take(at) {
    const { text } = found.options[at];
    const isField = text.endsWith(":");
    const rest = field.value.slice(found.end);
    field.value = field.value.slice(0, found.start) + text + (isField || rest.startsWith(" ") ? "" : " ") + rest;
    const place = found.start + text.length + (isField ? 0 : 1);
    close();
    field.focus();
    field.setSelectionRange(place, place);
    if (isField) ask();
  }

  function draw() {
    const rows = found.options.map(({ text, label }, at) => {
      const row = document.createElement("div");
      row.id = `completion-${at}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const code = document.createElement("code");
      code.textContent = text;
      const said = document.createElement("span");
      said.className = "dim";
      said.textContent = label;
      row.append(code, said);
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(at);
      });
      return row;
    });
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    field.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const mine = ++asked;
    const query = new URLSearchParams({ q: field.value, at: String(field.selectionStart) });
    try {
      const answer = await fetch(`${field.dataset.complete}?${query}`);
      if (!answer.ok || mine !== asked) return;
      const said = await answer.json();
      if (mine !== asked) return;
      // What stands there already needs no completion.
      const there = field.value.slice(said.start, said.end);
      found = { ...said, options: said.options.filter((one) => one.text !== there) };
      draw();
    } catch {
      // Offline: one types all of it.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, LATE);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const count = shown().length;
    const at = chosen();
    if (event.key === "ArrowDown") choose((at + 1) % count);
    else if (event.key === "ArrowUp") choose(at < 0 ? count - 1 : (at - 1 + count) % count);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
