// Where a device joins: the code that a QR code brings stands in the part of the address that no server sees.

const code = decodeURIComponent(window.location.hash.slice(1));
const field = document.getElementById("code");
if (code && field instanceof HTMLInputElement) {
  field.value = code.slice(0, field.maxLength);
  window.history.replaceState(null, "", window.location.pathname); // it is in no history, and no address that is sent on
  document.querySelector("button")?.focus();
}
