/**
 * Keeps the shell, pictures and the pages that were read last, for bad networks. Served at /sw.js, after a line
 * that defines HOUSE: { static: "/static/…/", shell: [addresses], offline: { zh: address, en: address } }.
 *
 * Pages come from the network, and from here only when it is away. Pages are kept for the one who reads: when
 * somebody signs in or out, all of them go. Forms, the API, searches and settings are never kept.
 */
const STATIC = `static:${HOUSE.static}`;
const PAGES = "pages";
const MEDIA = "media";
const MOST_PAGES = 40;
const MOST_MEDIA = 300;
const PATIENCE_MS = 8000;
// What may be read again without a network; nothing that is only one's own to do.
const KEPT = /^\/($|note\/[^/]+$|product\/[^/]+$|brand\/[^/]+$|shop|topic\/[^/]+$|member\/[^/]+$|destination|following$)/;
const READER = "/__reader";

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(STATIC);
      // Without cookies: these pages are nobody's.
      const wanted = [...HOUSE.shell, ...Object.values(HOUSE.offline)];
      await cache.addAll(wanted.map((address) => new Request(address, { credentials: "omit" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("static:") && name !== STATIC) await caches.delete(name);
      }
      await self.registration.navigationPreload?.enable();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method !== "GET") {
    if (url.pathname.startsWith("/account/")) event.waitUntil(forget());
    return;
  }
  if (url.pathname.startsWith(HOUSE.static)) event.respondWith(keptFirst(STATIC, request, 0));
  else if (url.pathname.startsWith("/media/")) event.respondWith(keptFirst(MEDIA, request, MOST_MEDIA));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

/**
 * @param {string} name
 * @param {Request} request
 * @param {number} most
 */
async function keptFirst(name, request, most) {
  const cache = await caches.open(name);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) {
    await cache.put(request.url, answer.clone());
    if (most) await trim(cache, most);
  }
  return answer;
}

/**
 * @param {FetchEvent} event
 * @param {URL} url
 */
async function page(event, url) {
  const isKept = KEPT.test(url.pathname) && !url.searchParams.has("cursor");
  const asked = fromNetwork(event);
  try {
    const answer = await (isKept ? inTime(asked, url.href) : asked);
    if (answer.ok) await remember(answer.clone(), isKept && !answer.redirected ? url.href : "");
    return answer;
  } catch {
    const kept = isKept && (await (await caches.open(PAGES)).match(url.href));
    return kept || (await offline());
  }
}

/** @param {FetchEvent} event */
async function fromNetwork(event) {
  return (await event.preloadResponse) || (await fetch(event.request));
}

/**
 * The answer, or a refusal to wait any longer when the page is kept.
 *
 * @param {Promise<Response>} asked
 * @param {string} address
 */
async function inTime(asked, address) {
  if (!(await (await caches.open(PAGES)).match(address))) return asked;
  return Promise.race([
    asked,
    new Promise((_, refuse) => setTimeout(() => refuse(new Error("too slow")), PATIENCE_MS)),
  ]);
}

/**
 * Notes who reads, in which language, and keeps the page under *address*, if it has one.
 *
 * @param {Response} answer
 * @param {string} address
 */
async function remember(answer, address) {
  const reader = answer.headers.get("X-Reader");
  if (reader === null) return;
  const cache = await caches.open(PAGES);
  const before = await (await cache.match(READER))?.json();
  if (before && before.reader !== reader) await forget();
  const fresh = await caches.open(PAGES);
  const language = answer.headers.get("Content-Language") ?? "";
  await fresh.put(READER, new Response(JSON.stringify({ reader, language })));
  if (!address) return;
  await fresh.put(address, answer);
  await trim(fresh, MOST_PAGES);
}

async function forget() {
  await caches.delete(PAGES);
  await caches.delete(MEDIA);
}

/**
 * @param {Cache} cache
 * @param {number} most
 */
async function trim(cache, most) {
  const keys = (await cache.keys()).filter((key) => !key.url.endsWith(READER));
  // A page that is kept again stays at its place, so the first ones are the oldest addresses.
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

async function offline() {
  const noted = await (await (await caches.open(PAGES)).match(READER))?.json();
  const language = noted?.language || navigator.language;
  const address = language.startsWith("zh") ? HOUSE.offline.zh : HOUSE.offline.en;
  const kept = await (await caches.open(STATIC)).match(address);
  return kept ?? Response.error();
}
