// What a reader entered and the record is not known to have: written into this browser before it is sent, each entry by
// itself, and taken out once the record has it. What is refused stays, with why, until its reader has done with it.
// It is kept for whoever entered it alone, and sent under the id that it had from the beginning, so that nothing is
// done twice.
const PATIENCE = 8000;
const AGAIN = 5000;
const LONGEST = 60000;
const REFUSED = [400, 403, 404, 405, 410, 413, 422];
const GONE = "It is not open to you any more: somebody else may have it, or it was closed.";
const ANSWERS = { yes: "Yes", no: "No", not_applicable: "Not applicable" };
const SAID = {
  offline: "No connection. What you entered is kept in this browser, and is sent as soon as there is one.",
  "signed out": "You are signed out; what you wrote is kept in this browser. ",
  stale: "You have signed in again since this page was opened; what you wrote is kept in this browser. ",
  busy: "This cannot be saved at the moment. What you entered is kept in this browser, and is sent again by itself.",
};

// What a page says of an entry that stands: an answer as it is; a note by its mark, as the server makes it.
export const standing = async (field, value) => {
  if (field !== "note" || !value) return value;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(value));
  return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("").slice(0, 16);
};

const keeping = (reader) => {
  const prefix = `assay-unsent-${reader}:`;
  const spare = new Map(); // of a browser that lets nothing be kept: as long as the page is open
  const put = (entry) => {
    const written = JSON.stringify(entry);
    try {
      localStorage.setItem(prefix + entry.id, written);
    } catch {
      spare.set(prefix + entry.id, written);
    }
  };
  const drop = (entry) => {
    localStorage.removeItem(prefix + entry.id);
    spare.delete(prefix + entry.id);
  };
  const all = () => {
    const names = Object.keys(localStorage).filter((each) => each.startsWith(prefix));
    const written = [...names.map((each) => localStorage.getItem(each)), ...spare.values()];
    return written.filter(Boolean).map((each) => JSON.parse(each)).sort((one, two) => one.at - two.at);
  };
  const of = (event) => (event.key?.startsWith(prefix) && event.oldValue ? JSON.parse(event.oldValue) : null);
  return { put, drop, all, of };
};

