/**
 * A note over the waterfall, at its own address. The list stays where it is: Esc, the cross, a press beside the
 * note and the browser's Back all lead back to the very place.
 */
import { fragment, parsed } from "./fragments.js";
import { startPlaceholders } from "./placeholders.js";
import { startReels } from "./reel.js";
import { toast } from "./toast.js";
import { startWaterfalls } from "./waterfall.js";
import { word } from "./words.js";

const HOVER_MS = 70;
/** @type {HTMLDialogElement | null} */
let dialog = null;
/** @type {HTMLElement | null} */
let origin = null;
let titleBehind = "";
let depth = 0;
let hoverTimer = 0;

export function startOverlay() {
  document.addEventListener("click", onClick);
  addEventListener("popstate", onPopState);
  document.addEventListener("pointerover", onHover, { passive: true });
  document.addEventListener("touchstart", (event) => warm(event.target), { passive: true });
  document.addEventListener("focusin", (event) => warm(event.target));
  // A page that was reloaded with the overlay open is the note's own page by now.
  if (history.state?.overlay) history.replaceState(null, "");
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a.card-link"));
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  void open(link.href, /** @type {HTMLElement | null} */ (link.closest(".card")));
}

/**
 * @param {string} address
 * @param {HTMLElement | null} card
 */
async function open(address, card) {
  const isInside = Boolean(dialog?.open);
  const arriving = fragment(address);
  // Fetched already (the pointer was over it)? Then no bones are shown in between.
  const soon = await Promise.race([arriving.catch(() => ""), new Promise((later) => setTimeout(later, 40, null))]);
  if (!isInside) {
    origin = card;
    titleBehind = document.title;
    depth = 0;
  }
  depth += 1;
  history.pushState({ overlay: address, depth }, "", address);
  const first = () => show(soon ? parsed(soon) : bonesOf(card));
  if (isInside) first();
  else await change(card, first);
  if (soon) return;
  try {
    const html = await arriving;
    if (history.state?.overlay === address) show(parsed(html));
  } catch {
    toast(word("note_failed"));
    location.replace(address);
  }
}

/** @param {DocumentFragment} content */
function show(content) {
  const box = ensureDialog();
  const holder = /** @type {HTMLElement} */ (box.querySelector("[data-overlay-content]"));
  announceClosed();
  holder.replaceChildren(content);
  if (!box.open) box.showModal();
  // What had the focus may just have been replaced: keys would then go past the overlay.
  if (!box.contains(document.activeElement)) {
    /** @type {HTMLElement} */ (box.querySelector(".reel") ?? box).focus({ preventScroll: true });
  }
  box.scrollTop = 0;
  const note = /** @type {HTMLElement | null} */ (holder.querySelector("[data-note-page]"));
  startPlaceholders(holder);
  startReels(holder);
  startWaterfalls(holder);
  if (!note) return;
  document.title = note.dataset.title ?? document.title;
  const heading = note.querySelector("#note-title");
  if (heading) box.setAttribute("aria-labelledby", "note-title");
  document.dispatchEvent(new CustomEvent("note-opened", { detail: note }));
  document.dispatchEvent(new CustomEvent("cards", { detail: holder }));
}

function ensureDialog() {
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.className = "overlay";
  dialog.tabIndex = -1;
  dialog.setAttribute("aria-label", word("note"));
  const close = document.createElement("button");
  close.type = "button";
  close.className = "overlay-close";
  close.setAttribute("aria-label", word("close"));
  close.innerHTML = '<svg class="icon" aria-hidden="true"><use href="#i-close"/></svg>';
  close.addEventListener("click", leave);
  const holder = document.createElement("div");
  holder.dataset.overlayContent = "";
  dialog.append(holder, close);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  dialog.addEventListener("keydown", onKey);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) leave();
  });
  document.body.append(dialog);
  return dialog;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  // Not every browser turns Esc into "cancel" a second time when the first was prevented.
  if (event.key === "Escape") {
    event.preventDefault();
    leave();
    return;
  }
  const isTyping = /** @type {Element} */ (event.target).matches("input, textarea, .reel");
  if (isTyping || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  dialog?.querySelector("[data-reel]")?.dispatchEvent(
    new CustomEvent("reel-step", { detail: event.key === "ArrowLeft" ? -1 : 1 }),
  );
}

