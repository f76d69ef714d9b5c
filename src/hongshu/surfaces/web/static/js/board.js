/** The order of a board by drag and by keyboard. The arrows beside each note do the same without a script. */
import { startReordering } from "./publish/reorder.js";
import { say, word } from "./publish/words.js";
import { toast } from "./toast.js";

const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-board-order]"));
if (list) {
  for (const grip of list.querySelectorAll("[data-grip]")) /** @type {HTMLElement} */ (grip).hidden = false;
  startReordering(list, () => {}, (item) => void save(list, item));
}

/**
 * @param {HTMLElement} order
 * @param {HTMLElement} item
 */
async function save(order, item) {
  const body = new URLSearchParams({ note: item.dataset.note ?? "" });
  const above = /** @type {HTMLElement | null} */ (item.previousElementSibling);
  const below = /** @type {HTMLElement | null} */ (item.nextElementSibling);
  // Beside a neighbour, because the first of this page need not be the first of the board.
  if (above) body.set("after", above.dataset.note ?? "");
  else if (below) body.set("before", below.dataset.note ?? "");
  const answer = await fetch(order.dataset.boardOrder ?? "", {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": document.body.dataset.csrf ?? "" },
    body,
  }).catch(() => null);
  if (answer?.ok) {
    say("saved");
    return;
  }
  toast(word("failed"));
}
