#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# orthant-cli from an experiment file to an exported model. Argument: the folder of the programs; works in the current one.
set -u
cli="$1/orthant-cli"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export ORTHANT_RUNS="$work/runs"
failures=0

fail() {
    echo "FAILED: $*" >&2
    failures=$((failures + 1))
}
# expect CODE WHAT COMMAND...: runs it, keeps its outputs in $out and $err
expect() {
    local code="$1" what="$2" found
    shift 2
    "$@" >"$work/out" 2>"$work/err"
    found=$?
    out="$(cat "$work/out")"
    err="$(cat "$work/err")"
    [ "$found" = "$code" ] || fail "$what: exit code $found, expected $code: $err"
}
says() { # says WHAT TEXT PART
    case "$2" in *"$3"*) ;; *) fail "$1: expected '$3' in: $2" ;; esac
}
# The rows of a run without what depends on time: step, epoch and the metrics up to the learning rate.
timeless() { cut -d, -f1,2,4-8 "$1/metrics.csv"; }

small=(--set /data/train=2000 --set /data/test=500 --set /training/epochs=6 --set /training/checkpointEpochs=1)

expect 0 "version" "$cli" --version
says "version" "$out" "orthant-cli "
expect 0 "help" "$cli" --help
expect 2 "no command" "$cli"
expect 2 "unknown command" "$cli" rum
expect 2 "unknown target" env ORTHANT_TARGET=abacus "$cli" list layers
says "unknown target" "$err" "plain"

for kind in quantizers layers optimizers schedules losses datasets exporters studies; do
    expect 0 "list $kind" "$cli" list $kind
    expect 0 "list $kind --json" "$cli" list $kind --json
    says "list $kind --json" "$out" "["
done
expect 0 "describe" "$cli" describe ste_sign
says "describe" "$out" "clip"
expect 2 "describe what is not there" "$cli" describe ste_sing
says "describe what is not there" "$err" "Did you mean 'ste_sign'?"

