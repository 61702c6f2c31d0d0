"""Our own browser files: kept for a year when the address has their version, else checked each time."""

from __future__ import annotations

import re

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from neurohire.asset_files import ASSETS

VERSION = re.compile(rb"(^|&)v=[0-9a-f]{8,64}(&|$)")
FOREVER = "public, max-age=31536000, immutable"
HIDDEN = ("build", "manifest", "models", "sandbox")  # sources, and what only the server reads


class AssetFiles(StaticFiles):
    """Files under assets/, without the folder that bundles are built in."""

    def __init__(self) -> None:
        super().__init__(directory=ASSETS)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.split("/", 1)[0] in HIDDEN or "node_modules" in path:
            path = ""
        response = await super().get_response(path, scope)
        is_versioned = VERSION.search(scope.get("query_string", b"")) is not None
        response.headers["Cache-Control"] = FOREVER if is_versioned else "no-cache"
        return response
