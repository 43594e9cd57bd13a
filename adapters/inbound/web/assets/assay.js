// Nicer with scripts; everything works without.
import { initAll } from "/styles/govuk-frontend.min.js";

initAll();

// A form whose draft was kept in this browser has been done once the page is here to which it leads (drafts.js).
const sent = JSON.parse(sessionStorage.getItem("assay-draft-sent") || "null");
if (sent) {
  sessionStorage.removeItem("assay-draft-sent");
  if (location.pathname === sent.then) localStorage.removeItem(sent.name);
}
