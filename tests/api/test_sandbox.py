"""The sandbox's document and files: their policy, who may frame them, how long they are kept."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256

import httpx
import pytest

from neurohire.asset_files import ASSETS

PARTS = re.compile(r'<script type="application/json" id="parts">(.*?)</script>', re.DOTALL)


async def files(http: httpx.AsyncClient) -> dict[str, str]:
    return dict(json.loads(PARTS.search((await http.get("/sandbox/run")).text).group(1))["files"])


async def test_the_document_is_an_opaque_origin_without_any_network(http: httpx.AsyncClient):
    answer = await http.get("/sandbox/run", headers={"cookie": "session=x"})
    script = re.search(r"</script><script>(.*?)</script>", answer.text, re.DOTALL).group(1)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert answer.headers["content-security-policy"] == (
        f"sandbox allow-scripts; default-src 'none'; script-src 'sha256-{digest}' 'wasm-unsafe-eval' blob:; "
        "worker-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "set-cookie" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


async def test_the_document_is_the_same_for_everybody(http: httpx.AsyncClient):
    first, second = (
        await http.get("/sandbox/run"),
        await http.get("/sandbox/run", headers={"cookie": "session=x"}),
    )
    assert first.text == second.text
    assert "candidate" not in first.headers.get("set-cookie", "")


async def test_pythons_files_are_kept_for_a_year_under_their_digest(http: httpx.AsyncClient):
    found = await files(http)
    assert sorted(found) == ["core", "loader", "lock", "stdlib", "wasm"]
    for path in found.values():
        name = path.rsplit("/", 1)[1]
        content = (ASSETS / "vendor" / "pyodide" / name).read_bytes()
        assert path.split("/")[3] == sha256(content).hexdigest()[:16]
        for accepted in ("gzip", "identity"):
            answer = await http.get(path, headers={"accept-encoding": accepted})
            assert answer.content == content  # the client unpacks it
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert "accept-encoding" in answer.headers["vary"].lower()
            assert "access-control-allow-origin" not in answer.headers
    assert found["wasm"].endswith(".wasm")


async def test_python_travels_pressed(http: httpx.AsyncClient):
    path = (await files(http))["wasm"]
    async with http.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        sent = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-type"] == "application/wasm"
    assert answer.headers["content-encoding"] == "gzip"
    assert len(sent) < 0.5 * len(gzip.decompress(sent))


@pytest.mark.parametrize(
    "path",
    [
        "/sandbox/files/0000000000000000/pyodide.mjs",
        "/sandbox/files/0000000000000000/none.js",
        "/sandbox/files/x/..%2f..%2fmanifest.json",
        "/assets/sandbox/frame.js",
    ],
)
async def test_nothing_else_is_there(http: httpx.AsyncClient, path: str):
    assert (await http.get(path)).status_code == 404


async def test_a_file_with_another_digest_is_not_kept(http: httpx.AsyncClient):
    wrong = (await files(http))["loader"].replace("/files/", "/files/0")
    answer = await http.get(wrong)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")
