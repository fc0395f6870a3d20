// The queue refreshes itself. Without this script its link "Load again" does the same.
"use strict";

const queue = document.getElementById("queue");
if (queue) {
  const stale = document.getElementById("queue-stale");
  const news = document.getElementById("queue-news");
  const every = Number(queue.dataset.refresh) * 1000;
  let shown = queue;

  const refresh = async () => {
    try {
      const answer = await fetch(location.href, {
        headers: { "X-By-Itself": "yes", "X-Known": shown.dataset.known },
        signal: AbortSignal.timeout(every),
      });
      // Signed out meanwhile: the page must not go on showing names.
      if (answer.redirected) {
        location.reload();
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("queue");
      const focused = shown.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      const before = new Set(shown.dataset.known.split(","));
      const more = fresh.dataset.known.split(",").some((number) => number && !before.has(number));
      shown.replaceWith(document.adoptNode(fresh));
      shown = fresh;
      document.title = page.title;
      if (focused) shown.querySelector(`a[href="${focused}"]`)?.focus();
      if (more) news.textContent = shown.querySelector("h1").textContent;
      stale.hidden = true;
    } catch {
      stale.hidden = false;
    }
  };
  setInterval(refresh, every);
}
