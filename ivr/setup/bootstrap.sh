#!/bin/sh
# Debian packages, then the virtual environment; the rest of set-up is Python (ivr/setup/__main__.py).
# Run again it takes seconds: each step looks first whether there is anything to do. Arguments: further Debian packages (those of the tests).
set -eu
cd "$(dirname "$0")/../.."
packages="espeak-ng baresip-core portaudio19-dev python3-venv gcc python3-dev ca-certificates debian-archive-keyring postgresql $*"
python=${PYTHON:-python3}

say() { printf '[set-up] %s\n' "$1"; }

missing=""
for package in $packages; do
    case $package in
        # A Python that brings its own venv module and headers (pyenv, a container) does not need Debian's.
        python3-venv) "$python" -c 'import venv, ensurepip' 2>/dev/null && continue ;;
        python3-dev) "$python" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' && continue ;;
    esac
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    say "1/8 Debian packages:$missing"
    if [ "$(id -u)" = 0 ]; then root=""; elif command -v sudo >/dev/null; then root="sudo"; else
        echo "These Debian packages are missing and this user may not install them (no root, no sudo):$missing" >&2
        echo "Ask an administrator to run: apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
    # The tests start a PostgreSQL of their own; its package shall not make one that runs all the time.
    no_cluster=/etc/postgresql-common/createcluster.d/sapa.conf
    $root mkdir -p "${no_cluster%/*}"
    echo "create_main_cluster = false" | $root tee "$no_cluster" >/dev/null
    $root apt-get -qq update
    $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing >/dev/null
    $root rm -f "$no_cluster"
else
    say "1/8 Debian packages: there"
fi

"$python" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' || { echo "Sapa needs Python 3.11 or 3.12; this is $("$python" --version)" >&2; exit 1; }
stamp=.venv/.installed-$(cat requirements.txt pyproject.toml | sha256sum | cut -c1-16)
if [ -e "$stamp" ]; then
    say "2/8 Python packages: there"
else
    say "2/8 Python packages: installing the pinned versions (about 2 GB, a few minutes)"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install -qq --disable-pip-version-check setuptools==84.2.1
    .venv/bin/python -m pip install -qq --disable-pip-version-check --requirement requirements.txt
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
    rm -f .venv/.installed-*
    touch "$stamp"
fi
exec .venv/bin/python -m ivr.setup
