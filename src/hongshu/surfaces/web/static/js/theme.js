/** The switch between light and dark; the server reads the same cookie, so the next page comes right. */
export function startTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target).closest("[data-theme-switch]");
    if (!target) return;
    event.preventDefault();
    const chosen = /** @type {HTMLElement} */ (target).dataset.themeSwitch;
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
    const next = chosen || (isDark ? "light" : "dark");
    change(() => {
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
    });
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax${secure}`;
    for (const option of document.querySelectorAll("[data-theme-switch][aria-pressed]")) {
      option.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (option).dataset.themeSwitch === next));
    }
  });
}

/** @param {() => void} apply */
function change(apply) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (document.startViewTransition && !isStill) document.startViewTransition(apply);
  else apply();
}
