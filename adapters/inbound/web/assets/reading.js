// The page of a key question saves as one goes. Without a connection what was entered is kept in this browser, and
// sent when there is one again under the id that it had from the beginning, so that nothing is done twice.
// It is kept only until it has been sent, and only for whoever entered it.
const form = document.querySelector("form[data-read]");
const IDLE = 1500;
const AGAIN = 5000;

if (form && form.querySelector("[data-saved]")) {
  const line = form.querySelector("[data-saved]");
  const key = `assay-unsent-${form.dataset.read}`;
  let sending = false;
  let timer = null;

  const kept = () => JSON.parse(localStorage.getItem(key) || "[]");
  const keep = (all) => (all.length ? localStorage.setItem(key, JSON.stringify(all)) : localStorage.removeItem(key));
  const token = () => form.elements.token.value;
  const say = (text) => {
    line.textContent = text;
  };
  const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  // Whether it is settled: recorded, or refused for good. What was refused is said, and stays in its field.
  const give = async (entry) => {
    const body = new URLSearchParams({ ...entry.fields, command_id: entry.id, token: token() });
    const answer = await fetch(entry.path, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = answer.headers.get("content-type") || "";
    if (!told.startsWith("application/json")) {
      throw new Error(answer.redirected ? "signed out" : "not answered");
    }
    return answer.json();
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      while (waiting.length || kept().length) {
        const [first, ...rest] = kept();
        const entry = first || waiting[0];
        const came = await give(entry);
        if (first) keep(rest);
        else waiting.shift();
        if (!came.saved) {
          refused.push(`${entry.about}: ${came.why.join(" ")}`);
        }
      }
      say(refused.length ? `Not saved. ${refused.join(" ")}` : `Saved at ${clock()}`);
    } catch (trouble) {
      keep([...kept(), ...waiting.splice(0)]);
      say(
        trouble.message === "signed out"
          ? "You have been signed out. What you entered is kept in this browser; sign in again and open this page."
          : "No connection. What you entered is kept in this browser, and is sent as soon as there is one.",
      );
      clearTimeout(timer);
      timer = setTimeout(send, AGAIN);
    } finally {
      sending = false;
    }
  };

  const waiting = [];
  const refused = [];

  const enter = (field) => {
    const was = form.elements[`was-${field}`];
    const value = field === "note" ? form.elements.note.value : new FormData(form).get(field);
    const fields = { [field]: value, [`was-${field}`]: was.value };
    waiting.push({
      id: `page-${crypto.randomUUID()}`,
      path: location.pathname,
      about: document.querySelector("h1").textContent.split(" ", 1)[0],
      fields,
    });
    refused.length = 0;
    if (field !== "note") was.value = value;
    say("Saving");
    return send();
  };

  const marked = async (note) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(note));
    return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("").slice(0, 16);
  };

  let noted = form.elements.note.value;
  let writing = null;
  const note = async () => {
    clearTimeout(writing);
    const text = form.elements.note.value.trim();
    if (!text || text === noted.trim()) return;
    noted = text;
    const done = enter("note");
    form.elements["was-note"].value = await marked(text);
    await done;
  };

  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") enter(event.target.name);
    else if (event.target.name === "note") note();
  });
  form.addEventListener("input", (event) => {
    if (event.target.name !== "note") return;
    clearTimeout(writing);
    writing = setTimeout(note, IDLE);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine && !kept().length) return;
    event.preventDefault();
    note();
    send();
  });
  window.addEventListener("online", send);
  if (kept().length) {
    say("Sending what was kept in this browser while there was no connection.");
    send();
  }
}
