// The form of a new request while somebody writes: advice, the promise, the draft, one step after the other.
// Nothing here is needed: the form is a plain POST, and every step opens by itself.

import { keepsDraft } from "./drafts.js";
import { takesFiles } from "./uploads.js";

const form = () => document.getElementById("new");

// What the form holds, without the files themselves: those are sent ahead.
export function held() {
  const data = new FormData(form());
  data.delete("attachments");
  return data;
}

// The fragments of an answer take the place of those with their id; focus stays where it was.
export function swap(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement && document.activeElement.id;
  for (const part of parsed.body.querySelectorAll("[id]")) {
    if (part.parentElement.closest("[id]")) continue;
    const old = document.getElementById(part.id);
    if (old && old.outerHTML !== part.outerHTML) old.replaceWith(document.adoptNode(part));
  }
  if (focused && document.activeElement.id !== focused) document.getElementById(focused)?.focus();
  plain();
  quieten();
}

const running = new Map();

async function ask(address, further = []) {
  running.get(address)?.abort();
  const control = new AbortController();
  running.set(address, control);
  try {
    const body = held();
    for (const [name, value] of further) body.append(name, value);
    const answer = await fetch(address, { method: "POST", body, signal: control.signal });
    if (answer.status === 200) swap(await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") console.debug(error.name);
  }
}

function later(act, delay) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, delay);
  };
}

const advise = later(async () => {
  await ask(form().dataset.coach);
  proposeDomain();
}, 350);
const promise = later(() => ask(form().dataset.promise), 120);
const LEVEL = /^(blocked|way_round|revenue|data_harm|criticality|installation|action|domain|deadline)$/;

// The domain follows the words until somebody chooses one himself.
let isDomainChosen = false;

function proposeDomain() {
  const hint = document.getElementById("domain-hint");
  const select = document.getElementById("id_domain");
  if (!hint || !select || isDomainChosen) return;
  if (select.value !== hint.dataset.proposed) {
    select.value = hint.dataset.proposed || "";
    promise();
  }
}

// What is known already: words and the quick model first, the rest once it is there. It is told once, in one sentence.
const LEAST_CHARACTERS = 25;
let isTold = "";

function typedCharacters() {
  return [...form().elements].filter((field) => /^(subject|description|did|happened|expected)$/.test(field.name)).reduce((sum, field) => sum + field.value.trim().length, 0);
}

async function look(isQuick) {
  if (!form().dataset.known || typedCharacters() < LEAST_CHARACTERS) return;
  await ask(form().dataset.known, isQuick ? [["quick", "1"]] : []);
  const said = document.getElementById("known-said")?.textContent || "";
  const told = document.getElementById("known-told");
  if (told && said !== isTold) told.textContent = isTold = said;
  if (isQuick) await lookFurther();
}

async function lookFurther() {
  if ("more" in (document.getElementById("known-more")?.dataset || {})) await look(false);
}

const suggest = later(() => look(true), 400);

function notThis(value) {
  const kept = document.createElement("input");
  Object.assign(kept, { type: "hidden", name: "not_this", value });
  document.getElementById("known").prepend(kept);
  look(true);
}

function again() {
  document.querySelectorAll("#known [name=not_this]").forEach((kept) => kept.remove());
  look(true);
}

// A duty that the level does not have steps back; without script all of them are there.
function quieten() {
  const level = document.getElementById("level");
  if (!level) return;
  const duties = level.dataset.duties.split(" ");
  document.querySelectorAll("[data-duty]").forEach((part) => {
    const due = part.dataset.duty === "criticality_reason" ? level.dataset.differs === "yes" : duties.includes(part.dataset.duty);
    const filled = [...part.querySelectorAll("input, textarea")].some((field) => field.value || field.getAttribute("aria-invalid"));
    part.hidden = !due && !filled;
  });
}

// What stands in each field, so that what is typed while an answer travels is not lost with the old form.
function stands() {
  const fields = [...form().elements].filter((field) => field.id && field.matches("textarea, select, input:not([type=hidden], [type=file])"));
  return new Map(fields.map((field) => [field.id, field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value]));
}

