#!/usr/bin/env bash
# Runs curator over the checkout, and keeps its exit status for the last step: reports come first.
#
# Inputs reach curator as words of an array, whatever they hold; the paths stand after --, so
# that none of them is an option. PYTHONSAFEPATH keeps Python from importing what lies in the
# current folder, which is a stranger's.
set -euo pipefail

reports=$(mktemp -d "$RUNNER_TEMP/curator-report-XXXXXX")
arguments=(check --format github)
arguments+=("--output=markdown=$reports/report.md" "--output=json=$reports/report.json")
[ "$SARIF" != true ] || arguments+=("--output=sarif=$reports/report.sarif")
[ -z "$INPUT_PRESET" ] || arguments+=("--preset=$INPUT_PRESET")
[ -z "$INPUT_FAIL_ON" ] || arguments+=("--fail-on=$INPUT_FAIL_ON")
[ -z "$INPUT_BASELINE" ] || arguments+=("--baseline=$INPUT_BASELINE")
[ "$INPUT_SINCE" = all ] || arguments+=("--since=${INPUT_SINCE:-auto}")
if [ "$INPUT_ONLINE" = true ]; then
    arguments+=(--online "--cache-dir=$CACHE" "--timeout-total=$INPUT_TIMEOUT")
    [ -z "$INPUT_HISTORY" ] || arguments+=("--history=$INPUT_HISTORY")
fi
while IFS= read -r output; do
    [ -z "$output" ] || arguments+=("--output=$output")
done <<<"$INPUT_FORMAT"
arguments+=(--)
while IFS= read -r path; do
    [ -z "$path" ] || arguments+=("$path")
done <<<"$INPUT_PATHS"

if [ -n "$SOURCE" ]; then
    export PYTHONPATH=$SOURCE
fi
status=0
PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1 "$PYTHON" -m curator "${arguments[@]}" \
    </dev/null 2> >(tee "$reports/errors" >&2) || status=$?
{
    echo "status=$status"
    echo "reports=$reports"
} >>"$GITHUB_OUTPUT"