for file in "$(dirname "$0")"/../../resources/experiments/*.json; do
    expect 0 "validate $file" "$cli" validate "$file"
    "$cli" validate "$file" --print >"$work/canonical.json"
    "$cli" validate "$work/canonical.json" --print | cmp -s - "$work/canonical.json" || fail "$file is not stable after one write"
done

printf '{"orthant": 1, "data": "glyphs", "network": {"layers": ["flatten", {"id": "dens"}]}}' >"$work/wrong.json"
expect 2 "a wrong id" "$cli" run "$work/wrong.json"
says "a wrong id" "$err" "/network/layers/1/id"
says "a wrong id" "$err" "Did you mean 'dense'?"
printf '{"orthant": 1,\n "data" "glyphs"}' >"$work/syntax.json"
expect 2 "a mistake of syntax" "$cli" validate "$work/syntax.json"
says "a mistake of syntax" "$err" "line 2, column"
expect 2 "a missing file" "$cli" run "$work/none.json"
expect 2 "a wrong setting" "$cli" run two_moons_bnn --set /training/epoch=3
says "a wrong setting" "$err" "Did you mean 'epochs'?"
expect 1 "data that are not there" "$cli" run mnist_bnn_mlp --set /data/folder="$work/nothing" --out "$work/failed"
says "data that are not there" "$err" "$work/nothing"
says "data that are not there" "$(cat "$work/failed/summary.json")" '"status": "failed"'

# From a run to models in other formats that decide alike.
expect 0 "run" "$cli" run two_moons_bnn "${small[@]}" --out "$work/a" --threads 1
says "run" "$out" "test accuracy of the packed program"
[ -z "$err" ] || fail "run wrote to standard error although it is no terminal: $err"
for file in experiment.json environment.json metrics.csv model.safetensors summary.json; do
    [ -s "$work/a/$file" ] || fail "run left no $file"
done
expect 2 "run into the same folder" "$cli" run two_moons_bnn --out "$work/a"
expect 0 "evaluate" "$cli" evaluate "$work/a" --json
reference="$out"
says "evaluate" "$out" '"samples":500'
for format in npz safetensors; do
    expect 0 "export $format" "$cli" export "$work/a" --format $format --out "$work/model.$format"
    says "export $format" "$out" "identical"
    expect 0 "evaluate $format" "$cli" evaluate "$work/model.$format" --data two_moons test=500 train=2000 noise=0.15 --json
    [ "$out" = "$reference" ] || fail "the $format decides otherwise: $out, expected $reference"
done
expect 2 "export to an unknown format" "$cli" export "$work/a" --format npx --out "$work/x"
expect 2 "evaluate with an unknown parameter" "$cli" evaluate "$work/a" --data two_moons nose=1
head -c 3000 "$work/model.npz" >"$work/broken.npz"
expect 2 "a truncated model" "$cli" evaluate "$work/broken.npz" --data two_moons
says "a truncated model" "$err" "broken.npz"
expect 0 "summary" "$cli" summary "$work/a"
says "summary" "$out" "total"
expect 0 "summary of a shipped experiment" "$cli" summary two_moons_bnn --json
says "summary of a shipped experiment" "$out" '"bit1"'
python=""
for candidate in python3 /usr/bin/python3; do
    [ -z "$python" ] && "$candidate" -c 'import numpy' 2>/dev/null && python="$candidate"
done
if [ -n "$python" ]; then
    "$python" - "$work/model.npz" <<'PYTHON' || fail "NumPy does not find the signs"
import sys
import numpy as np
model = np.load(sys.argv[1])
signs = model["dense_2.weights"]
assert set(np.unique(signs)) == {-1, 1}
assert (np.packbits(signs > 0, axis=1) == model["dense_2.bits"]).all()
PYTHON
else
    echo "no NumPy: the look into the npz is skipped"
fi

# Threads change nothing.
expect 0 "run on two threads" "$cli" run two_moons_bnn "${small[@]}" --out "$work/b" --threads 2
[ "$(timeless "$work/a")" = "$(timeless "$work/b")" ] || fail "one and two threads give other metrics"
cmp -s "$work/a/model.safetensors" "$work/b/model.safetensors" || fail "one and two threads give another model"
expect 0 "run with another seed" "$cli" run two_moons_bnn "${small[@]}" --out "$work/c" --seed 2
cmp -s "$work/a/model.safetensors" "$work/c/model.safetensors" && fail "another seed gives the same model"

# A run that is killed goes on; one that is interrupted ends well and goes on.
long=("${small[@]}" --set /training/epochs=200)
expect 0 "the whole long run" "$cli" run two_moons_bnn "${long[@]}" --out "$work/whole"
"$cli" run two_moons_bnn "${long[@]}" --out "$work/killed" >/dev/null 2>&1 &
pid=$!
while [ ! -e "$work/killed/checkpoints/step_80.safetensors" ] && kill -0 $pid 2>/dev/null; do sleep 0.01; done
kill -KILL $pid
wait $pid 2>/dev/null
[ -e "$work/killed/summary.json" ] && fail "the run was over before it could be killed"
expect 0 "resume after a kill" "$cli" run two_moons_bnn "${long[@]}" --out "$work/killed" --resume
[ "$(timeless "$work/killed")" = "$(timeless "$work/whole")" ] || fail "a run that was killed and resumed has other metrics"

"$cli" run two_moons_bnn "${long[@]}" --out "$work/interrupted" >"$work/out" 2>&1 &
pid=$!
while [ ! -e "$work/interrupted/checkpoints/step_80.safetensors" ] && kill -0 $pid 2>/dev/null; do sleep 0.01; done
kill -INT $pid
wait $pid
[ $? = 0 ] || fail "an interrupted run ended badly: $(cat "$work/out")"
says "an interrupted run" "$(cat "$work/interrupted/summary.json")" '"status": "stopped"'
[ -s "$work/interrupted/model.safetensors" ] || fail "an interrupted run left no model"
expect 0 "resume after an interruption" "$cli" run "$work/interrupted" --resume
cmp -s "$work/interrupted/model.safetensors" "$work/whole/model.safetensors" || fail "an interrupted and resumed run has another model"

[ $failures = 0 ] && echo "all commands do what they say"
exit $((failures > 0))
