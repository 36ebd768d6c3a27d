"""How is a personal number kept so that a stolen database tells nothing? AES-256-GCM, bound to its place.

A token is `key id . nonce and ciphertext`; the place (model, record and field) is authenticated with it, so that no
token can be moved to another record. Equality is asked of a fingerprint made with a second key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
HIDDEN = "••••••"


class Unreadable(ValueError):
    """The token does not belong to this place or to this installation's key."""


@cache
def _keys(key: bytes) -> tuple[bytes, bytes, str]:
    """The sealing key, the fingerprint key, and the name of the pair."""
    sealing = hmac.digest(key, b"unionreports/seal", "sha256")
    return sealing, hmac.digest(key, b"unionreports/fingerprint", "sha256"), hashlib.sha256(sealing).hexdigest()[:8]


def key_names() -> tuple[str, ...]:
    """The names of the keys that open tokens here; the first one seals."""
    return tuple(_keys(key)[2] for key in settings.FIELD_KEYS)


def key_of(token: str) -> str:
    """The name of the key a token was sealed with."""
    return token.partition(".")[0]


def seal(text: str, place: str) -> str:
    """The text as a token that can be read at this place only."""
    sealing, _, name = _keys(settings.FIELD_KEYS[0])
    nonce = secrets.token_bytes(NONCE_BYTES)
    return (
        f"{name}." + urlsafe_b64encode(nonce + AESGCM(sealing).encrypt(nonce, text.encode(), place.encode())).decode()
    )


def unseal(token: str, place: str) -> str:
    """What was sealed. Raises Unreadable for another place, another key or a damaged token."""
    given, _, data = token.partition(".")
    sealing = next((pair[0] for pair in map(_keys, settings.FIELD_KEYS) if pair[2] == given), None)
    if sealing is None:
        raise Unreadable("加密密钥不是登记时所用的密钥，请用原来的 FIELD_KEY_FILE")
    try:
        raw = urlsafe_b64decode(data)
        return AESGCM(sealing).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable("加密内容已损坏或被移动过，无法读取") from error


def fingerprint(text: str, field: str) -> str:
    """Equal texts of one field have equal fingerprints; nobody without the key can try texts out. Empty for empty."""
    tidy = re.sub(r"[\s-]", "", text).upper()
    return hmac.new(_keys(settings.FIELD_KEYS[0])[1], f"{field}:{tidy}".encode(), "sha256").hexdigest() if tidy else ""


def masked(text: str, kind: str) -> str:
    """How a number is shown to whoever need not know it: 330***********1234; empty stays empty."""
    if not text:
        return ""
    shown = {"id": (3, 4), "phone": (3, 4), "account": (0, 4)}.get(kind)
    if not shown or len(text) <= sum(shown) + 2:
        return HIDDEN
    first, last = shown
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]