// Another type or company asks other fields: the form comes anew, with what was typed and the files on their way.
async function choose(by) {
  const data = held();
  const before = stands();
  data.append("choose", by);
  const answer = await fetch(form().getAttribute("action"), { method: "POST", body: data });
  if (answer.status !== 200) return;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = parsed.getElementById("new");
  if (!next) return;
  const open = form().querySelector("details.step[open]")?.id;
  const focused = document.activeElement;
  const again = focused && { id: focused.id, name: focused.name, value: focused.value };
  const files = document.getElementById("files");
  next.querySelectorAll("details.step").forEach((step) => (step.open = open ? step.id === open : step.open));
  next.querySelector("#files")?.replaceWith(files);
  for (const [id, value] of stands()) {
    const field = before.get(id) !== value && next.querySelector(`#${CSS.escape(id)}`);
    if (field) field.type === "checkbox" || field.type === "radio" ? (field.checked = value) : (field.value = value);
  }
  form().replaceChildren(...next.childNodes);
  document.getElementById("promise")?.replaceWith(document.adoptNode(parsed.getElementById("promise")));
  const types = document.getElementById("types");
  if (by === "type" && types) types.open = true;
  const step = focused?.matches("summary") && focused.closest("details").id;
  const back = step ? document.querySelector(`#${step} > summary`) : again && (document.getElementById(again.id) || form().querySelector(`[name="${again.name}"][value="${CSS.escape(again.value)}"]`));
  back?.focus();
  lookFurther();
  isDomainChosen = Boolean(document.getElementById("id_domain")?.value);
  plain();
  quieten();
}

// Buttons that only a browser without script needs, and those that only script can serve.
function plain() {
  document.querySelectorAll("[data-script]").forEach((part) => (part.hidden = false));
  document.querySelectorAll("[data-plain]").forEach((part) => (part.hidden = true));
}

// Enter in a line goes on to the next step instead of sending half a form.
function onward(field) {
  const step = field.closest("details.step");
  let next = step?.nextElementSibling;
  while (next && !next.matches("details.step")) next = next.nextElementSibling;
  if (!next) return;
  step.open = false;
  next.open = true;
  next.querySelector("summary").focus();
}

function takeOut(button) {
  const field = document.getElementById(button.dataset.takeOut);
  if (!field) return;
  const signs = Array.from(field.value);
  signs.splice(Number(button.dataset.start), button.dataset.end - button.dataset.start, "…");
  field.value = signs.join("");
  button.closest(".say").remove();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function keepSecret(button) {
  const kept = document.createElement("input");
  kept.type = "hidden";
  kept.name = "keep_secret";
  kept.value = "1";
  form().append(kept);
  button.closest("#secrets").replaceChildren();
}

if (form()) {
  const drafts = keepsDraft(form(), held, swap);
  const files = takesFiles(form(), drafts.typed);

  form().addEventListener("input", (event) => {
    drafts.typed();
    if (event.target.matches("textarea, input:not([type=radio]):not([type=checkbox]):not([type=file])")) {
      advise();
      suggest();
    }
  });
  form().addEventListener("change", (event) => {
    const { name } = event.target;
    drafts.typed();
    if (name === "domain") isDomainChosen = true;
    if (name === "type" || name === "company" || name === "installation") choose(name);
    else if (name.startsWith("which_")) choose("which");
    else if (LEVEL.test(name)) promise();
    else if (name !== "attachments") advise();
  });
  form().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=radio]):not([type=checkbox]):not([type=file])")) return;
    event.preventDefault();
    onward(event.target);
  });
  form().addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.takeOut) takeOut(button);
    else if (button && "keepSecret" in button.dataset) keepSecret(button);
  });
  form().addEventListener("submit", (event) => {
    const by = event.submitter;
    if (by?.name === "without") {
      event.preventDefault();
      files.remove(by.closest("li"));
    } else if (by?.dataset.knownNot) {
      event.preventDefault();
      notThis(by.dataset.knownNot);
    } else if (by && "knownAgain" in by.dataset) {
      event.preventDefault();
      again();
    } else if (by?.name === "choose") {
      event.preventDefault();
      choose(by.value);
    } else if (files.areTravelling()) {
      event.preventDefault();
      files.arrived().then(() => form().requestSubmit(by));
    } else {
      drafts.stop();
    }
  });
  isDomainChosen = Boolean(document.getElementById("id_domain")?.value);
  plain();
  quieten();
  lookFurther();
  if (!document.getElementById("id_subject")?.value) document.querySelector(".say.warn[tabindex]")?.focus();
}
