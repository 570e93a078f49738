"""The agency's identity provider, asked by authlib: authorization code flow with PKCE, state and nonce; ID tokens signed by RS256."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx2
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.base_client import BaseApp  # type: ignore[import-untyped]
from authlib.integrations.base_client.async_app import AsyncOAuth2Mixin  # type: ignore[import-untyped]
from authlib.integrations.base_client.async_openid import AsyncOpenIDMixin  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]
from joserfc.errors import JoseError

from ivr.console.origins import ConsoleError
from ivr.settings import ROOT, OidcSettings

TIMEOUT_S = 8.0
LEEWAY_S = 60
ALGORITHMS = ["RS256"]


class OidcError(Exception):
    """It cannot be asked, or what it says does not hold. The message is the kind of what failed, nothing of what was said."""


class _App(AsyncOAuth2Mixin, AsyncOpenIDMixin, BaseApp):  # type: ignore[misc] # authlib has no types
    client_cls = AsyncOAuth2Client


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is remembered of one sign-in between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    back: str = ""


class OidcClient:
    """`redirect` is our own address that the provider sends people back to.

    Raises:
        ConsoleError: the file with the secret cannot be read.
    """

    def __init__(self, settings: OidcSettings, redirect: str) -> None:
        self._settings, self._redirect, self._issuer = settings, redirect, settings.issuer.rstrip("/")
        trusted = ssl.create_default_context()  # once: to read all certificates takes long enough to be heard in a call
        how = {"scope": settings.scope, "code_challenge_method": "S256", "timeout": TIMEOUT_S, "verify": trusted}
        self._app = _App(
            None,
            client_id=settings.client_id,
            client_secret=_secret(settings.client_secret_file) or None,
            server_metadata_url=f"{self._issuer}/.well-known/openid-configuration",
            client_kwargs=how | ({} if settings.client_secret_file else {"token_endpoint_auth_method": "none"}),
        )

    async def begin(self, back: str) -> tuple[str, Attempt]:
        """Where to send the browser, and what to remember.

        Raises:
            OidcError: the provider cannot be asked.
        """
        try:
            await self._metadata()
            made = await self._app.create_authorization_url(self._redirect)
        except (httpx2.HTTPError, httpx2.InvalidURL, AuthlibBaseError, ValueError, RuntimeError) as error:
            raise OidcError(type(error).__name__) from None
        return made["url"], Attempt(made["state"], made["nonce"], made["code_verifier"], back)

    async def finish(self, attempt: Attempt, code: str) -> Mapping[str, Any]:
        """What the provider says of who has come back with `code`: the claims of the ID token, with those of its user information.

        Raises:
            OidcError: the provider cannot be asked; the code or the token does not hold.
        """
        try:
            metadata = await self._metadata()
            token = await self._app.fetch_access_token(self._redirect, code=code, code_verifier=attempt.verifier)
            must = {"iss": {"essential": True, "value": metadata["issuer"]}, "aud": {"essential": True, "value": self._settings.client_id}}
            claims = await self._app.parse_id_token(token, nonce=attempt.nonce, claims_options=must, leeway=LEEWAY_S)
            if claims is None:
                raise OidcError("NoIdToken")
            return await self._with_user_information(dict(claims), token, metadata)
        except (httpx2.HTTPError, httpx2.InvalidURL, AuthlibBaseError, JoseError, ValueError, RuntimeError, KeyError) as error:
            raise OidcError(type(error).__name__) from None

    async def _metadata(self) -> dict[str, Any]:
        """The provider's description of itself, which must be that of the configured issuer; no other algorithm than ours is believed."""
        metadata = cast(dict[str, Any], await self._app.load_server_metadata())
        if str(metadata.get("issuer", "")).rstrip("/") != self._issuer:
            self._app.server_metadata = {}
            raise OidcError("IssuerMismatch")
        metadata["id_token_signing_alg_values_supported"] = ALGORITHMS
        return metadata

    async def _with_user_information(self, claims: dict[str, Any], token: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
        if "userinfo_endpoint" not in metadata:
            return claims
        more = dict(await self._app.userinfo(token=token))
        if more.get("sub") != claims["sub"]:
            raise OidcError("SubjectMismatch")
        return more | claims


def _secret(path: str) -> str:
    if not path:
        return ""
    try:
        return (ROOT / path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConsoleError(f"console.oidc.client_secret_file: cannot be read ({type(error).__name__})") from error
