#!/usr/bin/env bash
# Makes an environment with curator in the runner's temporary folder, away from the checkout.
#
# Python and pip are started isolated (-I): the current folder is a stranger's, and a pip.py in
# it must not be taken for pip. Only wheels are installed, so that no package runs a program of
# its own on the way.
set -euo pipefail

version=${INPUT_VERSION#v}
if [ -n "$version" ] && ! [[ $version =~ ^[0-9]+(\.[0-9]+)*((a|b|rc|\.post|\.dev)[0-9]+)*$ ]]; then
    echo "::error title=curator::The input 'version' is no version, such as 1.2.0."
    exit 2
fi
if [ -n "${CURATOR_PYTHON:-}" ]; then
    [ -z "$version" ] || echo "::notice title=curator::CURATOR_PYTHON is set: nothing is installed."
    {
        echo "python=$CURATOR_PYTHON"
        echo "source=$GITHUB_ACTION_PATH/src"
    } >>"$GITHUB_OUTPUT"
    exit
fi

# Windows looks for programs in the current folder first, and pip asks rustc for its version.
cd "$RUNNER_TEMP"
environment=$RUNNER_TEMP/curator-environment${version:+-$version}
# shellcheck disable=SC2153 # PYTHON comes from the environment
"$PYTHON" -I -m venv --clear "$environment"
python=$environment/bin/python
[ -x "$python" ] || python=$environment/Scripts/python.exe

pip=("$python" -I -m pip --disable-pip-version-check --no-input)
pip+=(install --quiet --only-binary :all:)
if [ -n "$version" ]; then
    "${pip[@]}" "awesome-curator==$version"
    source=
else
    "${pip[@]}" --require-hashes --requirement "$GITHUB_ACTION_PATH/.github/action/requirements.txt"
    source=$GITHUB_ACTION_PATH/src
fi
{
    echo "python=$python"
    echo "source=$source"
} >>"$GITHUB_OUTPUT"
