#!/usr/bin/env bash
# All tests: bash tests/run.sh [pytest arguments]
# Installs what is missing (uv; as root on Debian or Ubuntu also programs), else says what to install.
# Without arguments: everything, browsers in one process beside the others in a second (two browser tests at
# once starve each other on two cores), then by itself what measures time or takes all of the machine.
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
alone=(tests/bench tests/faults tests/browser/test_call_four.py tests/test_workers.py)
failed=0
browser=
browser_said=$(mktemp)
trap 'kill "$browser" 2>/dev/null; rm -f "$browser_said"' EXIT
"${pytest[@]}" -q tests/browser "${alone[@]/#/--ignore=}" >"$browser_said" 2>&1 &
browser=$!
echo "Everything but browsers:"
"${pytest[@]}" -q --ignore=tests/browser "${alone[@]/#/--ignore=}" || failed=$?
wait "$browser" || failed=$?
echo "In browsers:"
cat "$browser_said"
echo "One by one:"
"${pytest[@]}" -q "${alone[@]}" || failed=$?
exit "$failed"
