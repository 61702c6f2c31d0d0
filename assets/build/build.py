"""Builds the third-party browser parts of assets/vendor with manifest and notice; `--check` compares instead.

python assets/build/build.py            needs Node 20 with npm; nobody else does
python assets/build/build.py --check    exit 1 when what is committed is not what the lock file builds
"""

from __future__ import annotations

import argparse
import filecmp
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parent
BUNDLED = ["yjs", "y-protocols", "y-websocket", "y-indexeddb", "y-codemirror.next", "lib0"]
FONTS = {
    "@fontsource-variable/inter": ("inter", ["latin", "latin-ext", "cyrillic", "greek", "vietnamese"]),
    "@fontsource-variable/jetbrains-mono": ("jetbrains-mono", ["latin", "latin-ext", "cyrillic", "greek"]),
}
SWAGGER = ["swagger-ui.css", "swagger-ui-bundle.js"]
PYODIDE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]
OUT = ("yjs", "fonts", "swagger", "pyodide")
EDITOR = "nicegui-codemirror"
# not built: taken as they are out of the named package, with its licence beside them
MODELS = {
    "models/silero_vad_16k_op15.onnx": {
        "name": "silero-vad",
        "version": "6.2.3",
        "licence": "MIT",
        "source": "Python wheel silero-vad 6.2.3, silero_vad/data/silero_vad_16k_op15.onnx",
    }
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="build elsewhere and compare")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        work, out = Path(folder) / "work", Path(folder) / "assets"
        install(work)
        build(work, out)
        if check:
            return compare(out)
        for name in OUT:  # new folders: their date is part of the address in the browser
            shutil.rmtree(ASSETS / "vendor" / name, ignore_errors=True)
        shutil.copytree(out, ASSETS, dirs_exist_ok=True)
    return 0


def install(work: Path) -> None:
    """Exactly the locked packages; no package may run a script of its own."""
    work.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, work)
    shutil.copytree(HERE / "src", work / "src")
    lock = (work / "package-lock.json").read_text()
    if '"resolved"' in lock:
        sys.exit("package-lock.json names hosts: install with --omit-lockfile-registry-resolved")
    run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work)


def build(work: Path, out: Path) -> None:
    files: dict[str, str] = {}
    files |= bundle(work, out / "vendor" / "yjs")
    files |= fonts(work, out / "vendor" / "fonts")
    files |= swagger(work, out / "vendor" / "swagger")
    files |= pyodide(work, out / "vendor" / "pyodide")
    packages = sorted({name for names in files.values() for name in names.split()})
    (out / "manifest.json").write_text(manifest(work, out, files))
    (out / "NOTICE").write_text(notice(work, packages))


def bundle(work: Path, target: Path) -> dict[str, str]:
    run(
        [
            shutil.which("node") or "node", "node_modules/esbuild/bin/esbuild", "src/collaboration.mjs",
            "--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none",
            f"--alias:@codemirror/state={EDITOR}", f"--alias:@codemirror/view={EDITOR}",
            f"--external:{EDITOR}",
            f"--outfile={target / 'index.js'}", "--log-level=error",
        ],
        work,
    )  # fmt: skip
    return {"vendor/yjs/index.js": " ".join(BUNDLED)}


def fonts(work: Path, target: Path) -> dict[str, str]:
    """The chosen scripts of both typefaces and one style sheet that loads only those a page needs."""
    target.mkdir(parents=True)
    files, faces = {}, []
    for package, (name, scripts) in FONTS.items():
        source = work / "node_modules" / package
        for script in scripts:
            file = f"{name}-{script}-wght-normal.woff2"
            shutil.copyfile(source / "files" / file, target / file)
            files[f"vendor/fonts/{file}"] = package
        for face in re.findall(r"@font-face \{.*?\}", (source / "wght.css").read_text(), re.DOTALL):
            if any(f"/{name}-{script}-wght-normal.woff2" in face for script in scripts):
                faces.append(face.replace("./files/", "./"))
    (target / "fonts.css").write_text("\n".join(faces) + "\n")
    files["vendor/fonts/fonts.css"] = " ".join(FONTS)
    return files


