#!/usr/bin/env bash
# Installs what is needed to run a real Keycloak in tests, and reports each step. Skips what is already installed.
# Keycloak itself is fetched with Maven when it is first started, and kept in target/keycloak.
set -euo pipefail

source "$(dirname "$0")/lib.sh"

packages=()
command -v java >/dev/null || packages+=(openjdk-17-jre-headless)
command -v mvn >/dev/null || packages+=(maven)
command -v unzip >/dev/null || packages+=(unzip)

if [ ${#packages[@]} -eq 0 ]; then
    say 'Java, Maven and unzip are installed'
else
    apt_install "${packages[@]}"
fi

# Keycloak needs Java 17 or later.
version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
case $version in
    1.* | [0-9] | 1[0-6]) say "Java $version is too old: Keycloak needs 17 or later"; exit 1 ;;
esac
