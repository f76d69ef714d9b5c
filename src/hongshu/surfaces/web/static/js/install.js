/** The service worker: pages can be read on a bad network, and the site can be installed. */
export function startInstall() {
  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", () => {
    // Without it everything works but the reading without a network.
    navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  });
}
