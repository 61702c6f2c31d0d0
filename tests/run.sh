#!/usr/bin/env bash
# All tests: bash tests/run.sh [pytest arguments]
# Installs what is missing (uv; as root on Debian or Ubuntu also programs), else says what to install.
# Without arguments: everything on two processes, then what measures time by itself.
set -euo pipefail
cd "$(dirname "$0")/.."

bash .ci/install python3 node npm chromium mariadbd tesseract antiword espeak-ng ffmpeg turnserver mount umount || {
    # tests that need what is missing are skipped, unless that is forbidden
    [ "${NEUROHIRE_TEST_REQUIRE_ALL:-}" != 1 ] || exit 3
    echo "Going on without them: their tests are skipped." >&2
}
uv=$(bash .ci/find_uv)
pytest=("$uv" run --quiet --group dev python -m pytest)

if [ $# -gt 0 ]; then
    exec "${pytest[@]}" "$@"
fi
alone=(tests/bench tests/faults tests/test_workers.py)
failed=0
"${pytest[@]}" -q -n 2 --dist loadfile --no-loadscope-reorder "${alone[@]/#/--ignore=}" || failed=$?
"${pytest[@]}" -q "${alone[@]}" || failed=$?
exit "$failed"
