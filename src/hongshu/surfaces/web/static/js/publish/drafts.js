/** Drafts: kept on the server while one types, and in the browser while the server cannot be reached. */
import { word } from "./words.js";

const WAIT_MS = 900;
const AGAIN_MS = 4000;
const UNSENT = "hongshu.unsent-draft";

/**
 * @param {HTMLFormElement} form
 * @param {() => boolean} isSent
 */
export function startDrafts(form, isSent) {
  const state = /** @type {HTMLElement | null} */ (form.querySelector("[data-draft-state]"));
  // Without a key it is a note that is edited: its address names what is kept.
  const key = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("draft"));
  if (!state) return;
  const url = state.dataset.draftUrl ?? "";
  const unsent = key ? UNSENT : `${UNSENT}:${url}`;
  let timer = 0;
  let last = contents(form).body.toString();
  /** @type {Promise<void>} */
  let underway = Promise.resolve();

  const save = async () => {
    clearTimeout(timer);
    if (isSent()) return;
    const { body, entries } = contents(form);
    const now = body.toString();
    if (now === last) return;
    const serial = String(Date.now());
    body.set("serial", serial);
    entries.push(["serial", serial]);
    try {
      const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      last = now;
      localStorage.removeItem(unsent);
      const said = await answer.json();
      if (key) {
        const address = new URL(location.href);
        address.search = said.draft ? `?draft=${encodeURIComponent(said.draft)}` : "";
        history.replaceState(history.state, "", address);
      }
      state.textContent = said.draft ? `${word("draft_saved")} ${clock()}` : "";
    } catch {
      // Kept here until the server answers again, also if the browser is closed before that.
      localStorage.setItem(unsent, JSON.stringify(entries));
      state.textContent = word("draft_unsaved");
      timer = setTimeout(soon, AGAIN_MS);
    }
  };
  // One after the other, so that an older one never comes last.
  const soon = () => {
    underway = underway.then(save);
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(soon, WAIT_MS);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  for (const part of form.querySelectorAll("[data-shots], [data-picked], [data-lines]")) {
    new MutationObserver(changed).observe(part, { childList: true, subtree: true, attributeFilter: ["value"] });
  }
  addEventListener("pagehide", () => {
    const { body } = contents(form);
    if (isSent() || body.toString() === last) return;
    body.set("serial", String(Date.now()));
    navigator.sendBeacon(url, body);
  });
  void sendUnsent(url, unsent, key?.value ?? null, form);
}

/** What an earlier visit could not send goes up now, and is opened.
 * @param {string} url
 * @param {string} unsent
 * @param {string | null} here
 * @param {HTMLFormElement} form
 */
async function sendUnsent(url, unsent, here, form) {
  const kept = localStorage.getItem(unsent);
  if (!kept) return;
  /** @type {[string, string][]} */
  const entries = JSON.parse(kept);
  const body = new URLSearchParams(entries);
  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value;
  body.set("csrfmiddlewaretoken", token);
  const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  localStorage.removeItem(unsent);
  const said = await answer.json();
  if (here === null) {
    if (said.saved) location.reload();
    return;
  }
  if (said.draft && said.draft !== here && !form.querySelector("[data-shots] li")) {
    location.replace(`?draft=${encodeURIComponent(said.draft)}`);
  }
}

/** @param {HTMLFormElement} form */
function contents(form) {
  /** @type {[string, string][]} */
  const entries = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "key" && name !== "serial") entries.push([name, value]);
  }
  return { entries, body: new URLSearchParams(entries) };
}

function clock() {
  return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}
