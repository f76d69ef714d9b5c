/**
 * Collecting: one press puts a note on the default board at once; a press on what is collected opens the sheet of
 * boards. Without a script the same link leads to the same sheet as a page.
 */
import { forgetFragments, parsed } from "./fragments.js";
import { sheetDialog } from "./sheet_dialog.js";
import { toast } from "./toast.js";
import { compact, word } from "./words.js";

/** @type {Set<string>} */
const underway = new Set();
/** @type {HTMLDialogElement | null} */
let dialog = null;

export function startCollect() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const mark = /** @type {HTMLAnchorElement | null} */ (target.closest("[data-collect]"));
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    press(mark);
  });
  document.addEventListener("keydown", (event) => {
    const mark = /** @type {Element} */ (event.target).closest?.("[data-collect]");
    if (!mark || event.key !== " ") return;
    event.preventDefault();
    press(/** @type {HTMLAnchorElement} */ (mark));
  });
}

/** @param {HTMLAnchorElement} mark */
function press(mark) {
  const { signedIn, signIn } = document.body.dataset;
  if (!signedIn) {
    location.assign(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (mark.getAttribute("aria-pressed") === "true") void openSheet(mark.href, mark);
  else void collect(mark);
}

/** @param {HTMLAnchorElement} mark */
async function collect(mark) {
  const id = /** @type {string} */ (mark.dataset.collect);
  if (underway.has(id)) return;
  underway.add(id);
  const before = Number(mark.dataset.count);
  show(id, true, before + 1);
  try {
    const answer = await fetch(`/note/${id}/collect`, {
      method: "POST",
      headers: { "X-CSRFToken": document.body.dataset.csrf ?? "", Accept: "application/json" },
      body: new URLSearchParams({ collected: "1" }),
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.words ?? "");
    show(id, said.collected, said.count);
    forgetFragments();
    offer(mark);
  } catch (error) {
    show(id, false, before);
    toast(/** @type {Error} */ (error).message || word("collect_failed"));
  } finally {
    underway.delete(id);
  }
}

/**
 * Says that it is collected, with the way to another board.
 * @param {HTMLAnchorElement} mark
 */
function offer(mark) {
  toast(word("collected"));
  const line = [...document.querySelectorAll("[data-messages] .toast")].pop();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast-act";
  button.textContent = word("choose_board");
  button.addEventListener("click", () => void openSheet(mark.href, mark));
  line?.append(" ", button);
}

/**
 * @param {string} address
 * @param {HTMLElement} opener
 */
async function openSheet(address, opener) {
  try {
    const html = await ask(address);
    const sheet = madeDialog();
    fill(html);
    if (!sheet.open) sheet.showModal();
    sheet.onclose = () => opener.focus();
  } catch {
    location.assign(address);
  }
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 */
async function ask(address, options) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", "1");
  const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
  // A refusal comes as the same sheet, with its words.
  if (!answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error(String(answer.status));
  return answer.text();
}

function madeDialog() {
  if (dialog) return dialog;
  dialog = sheetDialog(word("boards"));
  dialog.addEventListener("submit", (event) => void send(event));
  return dialog;
}

/** @param {SubmitEvent} event */
async function send(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const body = new FormData(form);
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (button?.name) body.set(button.name, button.value);
  const board = body.get("board");
  try {
    const html = await ask(form.action, {
      method: "POST",
      headers: { Accept: "text/html", "X-CSRFToken": document.body.dataset.csrf ?? "" },
      body: new URLSearchParams(/** @type {any} */ (body)),
    });
    fill(html);
    forgetFragments();
    const again = dialog?.querySelector(`input[name=board][value="${CSS.escape(String(board))}"]`);
    /** @type {HTMLElement | null} */ (again?.closest("form")?.querySelector("button") ?? null)?.focus();
  } catch {
    toast(word("collect_failed"));
  }
}

/** @param {string} html */
function fill(html) {
  const holder = dialog?.querySelector("[data-sheet-holder]");
  const part = parsed(html);
  const sheet = /** @type {HTMLElement | null} */ (part.querySelector("[data-sheet]"));
  if (!holder || !sheet) throw new Error("no sheet");
  show(sheet.dataset.sheet ?? "", Boolean(sheet.dataset.collected), Number(sheet.dataset.count));
  holder.replaceChildren(part);
}

/**
 * @param {string} id
 * @param {boolean} isCollected
 * @param {number} count
 */
function show(id, isCollected, count) {
  for (const node of document.querySelectorAll(`[data-collect="${CSS.escape(id)}"]`)) {
    const mark = /** @type {HTMLElement} */ (node);
    mark.setAttribute("aria-pressed", String(isCollected));
    mark.dataset.count = String(count);
    const label = mark.querySelector("[data-collect-count]");
    if (label) label.textContent = count ? compact(count) : word("collect");
  }
}
