#!/usr/bin/env bash
# Looks for a Python that can run curator, so that one has to be set up only where there is none.
#
# With CURATOR_PYTHON in the environment of the job nothing is looked for and nothing installed:
# it is the path of a Python of 3.11 or newer that has the packages of requirements.txt. That is
# for runners without a way to a package index.
set -euo pipefail

# fit PYTHON: whether it is new enough and can make environments.
fit() {
    "$1" -I -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ -n "${CURATOR_PYTHON:-}" ]; then
    echo "python=$CURATOR_PYTHON" >>"$GITHUB_OUTPUT"
    exit
fi
for name in python3 python python3.14 python3.13 python3.12 python3.11; do
    if fit "$name"; then
        # As Python itself names it: a path of the shell's means nothing to it on Windows.
        echo "python=$("$name" -I -c 'import sys; print(sys.executable)')" >>"$GITHUB_OUTPUT"
        exit
    fi
done
echo "missing=true" >>"$GITHUB_OUTPUT"
