"""Signing in by an OpenID provider: the authorisation code flow with PKCE, and the token that it ends in checked.

The provider's own description says where things are and with which keys it signs; both are asked for again after an
hour, and its keys as soon as a token names one that we do not know.
"""

import json
import re
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import httpx2
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from adapters.inbound.visiting.house import OpenId

__all__ = ["OpenIdTrouble", "Started", "Stranger", "Welcome"]

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""With which a provider may sign. None with a shared secret, and never none at all."""

KEPT_SECONDS = 3600.0
PATIENCE_SECONDS = 10.0
CLOCKS_APART_SECONDS = 60

_KNOWN_FORM = re.compile(r"(os-[0-9]{1,10}|(person-)?[0-9a-f]{32})")


class OpenIdTrouble(Exception):
    """Nobody was signed in; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in that was begun, as the browser keeps it, encrypted, until its end.

    Attributes:
        state: comes back with the answer, so that it is the answer to this.
        nonce: stands in the token, so that the token is the answer to this.
        verifier: proves that whoever ends it is who began it.
        then: where they wanted to go.
    """

    state: str
    nonce: str
    verifier: str
    then: str

    @classmethod
    def now(cls, then: str) -> "Started":
        """One that begins now."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), then)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody whom the provider knows.

    Attributes:
        id: their id here: what the provider says it is, or 32 digits that follow from its name for them.
        name: what the provider calls them, for the page; it is kept nowhere.
    """

    id: str
    name: str


class Welcome:
    """Signs people in by one provider. Safe to use from several threads."""

    def __init__(self, provider: OpenId, origin: str) -> None:
        """Ask a provider, which sends people back to the pages at an origin."""
        self._provider = provider
        self._back = f"{origin}/sign-in/return"
        self._kept: tuple[float, Mapping[str, Any], KeySet] | None = None
        self._lock = threading.Lock()

    def address(self, started: Started) -> str:
        """Where a browser is to go to sign in.

        Raises:
            OpenIdTrouble: the provider did not say.
        """
        description, _ = self._known()
        challenge = urlsafe_b64encode(sha256(started.verifier.encode()).digest()).rstrip(b"=").decode()
        with self._client() as client:
            address, _ = client.create_authorization_url(
                description["authorization_endpoint"],
                state=started.state,
                nonce=started.nonce,
                code_challenge=challenge,
                code_challenge_method="S256",
            )
        return str(address)

    def ended(self, started: Started, answer: Mapping[str, str]) -> Stranger:
        """Who came back.

        Args:
            started: how it was begun.
            answer: what the provider said, in the address.

        Raises:
            OpenIdTrouble: it is no answer to that, or the provider refused, or its token is not good.
        """
        if not secrets.compare_digest(answer.get("state", ""), started.state):
            raise OpenIdTrouble("That was the answer to another sign-in; begin again.")
        if "error" in answer:
            raise OpenIdTrouble("The sign-in was not completed there; begin again.")
        description, _ = self._known()
        if answer.get("iss", description["issuer"]) != description["issuer"]:
            raise OpenIdTrouble("That answer came from another provider; begin again.")
        try:
            with self._client() as client:
                token = client.fetch_token(
                    description["token_endpoint"], code=answer.get("code", ""), code_verifier=started.verifier
                )
            claims = self._checked(str(token["id_token"]), started, description["issuer"])
        except (httpx2.HTTPError, JoseError, KeyError, ValueError) as error:
            raise OpenIdTrouble("The provider's answer does not hold; begin again.") from error
        except Exception as error:
            raise OpenIdTrouble("The provider did not confirm the sign-in; begin again.") from error
        return Stranger(
            self._id(claims), str(claims.get("name") or claims.get("preferred_username") or "You")
        )

    def _checked(self, token: str, started: Started, issuer: str) -> Mapping[str, Any]:
        _, keys = self._known()
        try:
            read = jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            _, keys = self._known(afresh=True)  # it may sign with a key that is new
            read = jwt.decode(token, keys, algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=CLOCKS_APART_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self._provider.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": started.nonce},
            sub={"essential": True},
        ).validate(read.claims)
        return read.claims

    def _id(self, claims: Mapping[str, Any]) -> str:
        said = str(claims.get("assay_id", ""))
        if _KNOWN_FORM.fullmatch(said):
            return said
        return sha256(f"{claims['iss']}\0{claims['sub']}".encode()).hexdigest()[:32]

    def _client(self) -> OAuth2Client:
        secret = self._provider.client_secret
        return OAuth2Client(
            self._provider.client_id,
            secret,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope="openid profile",
            redirect_uri=self._back,
            timeout=PATIENCE_SECONDS,
        )

    def _known(self, *, afresh: bool = False) -> tuple[Mapping[str, Any], KeySet]:
        """How the provider describes itself, and its keys.

        Raises:
            OpenIdTrouble: it does not answer, or calls itself something else.
        """
        with self._lock:
            if self._kept is None or afresh or time.monotonic() - self._kept[0] > KEPT_SECONDS:
                self._kept = (time.monotonic(), *self._asked())
            return self._kept[1], self._kept[2]

    def _asked(self) -> tuple[Mapping[str, Any], KeySet]:
        issuer = self._provider.issuer.rstrip("/")
        try:
            with httpx2.Client(timeout=PATIENCE_SECONDS) as client:
                description = (
                    client.get(f"{issuer}/.well-known/openid-configuration").raise_for_status().json()
                )
                keys = client.get(description["jwks_uri"]).raise_for_status().json()
            found = KeySet.import_key_set(keys)
        except (httpx2.HTTPError, json.JSONDecodeError, JoseError, KeyError, TypeError, ValueError) as error:
            raise OpenIdTrouble(
                "The OpenID provider cannot be reached at the moment; try again later."
            ) from error
        if str(description.get("issuer", "")).rstrip("/") != issuer:
            raise OpenIdTrouble("The OpenID provider calls itself something else than ASSAY_OPENID_ISSUER.")
        return description, found
