"""Connecting to a Temporal server, our own or somebody's cluster, with the converter that keeps types and encrypts."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from temporalio.client import Client, HeaderCodecBehavior, Plugin
from temporalio.common import MetricMeter
from temporalio.converter import PayloadCodec
from temporalio.runtime import LogForwardingConfig, LoggingConfig, PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import TLSConfig

from adapters.outbound.temporal.encrypting import converter
from domain.refusals import Refused

__all__ = ["TemporalAddress", "connect", "meter"]


@dataclass(frozen=True, slots=True)
class TemporalAddress:
    """Where the Temporal server is, and how it knows us.

    Attributes:
        target: host and port of its frontend.
        namespace: the namespace, which must exist.
        task_queue: the queue of this installation's workers.
        tls: whether to speak TLS; implied by a certificate.
        ca: file with the certificate of the authority that signed the server's.
        certificate: file with our client certificate.
        key: file with its private key.
        api_key: a key to be sent with every call, where the server wants one.
    """

    target: str
    namespace: str = "default"
    task_queue: str = "assay"
    tls: bool = False
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    api_key: str | None = None


async def connect(
    address: TemporalAddress,
    *,
    identity: str,
    codec: PayloadCodec | None,
    plugins: Sequence[Plugin] = (),
    metrics: str | None = None,
) -> Client:
    """A client of the server.

    Args:
        address: where it is.
        identity: who we say we are in Temporal's own pages: the process, never a person.
        codec: encrypts what is sent; None for a client that sends and reads nothing of what workflows say.
        plugins: telemetry, where it is switched on.
        metrics: host and port at which Prometheus may ask how the worker fares; None for nowhere.

    Raises:
        RuntimeError: the server cannot be reached.
        OSError: a certificate's file cannot be read.
        Refused: ``metrics-address`` when nothing can be served there.
    """
    return await Client.connect(
        address.target,
        namespace=address.namespace,
        identity=identity,
        tls=_tls(address),
        api_key=address.api_key,
        data_converter=converter(codec),
        header_codec_behavior=HeaderCodecBehavior.CODEC,
        plugins=plugins,
        runtime=_runtime(metrics),
    )


def meter(metrics: str) -> MetricMeter:
    """Takes what is measured, to be told where the worker's own metrics are.

    Args:
        metrics: host and port, as for :func:`connect`.

    Raises:
        Refused: ``metrics-address`` when nothing can be served there.
    """
    return _runtime(metrics).metric_meter


@cache
def _runtime(metrics: str | None) -> Runtime:
    """The SDK's engine. Its own log goes to ours: left alone it writes to standard output, amid a command's JSON."""
    forwarding = LogForwardingConfig(logger=logging.getLogger("temporalio.core"))
    telemetry = TelemetryConfig(
        logging=LoggingConfig(filter="ERROR", forwarding=forwarding),
        metrics=PrometheusConfig(bind_address=metrics) if metrics else None,
    )
    try:
        return Runtime(telemetry=telemetry)
    except ValueError as error:
        if not metrics:
            raise
        raise Refused.because(
            "metrics-address",
            f"Metrics cannot be served at {metrics}, an IP address and a free port: {error}.",
        ) from None


def _tls(address: TemporalAddress) -> TLSConfig | bool:
    if not (address.ca or address.certificate):
        return address.tls
    return TLSConfig(
        server_root_ca_cert=address.ca.read_bytes() if address.ca else None,
        client_cert=address.certificate.read_bytes() if address.certificate else None,
        client_private_key=address.key.read_bytes() if address.key else None,
    )
