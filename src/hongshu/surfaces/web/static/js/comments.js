/**
 * Comments: posting, liking, pinning, deleting and reading on without leaving the page. Every control is a form
 * or a link that works alone; here they only answer at once.
 */
import { forgetFragments, parsed } from "./fragments.js";
import { startPlaceholders } from "./placeholders.js";
import { toast } from "./toast.js";
import { compact, word } from "./words.js";

const MOST = 300;
/** @type {WeakSet<Element>} */
const underway = new WeakSet();

export function startComments() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("input", onInput);
  document.addEventListener("change", onFile);
  document.addEventListener("toggle", onToggle, true);
  // Before the overlay hears of it: Escape closes the composer first, and the note with the next one.
  document.addEventListener("keydown", onKey, true);
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const act = form.dataset.commentAct;
  if (!act) return;
  event.preventDefault();
  void alone(form, () => ({ post, like, pin })[act]?.(form, /** @type {HTMLButtonElement} */ (event.submitter)));
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement | null} */ (
    target.closest("a[data-comment-reply], a[data-comment-delete], a[data-comments-sort], a[data-comments-more], a[data-compose]")
  );
  if (link) {
    const composer = composerOf(link);
    if (link.matches("[data-comment-reply], [data-compose]") && !composer) return;
    event.preventDefault();
    if (link.matches("[data-comment-reply]")) answer(link, /** @type {HTMLDetailsElement} */ (composer));
    else if (link.matches("[data-compose]")) open(/** @type {HTMLDetailsElement} */ (composer));
    else if (link.matches("[data-comment-delete]")) void alone(link, () => remove(link));
    else if (link.matches("[data-comments-sort]")) void alone(link, () => sort(link));
    else void alone(link, () => more(link));
    return;
  }
  const summary = target.closest("details[data-composer]:not([open]) > summary");
  if (summary) {
    // Opened here and now: the browser's own way comes later, and the first letters would be lost.
    event.preventDefault();
    open(/** @type {HTMLDetailsElement} */ (summary.parentElement));
    return;
  }
  const cancel = target.closest("[data-composer-cancel]");
  if (cancel) forgetAnswered(/** @type {HTMLFormElement} */ (cancel.closest("form")));
  closeEmpty(target);
}

/**
 * A composer in which nothing was typed closes when something else is pressed.
 * @param {Element} target
 */
function closeEmpty(target) {
  for (const node of document.querySelectorAll(".note-bar details[data-composer][open]")) {
    const composer = /** @type {HTMLDetailsElement} */ (node);
    const text = composer.querySelector("textarea");
    const file = /** @type {HTMLInputElement | null} */ (composer.querySelector("input[type=file]"));
    if (!composer.contains(target) && !text?.value.trim() && !file?.files?.length) composer.open = false;
  }
}

/**
 * One thing at a time for each control; what fails is said.
 * @param {Element} control
 * @param {() => Promise<void> | undefined} work
 */
async function alone(control, work) {
  if (underway.has(control)) return;
  underway.add(control);
  control.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (error) {
    toast(/** @type {Error} */ (error).message || word("comment_failed"));
  } finally {
    underway.delete(control);
    control.removeAttribute("aria-busy");
  }
}

/**
 * @param {string} address
 * @param {FormData | null} body
 * @returns {Promise<any>}
 */
async function ask(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": document.body.dataset.csrf ?? "" },
    body: body ?? new FormData(),
  }).catch(() => null);
  if (!answer) throw new Error();
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.words ?? "");
  forgetFragments();
  return said;
}

