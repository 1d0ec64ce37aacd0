#!/usr/bin/env bash
# clang-tidy over all sources that are not tests, with the compile commands of the release build.
cd "$(dirname "$0")/.."
git ls-files -- 'src/*.cc' | grep -v '_test\.cc$' | xargs -P 2 -n 4 clang-tidy -p build/release --quiet