/** All notes that were opened from one another are left at once; Back goes one by one. */
function leave() {
  const steps = history.state?.overlay ? history.state.depth : 0;
  if (steps) history.go(-steps);
  else closed();
}

/** @param {PopStateEvent} event */
function onPopState(event) {
  const address = event.state?.overlay;
  if (!address) {
    if (dialog?.open) closed();
    return;
  }
  depth = event.state.depth;
  void fragment(address).then(
    (html) => {
      if (history.state?.overlay === address) show(parsed(html));
    },
    () => location.reload(),
  );
}

function closed() {
  const card = origin;
  void change(card, () => {
    announceClosed();
    dialog?.close();
    dialog?.querySelector("[data-overlay-content]")?.replaceChildren();
    document.title = titleBehind;
    const link = /** @type {HTMLElement | null} */ (card?.querySelector(".card-link") ?? null);
    link?.focus({ preventScroll: true });
  });
  origin = null;
}

function announceClosed() {
  const note = dialog?.querySelector("[data-note-page]");
  if (note) document.dispatchEvent(new CustomEvent("note-closed", { detail: note }));
}

/**
 * The cover grows into the note's first picture, and back.
 * @param {HTMLElement | null} card
 * @param {() => void} apply
 */
async function change(card, apply) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const cover = /** @type {HTMLElement | null} */ (card?.querySelector(".cover") ?? null);
  if (!document.startViewTransition || isStill || !cover) {
    apply();
    return;
  }
  const wasOpen = Boolean(dialog?.open);
  const media = () => /** @type {HTMLElement | null} */ (dialog?.querySelector(".note-media") ?? null);
  const before = wasOpen ? media() : cover;
  name(before);
  const transition = document.startViewTransition(() => {
    unname(before);
    apply();
    name(wasOpen ? cover : media());
  });
  void transition.finished.finally(() => {
    unname(cover);
    unname(media());
  });
  await transition.updateCallbackDone;
}

/** @param {HTMLElement | null} element */
function name(element) {
  element?.style.setProperty("view-transition-name", "opened-cover");
}

/** @param {HTMLElement | null} element */
function unname(element) {
  element?.style.removeProperty("view-transition-name");
}

/**
 * What the card knows already, in the shape of the note.
 * @param {HTMLElement | null} card
 */
function bonesOf(card) {
  const cover = /** @type {HTMLElement | null} */ (card?.querySelector(".cover") ?? null);
  const image = card?.querySelector("img");
  const part = parsed(`<article class="note arriving"><div class="note-media"><ul class="reel"><li></li></ul></div>
    <div class="note-side"><header class="note-author"></header>
    <div class="note-scroll"><div class="bones"><i></i><i></i><i></i><i></i><i></i><i></i></div></div></div></article>`);
  const note = /** @type {HTMLElement} */ (part.querySelector(".note"));
  note.style.setProperty("--ratio", cover?.style.getPropertyValue("--ratio") || "1.25");
  const author = card?.querySelector(".card-author");
  if (author) part.querySelector(".note-author")?.append(author.cloneNode(true));
  if (image?.currentSrc && image.closest(".cover")) {
    const copy = document.createElement("img");
    copy.src = image.currentSrc;
    copy.alt = image.alt;
    part.querySelector("li")?.append(copy);
  }
  return part;
}

/** @param {PointerEvent} event */
function onHover(event) {
  if (event.pointerType === "touch") return;
  clearTimeout(hoverTimer);
  hoverTimer = setTimeout(() => warm(event.target), HOVER_MS);
}

/** @param {EventTarget | null} target */
function warm(target) {
  const link = /** @type {HTMLAnchorElement | null} */ (
    /** @type {Element | null} */ (target)?.closest?.("a.card-link") ?? null
  );
  if (link) fragment(link.href).catch(() => undefined);
}
