/** "Use my position": the browser asks the reader; a position rounded to eleven kilometres is sent once. */
export function startPosition() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-position]"));
  if (!form || !navigator.geolocation) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.latitude.value = coords.latitude.toFixed(1);
        form.longitude.value = coords.longitude.toFixed(1);
        form.submit();
      },
      () => {
        const words = /** @type {HTMLElement} */ (form.querySelector("[data-position-words]"));
        words.textContent = words.dataset.refused ?? "";
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  });
}
