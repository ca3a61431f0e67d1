#!/bin/sh
# Builds the page into web/dist, where it is missing or older than its sources.
# "quick" takes a page that is there as it is, and goes on without one where it cannot be built.
set -e
cd "$(dirname "$0")/web"
mode=$1

is_current() {
    [ -f dist/index.html ] &&
        [ -z "$(find src public index.html package-lock.json tsconfig.json vite.config.ts -newer dist/index.html)" ]
}

build() {
    if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        npm ci --no-audit --no-fund
    fi
    npm run build
    # Names carry hashes: what an earlier build left there would be packed too.
    rm -rf ../target/classes/web
}

if [ "$mode" = quick ]; then
    [ -f dist/index.html ] || build || echo "the page could not be built: the API goes without" >&2
elif ! is_current; then
    build
fi
