/** The follow button answers at once; the server's word follows, and a refusal takes it back. */
import { forgetFragments } from "./fragments.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

export function startFollow() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("[data-follow]")) return;
    event.preventDefault();
    void press(form);
  });
  // An open menu closes when something else is pressed, or with Escape.
  document.addEventListener("click", (event) => closeMenus(/** @type {Node} */ (event.target)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(null);
  });
}

/** @param {Node | null} target */
function closeMenus(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!target || !menu.contains(target)) menu.removeAttribute("open");
  }
}

/** @param {HTMLFormElement} form */
async function press(form) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  if (button.getAttribute("aria-busy") === "true") return;
  const wants = button.value === "1";
  button.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(form);
    body.set("follows", button.value);
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(/** @type {any} */ (body)),
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.words ?? "");
    show(form.dataset.follow ?? "", said.follows, said.requested);
    forgetFragments();
  } catch (error) {
    toast(/** @type {Error} */ (error).message || word(wants ? "follow_failed" : "unfollow_failed"));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/**
 * @param {string} handle
 * @param {boolean} follows
 * @param {boolean} requested
 */
function show(handle, follows, requested) {
  for (const form of document.querySelectorAll(`[data-follow="${CSS.escape(handle)}"]`)) {
    const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
    const isOn = follows || requested;
    button.value = isOn ? "" : "1";
    button.classList.toggle("quiet", isOn);
    button.setAttribute("aria-pressed", String(isOn));
    const text = button.firstChild;
    if (text) text.textContent = word(requested ? "requested" : follows ? "following" : "follow");
  }
}