/** @param {HTMLFormElement} form */
async function post(form) {
  const problem = /** @type {HTMLElement} */ (form.querySelector("[data-composer-error]"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("[data-composer-send]"));
  const body = new FormData(form);
  // A new key for each try: a refusal is kept under the one it was sent with.
  body.set("key", crypto.randomUUID());
  problem.hidden = true;
  button.setAttribute("aria-busy", "true");
  try {
    const said = await ask(form.action, body);
    place(form, said);
    form.reset();
    forgetAnswered(form);
    shown(form);
    form.closest("details")?.removeAttribute("open");
  } catch (error) {
    problem.textContent = /** @type {Error} */ (error).message || word("comment_failed");
    problem.hidden = false;
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/**
 * The new comment at its place: a reply at the end of its thread, another first.
 * @param {HTMLFormElement} form
 * @param {{id: string, root: string, count: number, html: string}} said
 */
function place(form, said) {
  const section = sectionOf(form);
  if (!section) {
    location.assign(`/comment/${said.id}`);
    return;
  }
  const content = parsed(said.html);
  const fresh = /** @type {HTMLElement} */ (content.firstElementChild);
  const thread = section.querySelector(`[data-thread="${CSS.escape(said.root)}"]`);
  if (thread && said.root !== said.id) {
    const list = /** @type {HTMLElement} */ (thread.querySelector("[data-replies]"));
    list.hidden = false;
    list.append(fresh);
  } else {
    const list = /** @type {HTMLElement} */ (section.querySelector("[data-threads]"));
    const pinned = list.querySelector(":scope > [data-pinned]");
    if (pinned) pinned.after(fresh);
    else list.prepend(fresh);
  }
  count(section, said.count);
  startPlaceholders(section);
  fresh.tabIndex = -1;
  fresh.focus({ preventScroll: true });
  fresh.scrollIntoView({ block: "nearest", behavior: "smooth" });
  toast(word("comment_said"));
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
async function like(form, button) {
  const wasLiked = button.getAttribute("aria-pressed") === "true";
  const before = Number(button.dataset.count);
  const show = (/** @type {boolean} */ isLiked, /** @type {number} */ likes) => {
    button.setAttribute("aria-pressed", String(isLiked));
    button.value = isLiked ? "" : "1";
    button.dataset.count = String(likes);
    const label = button.querySelector("[data-like-count]");
    if (label) label.textContent = likes ? compact(likes) : "";
  };
  const body = new FormData(form);
  body.set("liked", wasLiked ? "" : "1");
  show(!wasLiked, Math.max(0, before + (wasLiked ? -1 : 1)));
  button.classList.toggle("beating", !wasLiked);
  try {
    const said = await ask(form.action, body);
    show(said.liked, said.count);
  } catch (error) {
    show(wasLiked, before);
    throw error;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
async function pin(form, button) {
  const body = new FormData(form);
  body.set("pinned", button.value);
  await ask(form.action, body);
  const section = sectionOf(form);
  if (section) await load(section, section.dataset.sort ?? "hot");
  else location.reload();
}

/** @param {HTMLAnchorElement} link */
async function remove(link) {
  if (!confirm(word("comment_delete_sure"))) return;
  const said = await ask(link.href, null);
  const section = sectionOf(link);
  const comment = /** @type {HTMLElement} */ (link.closest("[data-comment]"));
  const thread = /** @type {HTMLElement | null} */ (comment.closest("[data-thread]"));
  const isRoot = thread?.dataset.thread === comment.dataset.comment;
  const next = /** @type {HTMLElement | null} */ (section?.querySelector("h2") ?? null);
  if (!section) {
    location.assign(comment.dataset.noteUrl ?? "/");
    return;
  }
  if (isRoot && thread?.querySelector("[data-replies] > *")) await load(section, section.dataset.sort ?? "hot");
  else (isRoot ? thread : comment.closest("li"))?.remove();
  count(section, said.count);
  toast(word("comment_deleted"));
  next?.focus({ preventScroll: true });
}

/** @param {HTMLAnchorElement} link */
async function sort(link) {
  const section = /** @type {HTMLElement} */ (sectionOf(link));
  await load(section, link.dataset.commentsSort ?? "hot");
}

/**
 * The first page of the list again.
 * @param {HTMLElement} section
 * @param {string} order
 */
async function load(section, order) {
  const address = new URL(section.dataset.url ?? "", location.href);
  address.searchParams.set("sort", order);
  const content = parsed(await read(address.href));
  section.querySelector("[data-threads]")?.replaceChildren(...content.querySelectorAll("[data-thread]"));
  replaceMore(section, content.querySelector(".comments-more"));
  section.dataset.sort = order;
  for (const link of section.querySelectorAll("[data-comments-sort]")) {
    if (/** @type {HTMLElement} */ (link).dataset.commentsSort === order) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  startPlaceholders(section);
}

/** @param {HTMLAnchorElement} link */
async function more(link) {
  const content = parsed(await read(link.href));
  const list = /** @type {HTMLElement} */ (
    link.closest("[data-thread]")?.querySelector("[data-replies]") ??
      link.closest("[data-comments]")?.querySelector("[data-threads]")
  );
  const fresh = [...content.querySelectorAll(":scope > li")].filter((item) => !isThere(list, item));
  list.hidden = false;
  list.append(...fresh);
  const onward = content.querySelector(".comments-more");
  const holder = /** @type {Element} */ (link.closest(".comments-more"));
  if (onward) holder.replaceWith(onward);
  else holder.remove();
  const first = /** @type {HTMLElement | undefined} */ (fresh[0]);
  if (first) {
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }
  startPlaceholders(list);
}

/**
 * What was just said stands in the list already.
 * @param {Element} list
 * @param {Element} item
 */
function isThere(list, item) {
  const id = item.querySelector("[data-comment]")?.getAttribute("data-comment") ?? "";
  return Boolean(list.querySelector(`[data-comment="${CSS.escape(id)}"]`));
}

/** @param {string} href */
async function read(href) {
  const address = new URL(href, location.href);
  address.searchParams.set("fragment", "1");
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) throw new Error(word("comments_failed"));
  return answer.text();
}

/**
 * @param {HTMLElement} section
 * @param {Element | null} onward
 */
function replaceMore(section, onward) {
  section.querySelector(":scope > .comments-more")?.remove();
  if (onward) section.append(onward);
}

/**
 * @param {HTMLElement} section
 * @param {number} comments
 */
function count(section, comments) {
  const note = section.closest("[data-note-page]") ?? document;
  for (const label of note.querySelectorAll("[data-comment-count]")) label.textContent = compact(comments);
  const empty = /** @type {HTMLElement | null} */ (section.querySelector("[data-comments-empty]"));
  if (empty) empty.hidden = comments > 0;
}

/**
 * @param {HTMLAnchorElement} link
 * @param {HTMLDetailsElement} composer
 */
function answer(link, composer) {
  const form = /** @type {HTMLFormElement} */ (composer.querySelector("form"));
  set(form, "root", link.dataset.root ?? "");
  set(form, "parent", link.dataset.commentReply ?? "");
  const to = /** @type {HTMLElement} */ (form.querySelector("[data-composer-to]"));
  const name = to.querySelector("strong");
  if (name) name.textContent = link.dataset.name ?? "";
  to.hidden = false;
  open(composer);
}

/** @param {HTMLFormElement} form */
function forgetAnswered(form) {
  set(form, "root", "");
  set(form, "parent", "");
  const to = /** @type {HTMLElement | null} */ (form.querySelector("[data-composer-to]"));
  if (to) to.hidden = true;
  /** @type {HTMLElement | null} */ (form.querySelector("textarea"))?.focus({ preventScroll: true });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function set(form, name, value) {
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  if (field) field.value = value;
}

/** @param {HTMLDetailsElement} composer */
function open(composer) {
  composer.open = true;
  /** @type {HTMLElement | null} */ (composer.querySelector("textarea"))?.focus({ preventScroll: true });
}

/** @param {Event} event */
function onToggle(event) {
  const composer = /** @type {HTMLDetailsElement} */ (event.target);
  if (!composer.matches?.("[data-composer]") || !composer.open) return;
  /** @type {HTMLElement | null} */ (composer.querySelector("textarea"))?.focus({ preventScroll: true });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {Element} */ (event.target);
  const composer = /** @type {HTMLDetailsElement | null} */ (target.closest?.("details[data-composer][open]") ?? null);
  if (!composer) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    composer.open = false;
    /** @type {HTMLElement | null} */ (composer.querySelector("summary"))?.focus();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    composer.querySelector("form")?.requestSubmit();
  }
}

/** @param {Event} event */
function onInput(event) {
  const form = /** @type {Element} */ (event.target).closest("[data-comment-act=post]");
  if (form) shown(/** @type {HTMLFormElement} */ (form));
}

/** @param {HTMLFormElement} form */
function shown(form) {
  const text = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const label = /** @type {HTMLElement | null} */ (form.querySelector("[data-composer-count]"));
  if (!label) return;
  // Characters, as the server counts them: an emoji is one.
  const length = [...text.value.trim()].length;
  label.textContent = `${length}/${MOST}`;
  label.classList.toggle("over", length > MOST);
  const file = /** @type {HTMLInputElement | null} */ (form.querySelector("input[type=file]"));
  const named = form.querySelector("[data-composer-file]");
  if (named) named.textContent = file?.files?.[0]?.name ?? "";
}

/** @param {Event} event */
function onFile(event) {
  const form = /** @type {Element} */ (event.target).closest("[data-comment-act=post]");
  if (form) shown(/** @type {HTMLFormElement} */ (form));
}

/** @param {Element} element */
function sectionOf(element) {
  const note = element.closest("[data-note-page]") ?? document;
  return /** @type {HTMLElement | null} */ (note.querySelector("[data-comments]"));
}

/** @param {Element} element */
function composerOf(element) {
  const note = element.closest("[data-note-page]") ?? document;
  return /** @type {HTMLDetailsElement | null} */ (note.querySelector("details[data-composer]"));
}
