// A form that takes more than one sitting: what was entered is kept in this browser as one goes, encrypted under a key
// that only the pages of whoever entered it carry, and offered when its page is opened again.
const form = document.querySelector("[data-keep]");
const again = document.querySelector("form[data-draft]");
const PAUSE = 300;
const OURS = ["token", "command_id"];

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (each) => parseInt(each, 16));
const hex = (found) => [...new Uint8Array(found)].map((each) => each.toString(16).padStart(2, "0")).join("");

if (form && again) {
  const name = `assay-draft-${form.dataset.keep}`;
  const key = crypto.subtle.importKey("raw", bytes(form.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
  let timer = null;

  const keep = async () => {
    const entered = [...new FormData(form)].filter(([field]) => !OURS.includes(field));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(entered));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, text);
    localStorage.setItem(name, JSON.stringify({ at: new Date().toISOString(), iv: hex(iv), data: hex(data) }));
  };

  const offer = async () => {
    const written = localStorage.getItem(name);
    if (!written || !("fresh" in form.dataset)) return;
    try {
      const { at, iv, data } = JSON.parse(written);
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await key, bytes(data));
      for (const [field, value] of JSON.parse(new TextDecoder().decode(text))) {
        again.append(Object.assign(document.createElement("input"), { type: "hidden", name: field, value }));
      }
      again.querySelector("[data-draft-at]").textContent = new Date(at).toLocaleString("en-GB", {
        dateStyle: "long",
        timeStyle: "short",
      });
      again.hidden = false;
    } catch {
      localStorage.removeItem(name); // of another key: nobody can read it any more
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "another") return;
    clearTimeout(timer);
    sessionStorage.setItem("assay-draft-sent", JSON.stringify({ name, then: form.dataset.then }));
  });
  again.querySelector("[data-draft-away]").addEventListener("click", () => {
    localStorage.removeItem(name);
    again.hidden = true;
  });
  await offer();
}
