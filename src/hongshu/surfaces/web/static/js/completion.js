/**
 * Completing a handle after ``@`` and a topic after ``#`` while one types. A field says what it completes in
 * ``data-completes``: "@", "#", or both. Arrows choose, Enter or Tab takes, Escape closes; the field keeps the
 * focus, and is a combobox for as long as its list is open.
 */
import { word } from "./words.js";

const WAIT_MS = 160;
const ID = "completions";
// What stands before the sign would make it part of an address or of a word.
const OPEN = /(?:^|[^A-Za-z0-9_.@#])([@#＃])([\p{L}\p{N}_]{0,30})$/u;

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */
/** @type {{field: Field, list: HTMLElement, from: number, sign: string} | null} */
let opened = null;
let timer = 0;
let asked = 0;

export function startCompletion() {
  document.addEventListener("input", onInput);
  // Before all others hear of them: with an open list these keys are its own.
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("focusout", (event) => {
    if (event.target === opened?.field) close();
  });
  document.addEventListener("pointerdown", onPress);
}

/** @param {Event} event */
function onInput(event) {
  const field = /** @type {Field} */ (event.target);
  if (!field.dataset?.completes || /** @type {InputEvent} */ (event).isComposing) return;
  clearTimeout(timer);
  const begun = beginning(field);
  if (!begun) {
    asked += 1;
    close();
    return;
  }
  timer = setTimeout(() => void find(field), WAIT_MS);
}

/**
 * The sign before the caret and what was typed after it. A field of topics alone needs no sign.
 * @param {Field} field
 */
function beginning(field) {
  const caret = field.selectionStart ?? 0;
  if (field.selectionEnd !== caret) return null;
  const before = field.value.slice(0, caret);
  if (field.dataset.completes === "topic") {
    const text = before.replace(/^[#＃]/, "");
    return text.trim() && caret === field.value.length ? { sign: "#", text, from: 0, caret } : null;
  }
  const match = OPEN.exec(before);
  if (!match?.[2]) return null;
  const sign = match[1] === "@" ? "@" : "#";
  if (!field.dataset.completes?.includes(sign)) return null;
  return { sign, text: match[2], from: caret - match[2].length - 1, caret };
}

/** @param {Field} field */
async function find(field) {
  const begun = beginning(field);
  if (!begun) return;
  asked += 1;
  const mine = asked;
  const url = new URL(`/api/v1/completions/${begun.sign === "@" ? "members" : "topics"}`, location.href);
  url.searchParams.set("q", begun.text);
  const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  // Without an answer one types on: nothing is lost but the list.
  if (!answer?.ok || mine !== asked) return;
  const said = await answer.json();
  const now = beginning(field);
  if (mine !== asked || !now || now.from !== begun.from || document.activeElement !== field) return;
  const options = begun.sign === "@" ? said.members.map(memberOption) : said.topics.map(topicOption);
  show(field, options, begun.from, begun.sign);
}

/** @param {{member: {handle: string, name: string, initial: string, color: string, avatar: any, kol_field: string}, follows: boolean}} each */
function memberOption({ member, follows }) {
  const option = optionOf(member.handle);
  const face = document.createElement("span");
  face.className = "avatar";
  face.style.setProperty("--color", member.color);
  face.style.setProperty("--avatar", "32px");
  if (member.avatar) {
    const image = document.createElement("img");
    image.src = `${member.avatar.base}-${member.avatar.widths[0]}.webp`;
    image.alt = "";
    face.append(image);
  } else face.append(member.initial);
  face.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  words.className = "words";
  const name = document.createElement("strong");
  name.textContent = member.name;
  const handle = document.createElement("small");
  handle.textContent = `@${member.handle}${follows ? ` · ${word("you_follow")}` : ""}`;
  words.append(name, " ", handle);
  option.append(face, words);
  return option;
}

/** @param {{topic: string, note_count: number}} each */
function topicOption({ topic, note_count: count }) {
  const option = optionOf(topic);
  const words = document.createElement("span");
  words.className = "words";
  const name = document.createElement("strong");
  name.textContent = `#${topic}`;
  const notes = document.createElement("small");
  notes.textContent = word("topic_notes").replace("{count}", count >= 1000 ? "999+" : String(count));
  words.append(name, " ", notes);
  option.append(words);
  return option;
}

/** @param {string} value */
function optionOf(value) {
  const option = document.createElement("div");
  option.className = "completion";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.value = value;
  return option;
}

/**
 * @param {Field} field
 * @param {HTMLElement[]} options
 * @param {number} from
 * @param {string} sign
 */
function show(field, options, from, sign) {
  close();
  if (!options.length) return;
  const list = document.createElement("div");
  list.id = ID;
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", word(sign === "@" ? "complete_members" : "complete_topics"));
  options.forEach((option, index) => {
    option.id = `${ID}-${index}`;
  });
  list.append(...options);
  const above = field.closest(".note-bar");
  list.classList.toggle("above", Boolean(above));
  field.after(list);
  list.style.insetInlineStart = `${field.offsetLeft}px`;
  list.style.inlineSize = `${field.offsetWidth}px`;
  if (above) list.style.insetBlockEnd = `${/** @type {HTMLElement} */ (field.offsetParent).clientHeight - field.offsetTop}px`;
  else list.style.insetBlockStart = `${field.offsetTop + field.offsetHeight}px`;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", ID);
  field.setAttribute("aria-autocomplete", "list");
  opened = { field, list, from, sign };
  // A handle is somebody's; a topic may well be new, so Enter takes none that was not chosen.
  if (sign === "@") choose(0);
  // Below a tall field it may be out of sight, or behind the bar of phones.
  if (!above) list.scrollIntoView({ block: "nearest" });
}

function close() {
  if (!opened) return;
  const { field, list } = opened;
  opened = null;
  list.remove();
  for (const name of ["role", "aria-expanded", "aria-controls", "aria-autocomplete", "aria-activedescendant"]) field.removeAttribute(name);
}

/** @param {number} to */
function choose(to) {
  if (!opened) return;
  const options = [...opened.list.children];
  const number = (to + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === number)));
  opened.field.setAttribute("aria-activedescendant", options[number].id);
  options[number].scrollIntoView({ block: "nearest" });
}

function chosen() {
  return opened ? [...opened.list.children].findIndex((option) => option.getAttribute("aria-selected") === "true") : -1;
}

/** @param {HTMLElement} option */
function take(option) {
  if (!opened) return;
  const { field, from, sign } = opened;
  const value = option.dataset.value ?? "";
  close();
  field.focus();
  const isAlone = field.dataset.completes === "topic";
  field.setRangeText(`${isAlone ? "" : sign}${value} `, from, field.selectionStart ?? from, "end");
  // Counters, drafts and chips hear of it as of typing.
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  if (!isAlone && sign === "#") field.dispatchEvent(new CustomEvent("topic", { bubbles: true, detail: value }));
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (!opened || event.target !== opened.field || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowDown") choose(chosen() + 1);
  else if (event.key === "ArrowUp") choose(chosen() < 0 ? -1 : chosen() - 1);
  else if (event.key === "Enter" || event.key === "Tab") {
    if (chosen() < 0) {
      close();
      return;
    }
    take(/** @type {HTMLElement} */ (opened.list.children[chosen()]));
  }
  else if (event.key === "Escape") {
    asked += 1;
    close();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {PointerEvent} event */
function onPress(event) {
  if (!opened) return;
  const option = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".completion"));
  if (option && opened.list.contains(option)) {
    event.preventDefault(); // the field keeps the focus, and the list its place
    take(option);
  }
}
