// Shows what changes on the phones without a reload. The page works without it: forms post, and reload.
(() => {
  const EVERY_MS = 1000;
  const news = document.getElementById("news");
  let version = "";
  let busy = false;

  const texts = (thread) => thread.querySelectorAll("li.text").length;

  function replace(old, fresh) {
    if (old.innerHTML === fresh.innerHTML) return;
    const active = document.activeElement;
    const place = old.contains(active) ? [...old.querySelectorAll("button, input")].indexOf(active) : -1;
    const before = old.dataset.thread ? texts(old) : 0;
    old.innerHTML = fresh.innerHTML;
    if (place >= 0) old.querySelectorAll("button, input")[place]?.focus();
    if (!old.dataset.thread) return;
    const added = [...old.querySelectorAll("li.text")].slice(before);
    for (const text of added) text.classList.add("text--new");
    if (added.some((text) => text.classList.contains("text--theirs"))) tell(old.dataset.thread, old.dataset.phone);
  }

  let silent = 0;
  news.addEventListener("click", () => setTimeout(() => news.replaceChildren(), 100));

  function tell(name, key) {
    const link = document.createElement("a");
    link.href = `#${key}`;
    link.textContent = `New text on the phone of ${name}`;
    news.replaceChildren(link);
    clearTimeout(silent);
    silent = setTimeout(() => news.replaceChildren(), 6000);
  }

  async function look() {
    if (busy || document.hidden) return;
    busy = true;
    try {
      const answer = await fetch(`${location.pathname}?since=${version}`, { cache: "no-store" });
      if (answer.status !== 200) return;
      version = answer.headers.get("X-Version") || "";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(old.id);
        if (fresh) replace(old, fresh);
      }
      document.documentElement.classList.remove("is-away");
    } catch {
      document.documentElement.classList.add("is-away");
    } finally {
      busy = false;
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.target) return; // opens a page of its own
    event.preventDefault();
    const fields = new FormData(form, button);
    const address = button?.getAttribute("formaction") || form.getAttribute("action");
    for (const input of form.querySelectorAll("input:not([type=hidden])")) input.value = "";
    const posted = fetch(address, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
    setTimeout(look, 150);
    await posted.catch(() => {});
    look();
  });

  setInterval(look, EVERY_MS);
})();
