/**
 * Places cards: each goes to the shortest column, in the order of the document. The number of columns is the
 * style sheet's; a card's x follows by style alone, so a window that is resized only needs new heights.
 */
const GAP_BELOW_PX = 4;
const placesByStyle = CSS.supports("display", "grid-lanes");

/** @typedef {{columns: number, width: number, heights: number[], placed: number}} State */
/** @type {WeakMap<Element, State>} */
const states = new WeakMap();

/** @param {ParentNode} root */
export function startWaterfalls(root) {
  for (const fall of root.querySelectorAll("[data-waterfall]")) {
    const slots = /** @type {HTMLElement} */ (fall.querySelector(".slots"));
    if (!slots || states.has(slots)) continue;
    place(slots);
    const watcher = new ResizeObserver(() => replaceIfNeeded(slots));
    watcher.observe(slots);
    document.fonts?.ready.then(() => place(slots, true));
  }
}

/**
 * Place what is new, or everything anew.
 * @param {HTMLElement} slots
 * @param {boolean} [anew]
 */
export function place(slots, anew = false) {
  const cards = /** @type {HTMLElement[]} */ ([...slots.querySelectorAll(".card")]);
  if (placesByStyle) {
    for (const card of cards) card.dataset.placed = "";
    slots.dataset.ready = "";
    return;
  }
  const columns = Number(getComputedStyle(slots).getPropertyValue("--columns")) || 2;
  let state = states.get(slots);
  if (!state || anew || state.columns !== columns) {
    state = { columns, width: slots.clientWidth, heights: new Array(columns).fill(0), placed: 0 };
    states.set(slots, state);
  }
  const fresh = cards.slice(state.placed);
  const sizes = fresh.map((card) => card.offsetHeight); // one layout for all, before anything is written
  fresh.forEach((card, index) => {
    const { heights } = /** @type {State} */ (state);
    let column = 0;
    for (let other = 1; other < columns; other += 1) {
      if (heights[other] < heights[column] - 0.5) column = other;
    }
    card.style.setProperty("--column", String(column));
    card.style.setProperty("--y", `${heights[column]}px`);
    card.dataset.placed = "";
    heights[column] += sizes[index] + GAP_BELOW_PX;
  });
  state.placed = cards.length;
  slots.dataset.ready = "";
  slots.style.blockSize = `${Math.max(0, ...state.heights)}px`;
}

/** @param {HTMLElement} slots */
function replaceIfNeeded(slots) {
  const state = states.get(slots);
  if (!state || Math.abs(state.width - slots.clientWidth) < 1) return;
  place(slots, true);
}
