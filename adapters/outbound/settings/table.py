"""The table of settings: what each is for, what it is by default, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.outbound.settings import parsing as parse
from domain.holdings.content import KINDS

__all__ = ["PREFIX", "TABLE", "Setting"]

PREFIX = "ASSAY_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table.

    Attributes:
        name: in the file; in the environment in capitals, with ``ASSAY_`` in front.
        meaning: for people.
        default: as it would be written; ``{home}`` stands for the home folder; empty for none.
        parse: turns what was written into a value, or raises ValueError with what is wrong.
        secret: not to be shown.
    """

    name: str
    meaning: str
    default: str
    parse: Callable[[str], Any]
    secret: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()


TABLE: tuple[Setting, ...] = (
    Setting(
        "home",
        "The folder for everything Assay keeps on this machine. Each installation has its own.",
        "var, beside the program",
        parse.path,
    ),
    Setting(
        "database_url",
        "Where the record is: sqlite:///path/to/assay.db, or postgresql://user@host/name in production.",
        "sqlite:///{home}/assay.db",
        parse.text,
        secret=True,
    ),
    Setting(
        "command_key_file",
        "The secret key under which commands are digested: 32 bytes, the same for everybody who writes to one record, "
        "never lost and never changed.",
        "{home}/keys/command.key",
        parse.path,
    ),
    Setting(
        "keys_folder",
        "Where all other keys are: files that only their owner may read, outside the database and its back-ups.",
        "{home}/keys",
        parse.path,
    ),
    Setting(
        "vault_url",
        "Where the vault is, with the keys under which personal text is sealed: sqlite:///path/to/vault.db, or "
        "postgresql://user@host/name. Never in the record's own database, nor in its back-ups.",
        "sqlite:///{home}/vault.db",
        parse.text,
        secret=True,
    ),
    Setting(
        "checkpoint_minutes",
        "How often a worker signs a checkpoint of the record, where anything is new; and after every publication.",
        "5",
        parse.minutes,
    ),
    Setting(
        "temporal_target",
        "Host and port of a Temporal server. Without it, `assay run` starts one of its own.",
        "",
        parse.address,
    ),
    Setting(
        "temporal_namespace", "The namespace on the Temporal server, which must exist.", "default", parse.text
    ),
    Setting(
        "temporal_task_queue",
        "The queue of this installation's workers; another installation on the same server uses another.",
        "assay",
        parse.text,
    ),
    Setting("temporal_tls", "Whether to speak TLS to the Temporal server: yes or no.", "no", parse.flag),
    Setting(
        "temporal_ca_file",
        "Certificate of the authority that signed the Temporal server's, if it is not a public one.",
        "",
        parse.path,
    ),
    Setting(
        "temporal_certificate_file", "Our client certificate, where the server asks for one.", "", parse.path
    ),
    Setting("temporal_key_file", "The private key of our client certificate.", "", parse.path),
    Setting(
        "temporal_api_key", "A key that is sent with every call to the Temporal server.", "", parse.text, True
    ),
    Setting(
        "temporal_port",
        "Port of the embedded Temporal server; 0 takes a free one. Unset, it is 7233, or a free one if that is taken.",
        "",
        parse.port,
    ),
    Setting(
        "temporal_ui_port",
        "Port of the embedded server's web pages; 0 takes a free one. Unset, it is 8233, or a free one if that is "
        "taken.",
        "",
        parse.port,
    ),
    Setting(
        "documents_folder",
        "Where evidence that was handed in and published reports are kept, each under its digest.",
        "{home}/documents",
        parse.path,
    ),
    Setting(
        "documents_bucket",
        "A bucket of an S3-compatible store to keep them in instead: s3://bucket/prefix.",
        "",
        parse.bucket,
    ),
    Setting("documents_endpoint", "The store's address, where it is not Amazon's.", "", parse.url),
    Setting("documents_region", "The store's region, where it has any.", "", parse.text),
    Setting(
        "documents_access_key",
        "The id of the key to the store. Unset, it is looked for where the tools of such stores do: AWS_ACCESS_KEY_ID, "
        "or the role of the machine.",
        "",
        parse.text,
        True,
    ),
    Setting("documents_secret_key", "The key to the store itself.", "", parse.text, True),
    Setting(
        "documents_kinds",
        f"Which kinds of file are taken, told by their content, of {', '.join(KINDS)}.",
        "pdf,docx,xlsx,pptx,odt,ods,odp,text,png,jpeg,mp4,mp3,wav",
        parse.kinds_of_file,
    ),
    Setting(
        "documents_megabytes",
        "How large a file may be that is handed in, in megabytes.",
        "200",
        parse.megabytes,
    ),
    Setting(
        "virus_scanner",
        "Where a ClamAV daemon listens on this machine, by which every file that is handed in is looked at: the path "
        "of its socket, or 127.0.0.1:3310. Unset, nobody looks.",
        "",
        parse.scanner,
    ),
    Setting(
        "notices_folder",
        "Where notices are written, to be sent by other means.",
        "{home}/notices",
        parse.path,
    ),
    Setting(
        "notices_kept_days",
        "Days for which a notice to a contact, with name and address in plain, stays in that folder.",
        "30",
        parse.days,
    ),
    Setting(
        "looks_folder",
        "Where it is kept who looked at what, apart from the record: a folder for each record, a file for each month.",
        "{home}/looks",
        parse.path,
    ),
    Setting(
        "looks_kept_days",
        "Days for which that is kept at the least; months that were over before are removed.",
        "1095",
        parse.days,
    ),
    Setting(
        "notices_by",
        "Which way notices go: folder, smtp or notify. What has no address goes to the folder in any case.",
        "folder",
        parse.way,
    ),
    Setting(
        "notices_sender",
        "The address that notices by mail come from, and that answers and what cannot be delivered go to.",
        "",
        parse.mail_address,
    ),
    Setting(
        "smtp_server",
        "Host and port of the mail server that takes our notices: mail.example.org:587.",
        "",
        parse.address,
    ),
    Setting(
        "smtp_security",
        "How mail is encrypted on its way to the server: starttls, tls from the beginning, or none to one on the same "
        "machine. A server that cannot is not given anything.",
        "starttls",
        parse.security,
    ),
    Setting("smtp_user", "As whom we sign in to the mail server, where it asks.", "", parse.text),
    Setting("smtp_password", "With which password.", "", parse.text, True),
    Setting(
        "smtp_ca_file",
        "Certificate of the authority that signed the mail server's, if it is not a public one.",
        "",
        parse.path,
    ),
    Setting(
        "notify_url",
        "Where the API of GOV.UK Notify is.",
        "https://api.notifications.service.gov.uk",
        parse.url,
    ),
    Setting("notify_api_key", "The key of our service there.", "", parse.text, True),
    Setting(
        "notify_template",
        "The id of an e-mail template there, whose subject is ((subject)) and whose message is ((body)).",
        "",
        parse.text,
    ),
    Setting(
        "notify_ca_file",
        "Certificate of the authority that signed its certificate, where something stands between us and it.",
        "",
        parse.path,
    ),
    Setting(
        "office_closures",
        "Days on which the office is closed besides bank holidays; deadlines do not count them.",
        "",
        parse.dates,
    ),
    Setting(
        "comments_acknowledged_days",
        "Within how many working days a comment or complaint is acknowledged.",
        "3",
        parse.days,
    ),
    Setting(
        "comments_answered_days",
        "Within how many working days a comment or complaint is answered.",
        "20",
        parse.days,
    ),
    Setting(
        "embargo_days",
        "How many working days before publication embargoed copies may go out, where a protocol does not say.",
        "2",
        parse.days,
    ),
    Setting(
        "duty_telephone",
        "The telephone number at which whoever is on duty is reached when a case shows somebody in danger: "
        "01632 960123. Whoever may raise an alert is shown it; unset, they are told that there is none.",
        "",
        parse.telephone,
    ),
    Setting(
        "otlp_endpoint",
        "Where traces go, by OTLP over HTTP: http://127.0.0.1:4318. Unset, none are kept.",
        "",
        parse.url,
    ),
    Setting(
        "metrics_address",
        "Where a worker tells Prometheus how it, the record and the views fare, under /metrics: 127.0.0.1:9464. "
        "Unset, nowhere.",
        "",
        parse.address,
    ),
    Setting(
        "pages_address",
        "Where the pages are served: 127.0.0.1:8080; port 0 takes a free one. Unset, that, or a free port where it is "
        "taken. To other machines only with an OpenID provider.",
        "",
        parse.address,
    ),
    Setting(
        "pages_origin",
        "The address by which people reach the pages through your own web server, which speaks TLS: "
        "https://assay.example.gov.uk. Unset, that of this machine.",
        "",
        parse.url,
    ),
    Setting(
        "pages_trusted_proxies",
        "The addresses or networks, with commas between them, of your own web servers that stand before the pages: "
        "127.0.0.1,10.1.2.0/24. What these say of where a visitor comes from (X-Forwarded-For, X-Forwarded-Proto) is "
        "believed, so that each visitor is counted by themselves; unset, nobody's word is.",
        "",
        parse.networks,
    ),
    Setting(
        "openid_issuer",
        "The OpenID provider by which people sign in to the pages: https://login.example.gov.uk. Unset, whoever uses "
        "this machine chooses who they are, and the pages are served to this machine only.",
        "",
        parse.url,
    ),
    Setting("openid_client_id", "As what the provider knows us.", "", parse.text),
    Setting("openid_client_secret", "With which we prove to it that it is us.", "", parse.text, True),
    Setting(
        "pages_example_sign_in",
        "Whether whoever uses this machine may still choose who they are once there is a staff record, to try things "
        "out: yes or no. Without a staff record they may, where there is no OpenID provider.",
        "no",
        parse.flag,
    ),
    Setting(
        "pages_idle_minutes",
        "After how many minutes without opening a page somebody is signed out.",
        "60",
        parse.minutes,
    ),
    Setting(
        "api",
        "Another installation's pages, to whose API commands are sent instead of opening a record here: "
        "https://assay.example.gov.uk.",
        "",
        parse.url,
    ),
    Setting("token", "The token with which they are sent.", "", parse.text, True),
    Setting("log_level", "How much is logged: debug, info, warning or error.", "info", parse.level),
    Setting(
        "log_file",
        "Where `assay run` and `assay worker` log, one JSON object a line. Unset, `assay run` logs to "
        "{home}/log/assay.log and `assay worker` to standard error.",
        "",
        parse.path,
    ),
)
"""Every setting there is."""
