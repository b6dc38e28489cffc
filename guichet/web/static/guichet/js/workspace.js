// Keys of the workspace. Each does what a link or a button on the page does; none is the only way.

const typing = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll(".queue tbody tr")];
const chosen = () => document.querySelector(".queue tr[aria-selected=true]");

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(chosen());
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
  all.forEach((row) => row.removeAttribute("aria-selected"));
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
  const link = next.querySelector("td.subject a");
  if (link) link.focus({ preventScroll: true });
}

function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (one) => !one.disabled && one.checkVisibility(),
  );
  if (!target) return false;
  if (target.matches("input[type=radio], input[type=checkbox]")) {
    target.checked = true;
    target.dispatchEvent(new Event("change", { bubbles: true }));
    const around = target.closest(".compose, form");
    const field = around && [...around.querySelectorAll("textarea")].find((area) => area.checkVisibility());
    if (field) field.focus();
  } else if (target.matches("details")) {
    target.open = true;
    const first = target.querySelector("input, select, textarea, button, a");
    if (first) first.focus();
  } else {
    target.click();
  }
  return true;
}

// The box at the left answers also where the rail is folded away.
function find() {
  const box = document.querySelector(".find");
  if (box && !over.firstElementChild) box.click();
  return Boolean(box);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "k" && find()) event.preventDefault();
    if (event.key === "/" && press("?")) event.preventDefault();
    return;
  }
  if (event.altKey || event.defaultPrevented) return;
  if (over?.firstElementChild) {
    if (event.key === "Escape") close();
    return;
  }
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const row = chosen();
  const acts = {
    j: () => move(1),
    k: () => move(-1),
    o: () => row && row.querySelector("td.subject a").click(),
    x: () => {
      const tick = row && row.querySelector("input[type=checkbox]");
      if (tick) tick.click();
    },
    "/": find,
    Escape: () => press("Escape") || document.querySelectorAll("details.drop-down[open]").forEach((open) => (open.open = false)),
  };
  if (document.querySelector(".queue") && acts[event.key]) {
    acts[event.key]();
    event.preventDefault();
  } else if (event.key === "Escape" || event.key === "/") {
    acts[event.key]();
    event.preventDefault();
  } else if (press(event.key)) {
    event.preventDefault();
  }
});

// The bulk bar says how many are ticked; that it stands in place of the filters is the stylesheet's work.
function count() {
  const said = document.querySelector("[data-selected]");
  if (said) said.textContent = document.querySelectorAll(".queue tbody input[type=checkbox]:checked").length;
}
document.addEventListener("change", (event) => event.target.matches(".queue input[type=checkbox]") && count());
document.addEventListener("htmx:afterSwap", count);
count();

// A click beside an open drop-down closes it.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.drop-down[open]").forEach((open) => {
    if (!open.contains(event.target)) open.open = false;
  });
});

// What was selected last in the conversation: a click on a gesture ends the selection before its dialog is there.
let selected = "";
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const within = selection.anchorNode?.parentElement?.closest("#thread, .case header h1");
  if (within && !selection.isCollapsed) selected = selection.toString();
});

// A dialog takes the focus and keeps it; its Cancel is a link back, which here only takes the dialog away and the focus home.
const over = document.getElementById("over");
let opener;

function close() {
  over.replaceChildren();
  document.querySelector(".shell").inert = false;
  if (opener?.isConnected) opener.focus();
}

function hold(event) {
  const dialog = over?.querySelector("[data-dialog]");
  if (!dialog || event.target !== over) return;
  if (!over.contains(document.activeElement) && document.activeElement !== document.body) opener = document.activeElement;
  document.querySelector(".shell").inert = true;
  const taking = dialog.querySelector("[data-takes-selection]");
  if (taking && !taking.value) taking.value = selected;
  const first = dialog.querySelector("input:not([type=hidden]), select, textarea, a[href], button");
  if (first) first.focus();
}
document.addEventListener("htmx:afterSwap", hold);
document.addEventListener("guichet:over", hold);
document.addEventListener("click", (event) => {
  if (!event.target.closest("#over [data-key=Escape]")) return;
  event.preventDefault();
  close();
});

// The thread opens at its last words.
const body = document.querySelector(".case .body");
if (body && !location.hash) body.scrollTop = body.scrollHeight;
