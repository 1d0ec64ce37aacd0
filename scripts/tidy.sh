#!/usr/bin/env bash
# clang-tidy over all sources that are not tests. It reads them as the release build compiles them, several of
# a module as one: most of its time goes into headers, which these share.
cd "$(dirname "$0")/.."
[ -f build/release/compile_commands.json ] || cmake --preset release >/dev/null
sed -n 's/^ *"file": "\(.*\)".*/\1/p' build/release/compile_commands.json |
    grep -E "/Unity/|^$PWD/src/" | grep -vE '_test\.(cc$|dir/)' |
    xargs -P 2 -n 1 clang-tidy -p build/release --quiet --checks=-bugprone-suspicious-include
