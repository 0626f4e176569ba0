"""Which addresses may be fetched: public ones, unless the user allows others.

A feed is somebody else's text: without this, a link in it could make us ask the router, a database on this machine or a
cloud's metadata service. Names are resolved here, once, and the connection goes to the address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from kg.errors import ReadError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def checked_address(url: str, *, private: bool) -> Address:
    """The address to connect to for a URL.

    Args:
        private: whether loopback, private, link-local and other addresses that are not public will do.

    Raises:
        ReadError: not http or https, with a password in it, without a host, unknown, or not public.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ReadError(f"not a valid URL: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise ReadError(f"{parts.scheme or 'no scheme'} is not fetched, only http and https")
    if parts.username is not None or parts.password is not None:
        raise ReadError("URLs with a user name or password in them are not fetched")
    if not host:
        raise ReadError("the URL names no host")
    addresses = _resolved(host, port or (443 if parts.scheme == "https" else 80))
    for address in addresses:
        if not private and not is_public(address):
            raise ReadError(
                f"{host} is the address {address}, which is not public; --allow-private fetches it"
            )
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether it is an address on the public internet, also one of IPv4 wrapped in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadError(f"host {host} is unknown ({getattr(error, 'strerror', None) or error})") from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    return sorted(addresses, key=lambda address: address.version)
