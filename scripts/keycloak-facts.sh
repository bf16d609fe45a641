#!/usr/bin/env bash
# Rewrites the facts of Keycloak's OpenAPI document that the contract tests use. The crate `keycloak` contains the document;
# it is fetched into cargo's cache, and is not a dependency of this workspace.
set -euo pipefail

version=26.7.300
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cargo init --quiet --lib --name facts "$project"
(cd "$project" && cargo add --quiet "keycloak@=$version" && cargo fetch --quiet)
document=$(find "${CARGO_HOME:-$HOME/.cargo}/registry/src" -path "*/keycloak-$version/api/openapi.json" | head -n 1)
if [ -z "$document" ]; then
    echo "keycloak-facts: the crate keycloak $version contains no OpenAPI document"
    exit 1
fi
echo "keycloak-facts: extracting the facts from the document in the crate keycloak $version"
KEYCLOAK_OPENAPI=$document BLESS=1 cargo test --workspace --locked --ignore-rust-version --test keycloak_contract facts