// The page's entries. `saved` is told of each that the record has, with what a page says of it from then on.
export const unsentOf = (reader, line, list) => {
  const { put, drop, all, of } = keeping(reader);
  const waiting = (path) => all().filter((each) => !each.refused && (!path || each.path === path));
  const alike = (one, two) => one.path === two.path && one.field === two.field;
  const listeners = [];
  let next = null;
  let timer = null;
  let pause = AGAIN;

  const say = (text, link) => {
    line.replaceChildren(text);
    if (!link) return;
    const way = document.createElement("a");
    way.className = "govuk-link";
    [way.textContent, way.href] = link;
    line.append(way);
  };

  const tell = (trouble) => {
    const here = location.pathname + location.search;
    if (trouble === "signed out") say(SAID[trouble], ["Sign in again", `/sign-in?then=${encodeURIComponent(here)}`]);
    else if (trouble === "stale") say(SAID[trouble], ["Open this page again", here]);
    else if (trouble) say(SAID[trouble]);
    else {
      const here = all().filter((each) => each.refused && each.path === location.pathname);
      const clock = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      say(here.length ? `Not saved. ${here.map((each) => each.refused).join(" ")}` : `Saved at ${clock}`);
    }
  };

  // What became of it: saved, refused (with why), or a trouble for which it waits.
  const give = async (entry) => {
    const was = entry.follows === undefined ? entry.was : await standing(entry.field, entry.follows);
    const token = document.querySelector("input[name=token]").value;
    const body = new URLSearchParams({ [entry.field]: entry.value, [`was-${entry.field}`]: was, token });
    body.set("command_id", entry.id);
    const patience = new AbortController();
    const over = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const headers = { Accept: "application/json" };
      const asked = { method: "POST", body, headers, redirect: "manual", signal: patience.signal };
      const answer = await fetch(entry.path, asked);
      const json = (answer.headers.get("content-type") || "").startsWith("application/json");
      const told = json ? await answer.json() : {};
      if (answer.ok && told.saved) return { saved: true };
      if (answer.status === 401 || answer.type === "opaqueredirect") return { trouble: "signed out", all: true };
      if (answer.status === 409 && told.stale) return { trouble: "stale", all: true };
      if (REFUSED.includes(answer.status)) return { refused: told.why ? told.why.join(" ") : GONE };
      if (answer.ok) return { trouble: "offline", all: true }; // not us: a network's own sign-in page
      return { trouble: "busy", all: answer.status === 429 };
    } catch {
      return { trouble: "offline", all: !patience.signal.aborted };
    } finally {
      clearTimeout(over);
    }
  };

  const refuse = (entry, why) => {
    put({ ...entry, refused: why });
    // What was entered after it stands on what stood before it.
    for (const each of waiting(entry.path)) {
      if (alike(each, entry) && each.follows === entry.value) {
        put({ ...each, was: entry.was, follows: entry.follows });
      }
    }
  };

  const settle = (entry, stands) => {
    for (const each of all()) if (each.refused && alike(each, entry)) drop(each);
    drop(entry);
    for (const listener of listeners) listener(entry, stands);
  };

  // Everything that waits, in order. What meets a trouble holds up only what else waits for the same page.
  const drain = async () => {
    clearTimeout(timer);
    const later = new Set();
    let trouble = null;
    for (;;) {
      const entry = waiting().find((each) => !later.has(each.path));
      if (!entry) break;
      const came = await give(entry);
      if (came.saved) settle(entry, await standing(entry.field, entry.value));
      else if (came.refused) refuse(entry, came.refused);
      else {
        trouble = came.trouble;
        later.add(entry.path);
        if (came.all) break;
      }
    }
    show();
    tell(trouble);
    if (trouble === "offline" || trouble === "busy") {
      timer = setTimeout(send, pause);
      pause = Math.min(pause * 2, LONGEST);
    } else pause = AGAIN;
  };

  // One tab at a time; what is asked for while one sends is done once, after it.
  const send = () => {
    next ??= navigator.locks.request(`assay-unsent-${reader}`, () => {
      next = null;
      return drain();
    });
    return next;
  };

  const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text, ...more });
  const button = (text, entry, done) => {
    const made = make("button", text, { type: "button", className: "govuk-button govuk-button--secondary" });
    const about = make("span", ` (${entry.about})`, { className: "govuk-visually-hidden" });
    made.append(about);
    made.addEventListener("click", () => {
      done();
      show();
    });
    return made;
  };
  const show = () => {
    const refused = all().filter((each) => each.refused);
    list.replaceChildren();
    if (!refused.length) return;
    list.append(make("h2", "Not saved", { className: "govuk-heading-m" }));
    for (const entry of refused) {
      const box = make("div", "", { className: "govuk-inset-text" });
      const why = make("p", "", { className: "govuk-body" });
      why.append(make("a", entry.about, { className: "govuk-link", href: entry.path }), `: ${entry.refused}`);
      const words = entry.field === "note" ? entry.value : `${entry.label}: ${ANSWERS[entry.value] || entry.value}`;
      box.append(why, make("p", words, { className: "govuk-body assay-words" }));
      const again = { ...entry, id: `page-${crypto.randomUUID()}`, refused: undefined };
      box.append(
        button("Send it again", entry, () => {
          drop(entry);
          put(again);
          send();
        }),
        " ",
        button("Throw it away", entry, () => drop(entry)),
      );
      list.append(box);
    }
  };

  window.addEventListener("online", () => waiting().length && send());
  window.addEventListener("storage", async (event) => {
    const entry = of(event);
    show();
    if (!entry || event.newValue || entry.refused) return;
    const stands = await standing(entry.field, entry.value);
    for (const listener of listeners) listener(entry, stands);
  });
  show();
  if (waiting().length) {
    say("Sending what was kept in this browser.");
    send();
  }
  return { put, waiting, send, say, onSaved: (listener) => listeners.push(listener) };
};
