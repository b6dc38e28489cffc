// Search or do: acts of the page one is on, then what the server finds, then the views. Everything it does stands on the page too.

const LATE = 160; // ms of rest before the server is asked

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function option(kind, name, note, act, language) {
  const row = document.createElement("div");
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  for (const [text, quiet] of [[kind, true], [name, false], [note, true]]) {
    const cell = document.createElement("span");
    if (quiet) cell.className = "dim";
    else if (language) cell.lang = language;
    cell.textContent = text;
    row.append(cell);
  }
  row.act = act;
  return row;
}

function group(name, rows) {
  const around = document.createElement("div");
  around.setAttribute("role", "group");
  around.setAttribute("aria-label", name);
  const head = document.createElement("p");
  head.className = "group";
  head.setAttribute("aria-hidden", "true");
  head.textContent = name;
  around.append(head, ...rows);
  return around;
}

const label = (one) => [...one.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join(" ").trim();

// What stands on the page under the dialog: the gestures of the request, and the rail's views.
function standing(dialog) {
  const gestures = [...document.querySelectorAll("[role=toolbar] .filter, .compose [data-key]")].filter((one) => one.tagName !== "DETAILS");
  const acts = gestures.map((one) => {
    const said = one.matches("input") ? one.labels?.[0] || one : one;
    return [label(said) || one.getAttribute("aria-label") || "", () => one.click(), one.dataset.key || ""];
  });
  const views = [...document.querySelectorAll(".rail .views a")].map((one) => [one.querySelector("span").textContent, () => location.assign(one.href), ""]);
  return [
    [dialog.dataset.acts, dialog.dataset.act, acts],
    [dialog.dataset.views, dialog.dataset.view, views],
  ];
}

function open(dialog) {
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const [acts, views] = standing(dialog);
  let found = [];
  let timer;
  let asked = 0;
  let narrowed = 0; // which group alone is shown; 0 for all

  const shown = () => [...list.querySelectorAll("[role=option]")].filter((one) => one.checkVisibility());

  function choose(one) {
    list.querySelectorAll("[aria-selected=true]").forEach((old) => old.setAttribute("aria-selected", "false"));
    if (!one) return field.removeAttribute("aria-activedescendant");
    one.setAttribute("aria-selected", "true");
    one.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", one.id);
  }

  function draw() {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    const own = ([name, kind, rows]) => {
      const holding = rows.filter(([text]) => words.every((word) => folded(text).includes(word)));
      return holding.length ? [group(name, holding.slice(0, words.length ? 6 : 20).map(([text, act, key]) => option(kind, text, key, act)))] : [];
    };
    const fromServer = found.map(({ name, options }) =>
      group(name, options.map((one) => option(one.kind, one.name, one.note, () => location.assign(one.href), one.language))));
    const query = field.value.trim();
    const all = query ? [group(dialog.dataset.all, [option("", query, "", () => location.assign(`/desk/search/?q=${encodeURIComponent(query)}`))])] : [];
    list.replaceChildren(...own(acts), ...fromServer, ...own(views), ...all);
    const groups = [...list.children];
    if (narrowed > groups.length) narrowed = 0;
    groups.forEach((one, place) => (one.hidden = narrowed > 0 && place !== narrowed - 1));
    list.querySelectorAll("[role=option]").forEach((one, place) => (one.id = `option-${place}`));
    choose(shown()[0]);
  }

  async function ask() {
    const query = field.value.trim();
    const mine = ++asked;
    if (!query) {
      found = [];
      return draw();
    }
    try {
      const answer = await fetch(`${dialog.dataset.palette}?q=${encodeURIComponent(query)}`);
      const { groups } = answer.ok ? await answer.json() : { groups: [] };
      if (mine === asked) {
        found = groups;
        draw();
      }
    } catch {
      // Offline: what stands on the page is still found.
    }
  }

  function run(one) {
    if (!one) return;
    dialog.querySelector("[data-key=Escape]").click();
    one.act();
  }

  field.addEventListener("input", () => {
    narrowed = 0;
    draw();
    clearTimeout(timer);
    timer = setTimeout(ask, LATE);
  });
  field.addEventListener("keydown", (event) => {
    const all = shown();
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.key in moves && all.length) choose(all[(moves[event.key] + all.length) % all.length]);
    else if (event.key === "Enter") run(all[at]);
    else if (event.key === "Tab" && !event.shiftKey && list.children.length > 1) {
      narrowed = (narrowed + 1) % (list.children.length + 1);
      draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("click", (event) => run(event.target.closest("[role=option]")));
  draw();
  field.focus();
}

// The box at the left opens it at once: a key pressed next is typed into it. Without script it leads to the page of search.
document.addEventListener("click", (event) => {
  const template = event.target.closest(".find") && document.getElementById("palette");
  if (!template || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const over = document.getElementById("over");
  over.replaceChildren(template.content.cloneNode(true));
  over.dispatchEvent(new CustomEvent("guichet:over", { bubbles: true }));
  open(over.querySelector("[data-palette]"));
});
