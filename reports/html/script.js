"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const items = [...document.querySelectorAll("[data-state]")];
  const chips = [...document.querySelectorAll(".chips button")];
  const search = $("page-search"), severity = $("page-severity"), column = $("page-column");
  const sections = [$("page-failed"), $("page-passed")].filter(Boolean);
  const columns = JSON.parse($("page-columns-of").textContent);
  root.classList.add("js");

  let status = "";
  let texts; // of the items, once somebody searches

  function matches(item, i, words) {
    if (status && item.dataset.state !== status) return false;
    if (severity.value && item.dataset.severity !== severity.value) return false;
    if (column.value && !columns[i].includes(+column.value)) return false;
    return words.every((w) => texts[i].includes(w));
  }

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) texts = items.map((item) => (item.id + " " + item.textContent).toLowerCase());
    let n = 0;
    items.forEach((item, i) => {
      const ok = matches(item, i, words);
      item.hidden = !ok;
      n += ok;
    });
    for (const s of sections) s.hidden = !s.querySelector("[data-state]:not([hidden])");
    const all = n === items.length;
    $("page-shown").textContent = all ? "" : n.toLocaleString("en") + " of " + items.length.toLocaleString("en") + " shown";
    $("page-reset").hidden = all;
    $("page-none").hidden = n > 0;
  }

  function choose(chip) {
    status = chip.dataset.status;
    for (const c of chips) c.setAttribute("aria-pressed", c === chip);
    apply();
  }

  function reset() {
    search.value = severity.value = column.value = "";
    choose(chips[0]);
  }

  for (const c of chips) c.addEventListener("click", () => choose(c));
  let timer;
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 80); });
  severity.addEventListener("change", apply);
  column.addEventListener("change", apply);
  $("page-reset").addEventListener("click", () => { reset(); search.focus(); });

  // A link to something that is filtered out shows it.
  function follow() {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is */ }
    const target = id && $(id);
    if (!target || !target.closest("[hidden]")) return;
    reset();
    target.scrollIntoView();
  }
  addEventListener("hashchange", follow);

  let gone;
  function say(text) {
    $("page-toast").textContent = text;
    clearTimeout(gone);
    gone = setTimeout(() => { $("page-toast").textContent = ""; }, 2500);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say("Copied " + text);
  }

  document.addEventListener("click", (e) => {
    const address = e.target.closest(".cp");
    if (address) { copy(address.textContent); return; }
    const only = e.target.closest("[data-column]");
    if (only) {
      reset();
      column.value = only.dataset.column;
      apply();
      $("page-tools").scrollIntoView();
      column.focus();
    }
  });

  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && e.target === search) { search.value = ""; apply(); }
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
    e.preventDefault();
    search.focus();
  });

  const theme = $("page-theme");
  theme.addEventListener("click", () => {
    const dark = getComputedStyle(root).colorScheme === "dark" ||
      (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "light" : "dark";
  });
  theme.hidden = false;

  follow();
})();
