"""The page ``docs/settings.md``, made from the table of settings."""

from adapters.outbound.settings.settings import TABLE

__all__ = ["markdown"]

_HEAD = """\
# Settings

A setting comes from the environment, under the name in the first column; else from one TOML file, under the name in
small letters without `ASSAY_`; else it has its default. The file is `assay.toml` in the home folder, or the one that
`ASSAY_CONFIG` names. `assay settings show` says what each is and where it comes from, with secrets masked. This page
is made from the table of settings by `assay settings page`; a test checks that it is up to date.

```toml
# assay.toml
database_url = "postgresql://assay_login@db.internal/assay"
temporal_target = "temporal.internal:7233"
office_closures = [2026-12-24, 2026-12-31]
```

An unknown setting in the file is refused; an unknown variable that begins with `ASSAY_` is reported by `assay doctor`.

"""

_FOOT = """
Besides these: `ASSAY_CONFIG` names the file; `ASSAY_DEBUG=1` shows where in the program a fault happened, and logs
everything to standard error.

The home folder also holds, where they exist: `frameworks/`, `schemes/` and `protocols/` with the installation's own
dated rules as TOML files beside those that ship with Assay, `temporal/` with the embedded server's database and log,
and `log/`.

What must be backed up, each to a place of its own (docs/moving-house.md):

- the record, the documents and the installation's own rules: `assay backup PLACE`;
- the keys folder, and the command key where it is elsewhere: `assay keys backup FILE`. In it are the sealing keys, the
  command key, the payload keys, the vault's master key `vault.key`, and the journal of erasures `erasures.journal`,
  without which an older copy of the vault could bring back who was erased since: so after every erasure too;
- the vault, without which no personal text can be read again: `assay backup PLACE --vault FILE`, kept for a short time.

Views and Temporal's own database are made again from the record.
"""


def markdown() -> str:
    """The page ``docs/settings.md``: every setting in the order of the table, and what must be kept safe."""
    rows = []
    for setting in TABLE:
        default = f"`{setting.default.replace('{home}', '$ASSAY_HOME')}`" if setting.default else "not set"
        if setting.name == "home":
            default = setting.default
        meaning = setting.meaning.replace("{home}", "$ASSAY_HOME").replace("|", "\\|")
        rows.append(f"| `{setting.variable}` | {meaning} | {default} |")
    return "\n".join([_HEAD + "| setting | meaning | default |", "|---|---|---|", *rows]) + "\n" + _FOOT
