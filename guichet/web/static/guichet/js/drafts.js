// Keeps what is typed a second after the last stroke, and when the page is left; the answer says when it was kept.

const PAUSE = 900;

export function keepsDraft(form, held, swap) {
  let waiting;
  let isOver = false;
  const control = new AbortController();

  async function keep() {
    clearTimeout(waiting);
    waiting = undefined;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: held(), signal: control.signal });
      if (answer.ok && !isOver) swap(await answer.text());
    } catch {
      if (!isOver) waiting = setTimeout(keep, 10 * PAUSE);
    }
  }

  function typed() {
    if (isOver) return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  }

  addEventListener("pagehide", () => {
    if (waiting && !isOver) navigator.sendBeacon(form.dataset.draft, held());
  });

  return {
    typed,
    stop() {
      isOver = true;
      control.abort();
      clearTimeout(waiting);
    },
  };
}
