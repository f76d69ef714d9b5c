/** The order of a list: by pointer, and by keyboard with every step spoken. */
import { say } from "./words.js";

/**
 * @param {HTMLElement} list Its children carry a ``data-grip`` each, by which they are held.
 * @param {() => void} changed After each step.
 * @param {(item: HTMLElement) => void} [dropped] When an item was let go at another place than it was taken from.
 */
export function startReordering(list, changed, dropped = () => {}) {
  byPointer(list, changed, dropped);
  byKeyboard(list, changed, dropped);
}

/**
 * The item of the list that a grip holds.
 * @param {HTMLElement} list
 * @param {Element | null} grip
 */
function itemOf(list, grip) {
  return /** @type {HTMLElement | null} */ (grip && ([...list.children].find((item) => item.contains(grip)) ?? null));
}

/**
 * @param {HTMLElement} list
 * @param {() => void} changed
 * @param {(item: HTMLElement) => void} dropped
 */
function byPointer(list, changed, dropped) {
  /** @type {{shot: HTMLElement, x: number, y: number, from: number, isMoving: boolean} | null} */
  let held = null;

  list.addEventListener("pointerdown", (event) => {
    const grip = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-grip]"));
    const shot = itemOf(list, grip);
    if (!grip || !shot || event.button) return;
    grip.setPointerCapture(event.pointerId);
    held = { shot, x: event.clientX, y: event.clientY, from: [...list.children].indexOf(shot), isMoving: false };
  });

  list.addEventListener("pointermove", (event) => {
    if (!held) return;
    const { shot } = held;
    if (!held.isMoving) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < 6) return;
      held.isMoving = true;
      shot.classList.add("held");
    }
    shot.style.translate = `${event.clientX - held.x}px ${event.clientY - held.y}px`;
    const over = [...list.children].find((other) => {
      const box = other.getBoundingClientRect();
      return (
        other !== shot && event.clientX > box.left && event.clientX < box.right && event.clientY > box.top && event.clientY < box.bottom
      );
    });
    if (!over) return;
    const before = shot.getBoundingClientRect();
    const shots = [...list.children];
    if (shots.indexOf(shot) < shots.indexOf(over)) over.after(shot);
    else over.before(shot);
    // The picture stays under the finger although its place in the grid has changed.
    shot.style.translate = "none";
    const after = shot.getBoundingClientRect();
    held.x = event.clientX - (before.left - after.left);
    held.y = event.clientY - (before.top - after.top);
    shot.style.translate = `${before.left - after.left}px ${before.top - after.top}px`;
    changed();
  });

  const letGo = () => {
    if (!held) return;
    const { shot, from } = held;
    shot.style.translate = "";
    shot.classList.remove("held");
    held = null;
    if ([...list.children].indexOf(shot) !== from) dropped(shot);
  };
  list.addEventListener("pointerup", letGo);
  list.addEventListener("pointercancel", letGo);
}

/**
 * @param {HTMLElement} list
 * @param {() => void} changed
 * @param {(item: HTMLElement) => void} dropped
 */
function byKeyboard(list, changed, dropped) {
  /** @type {HTMLElement | null} */
  let held = null;
  let from = 0;

  /** @param {HTMLElement} shot */
  const placeOf = (shot) => [...list.children].indexOf(shot);
  const facts = () => ({ number: held ? placeOf(held) + 1 : 0, count: list.children.length });

  /** @param {number} to */
  const move = (to) => {
    if (!held || to < 0 || to >= list.children.length) return;
    const shots = [...list.children];
    if (to > placeOf(held)) shots[to].after(held);
    else shots[to].before(held);
    /** @type {HTMLElement | null} */ (held.querySelector("[data-grip]"))?.focus();
    changed();
  };
  const letGo = () => {
    if (!held) return;
    const item = held;
    item.classList.remove("held");
    item.querySelector("[data-grip]")?.setAttribute("aria-pressed", "false");
    held = null;
    if (placeOf(item) !== from) dropped(item);
  };

  list.addEventListener("keydown", (event) => {
    const grip = /** @type {Element} */ (event.target).closest("[data-grip]");
    const shot = itemOf(list, grip);
    if (!grip || !shot) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (held) {
        say("placed", facts());
        letGo();
      } else {
        held = shot;
        from = placeOf(shot);
        shot.classList.add("held");
        grip.setAttribute("aria-pressed", "true");
        say("held", facts());
      }
    } else if (held && event.key === "Escape") {
      event.preventDefault();
      move(from);
      say("put_back", facts());
      letGo();
    } else if (held && event.key.startsWith("Arrow")) {
      event.preventDefault();
      move(placeOf(held) + (event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 1));
      say("moved", facts());
    } else if (event.key === "Delete") {
      /** @type {HTMLElement | null} */ (shot.querySelector("[data-remove-shot]"))?.click();
    }
  });
  list.addEventListener("focusout", (event) => {
    const to = /** @type {Element | null} */ (event.relatedTarget);
    if (held && to && !held.contains(to)) letGo();
  });
}
