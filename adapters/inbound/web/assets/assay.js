// Nicer with scripts; everything works without.
import { initAll } from "/styles/govuk-frontend.min.js";

initAll();
