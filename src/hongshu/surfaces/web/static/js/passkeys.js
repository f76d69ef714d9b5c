/** Passkeys: the browser's own dialogue in between, the answer goes with the form (allauth's WebAuthn views). */
import { toast } from "./toast.js";

const canDo = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);
if (canDo) for (const box of document.querySelectorAll("[data-passkey]")) box.removeAttribute("hidden");

/**
 * @param {string} selector
 * @param {(form: HTMLFormElement) => Promise<Credential | null>} ask
 */
function bind(selector, ask) {
  for (const node of document.querySelectorAll(selector)) {
    const form = /** @type {HTMLFormElement} */ (node);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const credential = /** @type {any} */ (await ask(form));
        /** @type {HTMLInputElement} */ (form.elements.namedItem("credential")).value = JSON.stringify(credential);
        form.submit();
      } catch (error) {
        // Who closed the dialogue needs no message.
        if (/** @type {Error} */ (error).name !== "NotAllowedError") toast(form.dataset.failed ?? "");
      }
    });
  }
}

/** @param {HTMLFormElement} form */
function dataOf(form) {
  return JSON.parse(form.querySelector('script[type="application/json"]')?.textContent ?? "{}");
}

bind("[data-passkey-login]", async (form) => {
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { request_options: options } = await answer.json();
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey) });
});

bind("[data-passkey-get]", (form) =>
  navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(dataOf(form).request_options.publicKey),
  }),
);

bind("[data-passkey-create]", (form) => {
  const options = dataOf(form).creation_options.publicKey;
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
});
