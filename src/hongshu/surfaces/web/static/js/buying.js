/**
 * Buying: a link to a buy sheet opens it over the page; choosing changes it there; adding says so and counts. The
 * cart's form sends itself. Without a script all of it is pages and forms.
 */
import { parsed } from "./fragments.js";
import { sheetDialog } from "./sheet_dialog.js";
import { toast } from "./toast.js";
import { word } from "./words.js";

/** @type {HTMLDialogElement | null} */
let dialog = null;

export function startBuying() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[data-buy], a[data-buy-at]"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    void open(link.dataset.buyAt ?? link.href, link);
  }, true);
  document.addEventListener("click", (event) => {
    const choice = /** @type {HTMLAnchorElement | null} */ (
      /** @type {Element} */ (event.target).closest("dialog a[data-buy-choice]")
    );
    if (!choice || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void choose(choice.href);
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter);
    if (form.matches("[data-buy-form]") && button && !button.matches("[data-buy-now]")) {
      event.preventDefault();
      void put(form, button);
    } else if (form.matches("[data-cart-form]") && button?.name !== "go") {
      event.preventDefault();
      void change(form, button);
    }
  });
  document.addEventListener("change", (event) => {
    const form = /** @type {HTMLFormElement | null} */ (
      /** @type {Element} */ (event.target).closest("[data-cart-form]")
    );
    if (form?.reportValidity()) void change(form, null);
  });
}

/**
 * @param {string} address
 * @param {HTMLElement} opener
 */
async function open(address, opener) {
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

/** @param {string} address */
async function choose(address) {
  try {
    fill(await ask(address));
    /** @type {HTMLElement | null} */ (dialog?.querySelector("[data-buy-choice][aria-current]") ?? null)?.focus();
  } catch {
    location.assign(address);
  }
}

/** @param {string} address */
async function ask(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", "1");
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

/** @param {string} html */
function fill(html) {
  const holder = dialog?.querySelector("[data-sheet-holder]");
  const part = parsed(html);
  if (!holder || !part.querySelector("[data-buy-sheet]")) throw new Error("no sheet");
  holder.replaceChildren(part);
}

function madeDialog() {
  dialog ??= sheetDialog(word("buy"), "buy-dialog");
  return dialog;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
async function put(form, button) {
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.words ?? "");
    count(said.units);
    dialog?.close();
    toast(word("in_cart"));
    const line = [...document.querySelectorAll("[data-messages] .toast")].pop();
    const link = document.createElement("a");
    link.href = "/cart";
    link.textContent = word("to_cart");
    line?.append(" ", link);
  } catch (error) {
    toast(/** @type {Error} */ (error).message || word("cart_failed"));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
async function change(form, button) {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  const page = document.querySelector("[data-cart-page]");
  const active = /** @type {HTMLInputElement | null} */ (document.activeElement);
  const again = active?.name ? [active.name, active.value] : null;
  page?.setAttribute("aria-busy", "true");
  try {
    const url = new URL(form.action);
    url.searchParams.set("fragment", "1");
    const answer = await fetch(url, {
      method: "POST",
      headers: { Accept: "text/html" },
      body: new URLSearchParams(/** @type {any} */ (body)),
    });
    // A refusal comes as the same cart, with its words.
    if (!answer.ok && answer.status >= 500) throw new Error(String(answer.status));
    const part = parsed(await answer.text());
    const cart = /** @type {HTMLElement | null} */ (part.querySelector("[data-cart]"));
    if (!cart) throw new Error("no cart");
    count(Number(cart.dataset.cart));
    page?.replaceChildren(part);
    if (again) focusOn(page, again);
  } catch {
    toast(word("cart_failed"));
  } finally {
    page?.removeAttribute("aria-busy");
  }
}

/**
 * @param {Element | null} page
 * @param {string[]} again the name and the value of what had the focus
 */
function focusOn(page, [name, value]) {
  const named = [...(page?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? [])];
  const same = named.find((node) => /** @type {HTMLInputElement} */ (node).value === value) ?? named[0];
  /** @type {HTMLElement | undefined} */ (same)?.focus();
}

/** @param {number} units */
function count(units) {
  for (const node of document.querySelectorAll("[data-cart-count]")) {
    const badge = /** @type {HTMLElement} */ (node);
    badge.hidden = !units;
    for (const number of badge.querySelectorAll("[data-cart-number]")) {
      number.textContent = units > 99 ? "99+" : String(units);
    }
  }
}
