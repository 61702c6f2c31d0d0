"""The way out: only to addresses that are allowed, checked on the address that is connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterable

import httpcore2
import httpx2

CONNECT_SECONDS = 5.0
LARGEST = 16 * 2**20  # bytes of one answer, hundreds of times what is asked for


class NotAllowedAddress(httpcore2.ConnectError):
    """The name leads to an address that this set-up may not speak to."""


def make_http(timeout: float, *, plain: bool, allow_private: bool) -> httpx2.AsyncClient:
    """No redirects, no proxy from the environment. With `plain` (http) only private addresses."""
    transport = _Bounded(trust_env=False)
    transport.guard(plain=plain, allow_private=allow_private)
    limits = httpx2.Timeout(timeout, connect=CONNECT_SECONDS)
    return httpx2.AsyncClient(transport=transport, timeout=limits, follow_redirects=False, trust_env=False)


def is_allowed(address: str, *, plain: bool, allow_private: bool) -> bool:
    """Public addresses by https; private and loopback ones only where an admin allowed it."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False  # 169.254.169.254 hands out the keys of cloud machines
    if ip.is_global:
        return not plain
    return allow_private and (ip.is_private or ip.is_loopback)


class _Bounded(httpx2.AsyncHTTPTransport):
    """Cuts off answers without end."""

    def guard(self, *, plain: bool, allow_private: bool) -> None:
        # the pool takes a backend only when it is made, which the transport does not pass on
        self._pool._network_backend = _Guarded(plain, allow_private)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await super().handle_async_request(request)
        if isinstance(answer.stream, httpx2.AsyncByteStream):
            answer.stream = _BoundedStream(answer.stream)
        return answer


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for part in self._stream:
            seen += len(part)
            if seen > LARGEST:
                raise httpx2.ReadError("the answer is too large")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Guarded(httpcore2.AnyIOBackend):
    """Resolves the name itself and connects to what it checked, so that no second answer slips in."""

    def __init__(self, plain: bool, allow_private: bool) -> None:
        self._plain, self._allow_private = plain, allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout("the name was not resolved in time") from error
        except OSError as error:
            raise httpcore2.ConnectError("the name was not resolved") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not is_allowed(address, plain=self._plain, allow_private=self._allow_private):
                raise NotAllowedAddress("this address is not allowed")
        failed: Exception = httpcore2.ConnectError("the name leads nowhere")
        for address in addresses:
            try:
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed
