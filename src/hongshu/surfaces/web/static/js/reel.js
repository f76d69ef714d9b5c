/** Pictures side by side: arrows, dots, counter and keys beside the browser's own swipe. */

const SETTLED_MS = 600;

/** @param {ParentNode} root */
export function startReels(root) {
  for (const box of root.querySelectorAll("[data-reel]")) start(/** @type {HTMLElement} */ (box));
}

/** @param {HTMLElement} box */
function start(box) {
  const reel = /** @type {HTMLElement} */ (box.querySelector(".reel"));
  const back = /** @type {HTMLButtonElement | null} */ (box.querySelector("[data-reel-back]"));
  const forth = /** @type {HTMLButtonElement | null} */ (box.querySelector("[data-reel-forth]"));
  if (!reel || !back || !forth || box.dataset.started) return;
  box.dataset.started = "1";
  const count = reel.children.length;
  const counter = box.querySelector("[data-reel-count]");
  const dots = box.querySelectorAll(".reel-dots i");
  let here = 0;
  let wanted = -1;

  const show = () => {
    here = Math.min(count - 1, Math.max(0, Math.round(reel.scrollLeft / reel.clientWidth)));
    if (counter) counter.textContent = `${here + 1}/${count}`;
    dots.forEach((dot, index) => dot.classList.toggle("here", index === here));
    back.disabled = here === 0;
    forth.disabled = here === count - 1;
  };
  /** @param {number} step */
  const go = (step) => {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const next = Math.min(count - 1, Math.max(0, here + step));
    reel.scrollTo({ left: next * reel.clientWidth, behavior: isStill ? "instant" : "smooth" });
    wanted = next;
    setTimeout(settle, SETTLED_MS);
  };
  // A picture that arrives meanwhile lets the browser snap back to where it was: then go there at once.
  const settle = () => {
    if (wanted >= 0 && here !== wanted) {
      reel.scrollTo({ left: wanted * reel.clientWidth, behavior: "instant" });
      show();
    }
  };
  reel.addEventListener("load", () => setTimeout(settle, SETTLED_MS), true);
  for (const touch of ["pointerdown", "wheel", "touchstart"]) {
    reel.addEventListener(touch, () => (wanted = -1), { passive: true });
  }

  back.addEventListener("click", () => go(-1));
  forth.addEventListener("click", () => go(1));
  reel.addEventListener("scroll", () => requestAnimationFrame(show), { passive: true });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    go(event.key === "ArrowLeft" ? -1 : 1);
  });
  box.addEventListener("reel-step", (event) => go(/** @type {CustomEvent} */ (event).detail));
  show();
}
