"""Charts as SVG: pure functions from what is planned to a drawing that also reads without colour and without eyes."""
