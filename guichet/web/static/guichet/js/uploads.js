// Files by button, drag and paste: each travels at once, with its progress, and waits under a token until the form is sent.

function size(bytes) {
  const { lang } = document.documentElement;
  const [count, letter] = bytes < 1e6 ? [bytes / 1e3, "k"] : [bytes / 1e6, "M"];
  const said = new Intl.NumberFormat(lang, { maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
  return `${said.format(count)}\u00a0${letter}${lang === "fr" ? "o" : "B"}`;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function takesFiles(form, changed) {
  const travelling = new Set();
  const words = () => document.getElementById("id_attachments").dataset;
  const list = () => document.getElementById("files");

  function row(file) {
    const made = element("li");
    const weight = element("span", "dim small", size(file.size));
    const out = element("button", "btn plain small", words().remove);
    out.type = "button";
    out.setAttribute("aria-label", `${words().remove} ${file.name}`);
    out.addEventListener("click", () => remove(made));
    made.append(element("span"), element("span", "", file.name), weight, out);
    list().append(made);
    return { made, weight, out };
  }

  function refuse(made, message) {
    made.querySelector("progress")?.remove();
    made.append(element("p", "refusal", message));
  }

  function remove(made) {
    made.sending?.abort();
    made.remove();
    changed();
  }

  function send(file) {
    const { made, weight, out } = row(file);
    if (file.size > Number(words().most)) return refuse(made, words().tooBig);
    if (list().querySelectorAll("input[name=upload]").length + travelling.size >= Number(words().many)) {
      return refuse(made, words().tooMany);
    }
    const bar = element("progress", "bar");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    made.append(bar);
    out.textContent = words().stop;
    const request = new XMLHttpRequest();
    made.sending = request;
    const arrived = new Promise((resolve) => {
      request.upload.addEventListener("progress", (event) => {
        bar.value = (100 * event.loaded) / event.total;
        weight.textContent = `${size(event.loaded)} ${words().of} ${size(event.total)}`;
      });
      request.addEventListener("loadend", () => {
        weight.textContent = size(file.size);
        out.textContent = words().remove;
        finish(request, made, bar);
        resolve();
      });
    });
    travelling.add(arrived);
    arrived.then(() => travelling.delete(arrived));
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("file", file);
    request.open("POST", form.dataset.upload);
    request.responseType = "json";
    request.send(data);
  }

  function finish(request, made, bar) {
    bar.remove();
    if (request.status === 201) {
      const token = element("input");
      token.type = "hidden";
      token.name = "upload";
      token.value = request.response.token;
      made.append(token);
      made.firstElementChild.append(...document.getElementById("file-sign").cloneNode(true).childNodes);
      changed();
    } else if (request.status) {
      refuse(made, request.response?.message || (request.status === 413 ? words().tooBig : words().failed));
    } else if (made.isConnected) {
      refuse(made, words().failed);
    }
  }

  form.addEventListener("change", (event) => {
    if (event.target.id !== "id_attachments") return;
    [...event.target.files].forEach(send);
    event.target.value = "";
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    open();
    [...event.dataTransfer.files].forEach(send);
  });
  form.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    [...event.clipboardData.files].forEach(send);
  });

  // What was dropped anywhere on the form is shown in its step.
  function open() {
    const step = document.getElementById("step-files");
    if (step) step.open = true;
  }

  return {
    remove,
    areTravelling: () => travelling.size > 0,
    arrived: () => Promise.all(travelling),
  };
}
