#!/usr/bin/env bash
# clang-tidy over all sources that are not tests, with the compile commands of the debug build, which has
# one for each source.
cd "$(dirname "$0")/.."
cmake --preset debug >/dev/null
git ls-files -- 'src/*.cc' | grep -v '_test\.cc$' | xargs -P 2 -n 4 clang-tidy -p build/debug --quiet
