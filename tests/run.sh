#!/usr/bin/env bash
# All tests: bash tests/run.sh [pytest arguments]
# Installs what is missing (uv; as root on Debian or Ubuntu also programs), else says what to install.
# Without arguments: everything in groups, two at a time, of which one has the journeys in browsers (two of them at
# once starve each other on two cores); then, by itself, what measures time or takes all of the machine.
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
named=(tests/ai tests/services tests/browser "tests/rooms tests/api" "tests/pages tests/resumes tests/questions")
groups=("${named[@]}" "tests ${named[*]/#/--ignore=}")
groups[-1]=${groups[-1]// tests\// --ignore=tests/}  # of each folder, also where a group has several

# What a group prints comes when it has ended.
run_group() {
    local said code=0
    said=$(mktemp)
    # shellcheck disable=SC2086  # a group is a list
    "${pytest[@]}" -q $1 "${alone[@]/#/--ignore=}" >"$said" 2>&1 || code=$?
    echo "── $1"
    cat "$said"
    rm -f "$said"
    return "$code"
}

failed=0
running=()
set -m  # each group is a process group: it ends as a whole
trap 'for job in "${running[@]}"; do kill -- "-$job" 2>/dev/null || true; done; exit 130' INT TERM
for group in "${groups[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
    run_group "$group" &
    running+=($!)
done
set +m
for job in "${running[@]}"; do wait "$job" || failed=$?; done
echo "── one by one: ${alone[*]}"
"${pytest[@]}" -q "${alone[@]}" || failed=$?
exit "$failed"
