// Where a device joins: the code that a QR code brings stands in the part of the address that no server sees; and the
// language in which the form is read.

const DAY = 24 * 60 * 60; // seconds; a device that is passed on begins in English another day
const language = document.getElementById("language");
if (language instanceof HTMLSelectElement) {
  language.addEventListener("change", () => {
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${language.dataset.keeps}=${language.value}; path=/; max-age=${DAY}; samesite=lax${secure}`;
    const typed = document.getElementById("code");
    if (typed instanceof HTMLInputElement && typed.value) window.location.hash = encodeURIComponent(typed.value);
    window.location.reload();
  });
}

const code = decodeURIComponent(window.location.hash.slice(1));
const field = document.getElementById("code");
if (code && field instanceof HTMLInputElement) {
  field.value = code.slice(0, field.maxLength);
  window.history.replaceState(null, "", window.location.pathname); // it is in no history, and no address that is sent on
  document.querySelector("button")?.focus();
}