def swagger(work: Path, target: Path) -> dict[str, str]:
    target.mkdir(parents=True)
    for name in SWAGGER:
        text = (work / "node_modules" / "swagger-ui-dist" / name).read_text()
        (target / name).write_text(re.sub(r"\n?(//|/\*)# sourceMappingURL=.*", "", text))
    return {f"vendor/swagger/{name}": "swagger-ui-dist" for name in SWAGGER}


def pyodide(work: Path, target: Path) -> dict[str, str]:
    """Python for browsers, without the list of packages it could load from elsewhere."""
    target.mkdir(parents=True)
    source = work / "node_modules" / "pyodide"
    for name in PYODIDE:
        if name.endswith(".mjs"):
            (target / name).write_text(re.sub(r"\n?//# sourceMappingURL=.*", "", (source / name).read_text()))
        else:
            shutil.copyfile(source / name, target / name)
    lock = {"info": json.loads((source / "pyodide-lock.json").read_text())["info"], "packages": {}}
    (target / "pyodide-lock.json").write_text(json.dumps(lock) + "\n")
    python = {name: "pyodide cpython" for name in ("pyodide.asm.wasm", "python_stdlib.zip")}
    return {f"vendor/pyodide/{name}": python.get(name, "pyodide") for name in [*PYODIDE, "pyodide-lock.json"]}


def manifest(work: Path, out: Path, files: dict[str, str]) -> str:
    rows = [
        {
            "file": file,
            "packages": [{"name": name, **facts(work, name)} for name in names.split()],
            "sha256": hashlib.sha256((out / file).read_bytes()).hexdigest(),
        }
        for file, names in sorted(files.items())
    ]
    rows += [
        {"file": file, "packages": [about], "sha256": hashlib.sha256((ASSETS / file).read_bytes()).hexdigest()}
        for file, about in MODELS.items()
    ]
    return json.dumps({"made_by": "assets/build/build.py", "files": rows}, indent=1) + "\n"


def facts(work: Path, package: str) -> dict[str, str]:
    if package == "cpython":  # inside pyodide
        lock = json.loads((work / "node_modules" / "pyodide" / "pyodide-lock.json").read_text())
        return {"version": lock["info"]["python"], "licence": "PSF-2.0"}
    about = json.loads((work / "node_modules" / package / "package.json").read_text())
    return {"version": about["version"], "licence": about["license"]}


def notice(work: Path, packages: list[str]) -> str:
    parts = ["Third-party parts in assets/vendor and assets/models, each under its own licence.\n"]
    for package in packages:
        about, folder = facts(work, package), work / "node_modules" / package
        found = [folder / "LICENSE", folder / "NOTICE", HERE / "licences" / f"{package}.LICENSE"]
        texts = [file.read_text().strip() for file in found if file.exists()]
        parts.append(
            f"{'=' * 78}\n{package} {about['version']} ({about['licence']})\n\n" + "\n\n".join(texts) + "\n"
        )
    for about in MODELS.values():
        licence = (ASSETS / "models" / f"{about['name']}.LICENSE").read_text().strip()
        parts.append(f"{'=' * 78}\n{about['name']} {about['version']} ({about['licence']})\n\n{licence}\n")
    return "\n".join(parts)


def compare(out: Path) -> int:
    built = sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    wrong = [
        path
        for path in built
        if not (ASSETS / path).exists() or not filecmp.cmp(out / path, ASSETS / path, shallow=False)
    ]
    ours = {path for name in OUT for path in (ASSETS / "vendor" / name).rglob("*")}
    wrong += [
        path for path in sorted(p.relative_to(ASSETS) for p in ours if p.is_file()) if path not in built
    ]
    for path in wrong:
        print(f"differs from what the lock file builds: assets/{path}")
    print(f"{len(built)} files compared, {len(wrong)} differ")
    return 1 if wrong else 0


def npm() -> str:
    return shutil.which("npm") or sys.exit("npm is needed (Node 20)")


def run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    sys.exit(main())
