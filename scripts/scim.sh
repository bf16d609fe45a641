#!/usr/bin/env bash
# Installs what is needed to run two real SCIM servers in tests, and reports each step. Skips what is already installed.
# The servers are those of scim2-server (Python) and of SCIMMY (JavaScript). They are kept in target/scim.
set -euo pipefail
cd "$(dirname "$0")/.."

source scripts/lib.sh

crate=$PWD/crates/scim-server
folder=${CARGO_TARGET_DIR:-target}/scim

packages=()
# Debian has the module venv in a package of its own. Without it, Python cannot install pip.
python3 -c 'import venv, ensurepip' 2>/dev/null || packages+=(python3 python3-venv)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

if [ ${#packages[@]} -eq 0 ]; then
    say 'Python with venv, Node.js and npm are installed'
else
    apt_install "${packages[@]}"
fi

# scim2-server needs Python 3.11 or later; SCIMMY needs Node.js 16 or later.
too_old() { say "$1 is too old: $2 or later is needed"; exit 1; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || too_old Python 3.11
node -e 'process.exit(Number(process.versions.node.split(".")[0] < 16))' || too_old Node.js 16

# Whether a folder has what the given files ask for. Its stamp is their hash.
is_current() { [ "$(cat "$1/stamp" 2>/dev/null)" = "$(hash_of "${@:2}")" ]; }
hash_of() { cat "$@" | sha256sum | cut -d ' ' -f 1; }

mkdir -p "$folder"
# Another process may install at the same time.
exec 9>"$folder/lock"
flock 9

python_files=("$crate/python/requirements.txt")
if is_current "$folder/python" "${python_files[@]}"; then
    say 'scim2-server and scim2-tester are installed'
else
    say 'installing scim2-server and scim2-tester with pip'
    rm -rf "$folder/python"
    python3 -m venv "$folder/python"
    "$folder/python/bin/python" -m pip install --quiet --disable-pip-version-check -r "${python_files[0]}"
    hash_of "${python_files[@]}" >"$folder/python/stamp"
fi

node_files=("$crate/node/package.json" "$crate/node/package-lock.json")
if is_current "$folder/node" "${node_files[@]}"; then
    say 'SCIMMY is installed'
else
    say 'installing SCIMMY with npm'
    rm -rf "$folder/node"
    mkdir -p "$folder/node"
    cp "${node_files[@]}" "$folder/node"
    npm ci --silent --no-fund --no-audit --prefix "$folder/node"
    hash_of "${node_files[@]}" >"$folder/node/stamp"
fi
