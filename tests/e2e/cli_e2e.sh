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

for kind in quantizers layers optimizers schedules losses datasets exporters studies networks problems operators unrolled link_weights solvers; do
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

# Studies: a table, a document, a look into the run.
expect 0 "study" "$cli" study angle dimension=50 samples=2000
says "study" "$out" "angle_deg,"
expect 0 "study into a file" "$cli" study angle dimension=50 samples=2000 --seed 7 --out "$work/angle.json"
says "study into a file" "$(cat "$work/angle.json")" '"seed": 7'
expect 2 "study with a wrong parameter" "$cli" study angle dimensions=50
says "study with a wrong parameter" "$err" "Did you mean 'dimension'?"
expect 2 "study into an unknown kind of file" "$cli" study angle --out "$work/angle.txt"
expect 0 "study of a trained run" "$cli" study layer_geometry run="$work/a" samples=100 --out "$work/layers.csv"
says "study of a trained run" "$out" "r_permuted_dense_2"
expect 2 "study of a run that is not there" "$cli" study layer_geometry run="$work/none"
says "study of a run that is not there" "$err" "$work/none"

# A study plan trains its network and runs its steps; killed, it goes on.
cat >"$work/net.json" <<'JSON'
{"orthant": 1, "data": {"id": "two_moons", "train": 400, "test": 200}, "training": {"epochs": 4, "batchSize": 50},
 "network": {"layers": [{"id": "dense", "units": 32}, "batch_norm", "binarize", {"id": "dense", "units": 2}, "batch_norm"]}}
JSON
cat >"$work/plan.json" <<'JSON'
{"orthant": 1, "kind": "studies", "network": "net.json", "seed": 3, "steps": [
  {"title": "Angle", "study": {"id": "angle", "dimension": 30, "samples": 1000}},
  {"study": {"id": "layer_geometry", "samples": 100, "swap": true}},
  {"study": {"id": "angle", "dimension": 1000, "samples": 2000000}}]}
JSON
quick=(--set /steps/2/study/samples=1000)
expect 0 "validate a plan" "$cli" validate "$work/plan.json"
expect 2 "summary of a plan" "$cli" summary "$work/plan.json"
expect 0 "run a plan" "$cli" run "$work/plan.json" "${quick[@]}" --out "$work/plan"
[ -z "$err" ] || fail "run wrote to standard error although it is no terminal: $err"
for file in plan.json environment.json summary.json network/model.safetensors studies/01_angle.json studies/01_angle.csv \
    studies/02_layer_geometry.json studies/03_angle.csv; do
    [ -s "$work/plan/$file" ] || fail "a plan left no $file"
done
says "run a plan" "$(cat "$work/plan/summary.json")" '"kind": "studies"'
"$cli" study angle dimension=30 samples=1000 --seed 3 --out "$work/alone.json" >/dev/null
cmp -s "$work/alone.json" "$work/plan/studies/01_angle.json" || fail "a step gives another result than the study alone"
expect 2 "run a plan into the same folder" "$cli" run "$work/plan.json" "${quick[@]}" --out "$work/plan"
expect 2 "resume another plan" "$cli" run "$work/plan.json" "${quick[@]}" --seed 4 --out "$work/plan" --resume
says "resume another plan" "$err" "another plan"
expect 0 "run a plan on one thread" "$cli" run "$work/plan.json" "${quick[@]}" --out "$work/plan1" --threads 1
sed "s|$work/plan1/|$work/plan/|" "$work/plan1/studies/02_layer_geometry.json" | cmp -s - "$work/plan/studies/02_layer_geometry.json" ||
    fail "one and two threads give other results of a plan"

"$cli" run "$work/plan.json" --out "$work/cut" >/dev/null 2>&1 &
pid=$!
while [ ! -e "$work/cut/studies/02_layer_geometry.json" ] && kill -0 $pid 2>/dev/null; do sleep 0.01; done
kill -KILL $pid
wait $pid 2>/dev/null
[ -e "$work/cut/summary.json" ] && fail "the plan was over before it could be killed"
touch -d '2001-01-01' "$work/cut/studies/02_layer_geometry.json" "$work/cut/network/summary.json"
"$cli" run "$work/cut" --resume >"$work/out" 2>&1 &
pid=$!
sleep 1
kill -INT $pid
wait $pid
[ $? = 0 ] || fail "an interrupted plan ended badly: $(cat "$work/out")"
says "an interrupted plan" "$(cat "$work/cut/summary.json")" '"status": "stopped"'
expect 0 "resume a plan" "$cli" run "$work/plan.json" --out "$work/cut" --resume
says "resume a plan" "$(cat "$work/cut/summary.json")" '"status": "finished"'
[ -s "$work/cut/studies/03_angle.json" ] || fail "a resumed plan left out its last step"
for file in studies/02_layer_geometry.json network/summary.json; do
    [ "$(date -r "$work/cut/$file" +%Y)" = 2001 ] || fail "a resumed plan made $file again"
done

printf '{"orthant": 1, "kind": "studies", "steps": [{"study": "anglee"}]}' >"$work/wrong.json"
expect 2 "a plan with a wrong id" "$cli" run "$work/wrong.json"
says "a plan with a wrong id" "$err" "/steps/0/study/id"
says "a plan with a wrong id" "$err" "Did you mean 'angle'?"
printf '{"orthant": 1, "kind": "studies", "network": "no.json", "steps": [{"study": "angle"}]}' >"$work/wrong.json"
expect 2 "a plan without its network" "$cli" run "$work/wrong.json" --out "$work/nonet"
says "a plan without its network" "$err" "/network"
printf '{"orthant": 1, "kind": "studies", "steps": [{"study": "angle"}, {"study": "layer_geometry"}]}' >"$work/wrong.json"
expect 1 "a plan whose step fails" "$cli" run "$work/wrong.json" --set /steps/0/study/samples=500 --out "$work/failing"
says "a plan whose step fails" "$err" "step 2 (layer_geometry)"
says "a plan whose step fails" "$(cat "$work/failing/summary.json")" '"status": "failed"'

# An unrolled plan trains its networks; what is exported recovers signals as the table says. Killed, it goes on.
cat >"$work/unrolled.json" <<'JSON'
{"orthant": 1, "kind": "unrolled", "title": "Tiny", "seeds": [3, 4],
 "problem": {"id": "sparse_recovery", "operator": {"id": "block_gaussian", "measurements": 12, "unknowns": 16, "blocks": 2}},
 "networks": [{"title": "Float", "algorithm": {"id": "lista_cp", "layers": 3}, "weights": "float32"},
              {"title": "PIBiNN", "algorithm": {"id": "lista_cp", "layers": 3}, "weights": "one_bit"}],
 "training": {"steps": 300, "batchSize": 8, "validation": 20, "test": 100, "readingEverySteps": 50}, "solvers": ["ista"]}
JSON
expect 0 "validate an unrolled plan" "$cli" validate "$work/unrolled.json"
expect 0 "run an unrolled plan" "$cli" run "$work/unrolled.json" --out "$work/unrolled"
[ -z "$err" ] || fail "run wrote to standard error although it is no terminal: $err"
says "run an unrolled plan" "$out" "PIBiNN"
says "run an unrolled plan" "$out" "ISTA"
for file in unrolled.json environment.json summary.json results.csv curves.csv solvers/01_ista_seed4.json \
    networks/02_pibinn_seed3/readings.jsonl networks/02_pibinn_seed3/solver.safetensors networks/02_pibinn_seed3/result.json; do
    [ -s "$work/unrolled/$file" ] || fail "an unrolled plan left no $file"
done
says "an unrolled plan" "$(cat "$work/unrolled/summary.json")" '"status": "finished"'
expect 0 "summary of an unrolled plan" "$cli" summary "$work/unrolled" --json
says "summary of an unrolled plan" "$out" '"fileBitsPerLink"'
expect 2 "run an unrolled plan into the same folder" "$cli" run "$work/unrolled.json" --out "$work/unrolled"
expect 0 "resume a finished unrolled plan" "$cli" run "$work/unrolled" --resume
expect 2 "export without saying which network" "$cli" export "$work/unrolled" --format npz --out "$work/solver.npz"
says "export without saying which network" "$err" "PIBiNN"
expect 0 "evaluate an unrolled network" "$cli" evaluate "$work/unrolled" --network PIBiNN --seed 4 --samples 100 --json
reference="$out"
for format in npz safetensors; do
    expect 0 "export an unrolled network as $format" "$cli" export "$work/unrolled" --network 2 --seed 4 --format $format --with-operator --out "$work/solver.$format"
    says "export an unrolled network as $format" "$out" "identical"
    expect 0 "evaluate an unrolled $format" "$cli" evaluate "$work/solver.$format" --samples 100 --json
    [ "$out" = "$reference" ] || fail "the unrolled $format recovers otherwise: $out, expected $reference"
done
if [ -n "$python" ]; then
    "$python" - "$reference" "$work/unrolled/results.csv" <<'PYTHON' || fail "the table has another error than the packed file"
import csv, json, sys
curve = json.loads(sys.argv[1])["nmse_db"]
row = [r for r in csv.DictReader(open(sys.argv[2])) if r["network"] == "PIBiNN" and r["seed"] == "4"][0]
assert abs(curve[-1] - float(row["nmse_db"])) < 1e-6, (curve, row)
PYTHON
fi
expect 0 "evaluate on a harder problem" "$cli" evaluate "$work/solver.npz" density=0.4
says "evaluate on a harder problem" "$out" "NMSE dB"
expect 2 "evaluate with an unknown parameter of the problem" "$cli" evaluate "$work/solver.npz" densty=0.4
expect 0 "run an unrolled plan on one thread" "$cli" run "$work/unrolled.json" --out "$work/unrolled1" --threads 1
for file in networks/01_float_seed3 networks/02_pibinn_seed4; do
    cmp -s "$work/unrolled/$file/solver.safetensors" "$work/unrolled1/$file/solver.safetensors" || fail "one and two threads give another $file"
done
longer=(--set /training/steps=30000 --seed 3)
"$cli" run "$work/unrolled.json" "${longer[@]}" --out "$work/unrolled2" >/dev/null 2>&1 &
pid=$!
while [ ! -s "$work/unrolled2/networks/01_float_seed3/readings.jsonl" ] && kill -0 $pid 2>/dev/null; do sleep 0.01; done
kill -INT $pid
wait $pid
[ $? = 0 ] || fail "an interrupted unrolled plan ended badly"
says "an interrupted unrolled plan" "$(cat "$work/unrolled2/summary.json")" '"status": "stopped"'
[ -s "$work/unrolled2/networks/01_float_seed3/checkpoint.safetensors" ] || fail "an interrupted unrolled plan left no checkpoint"
expect 0 "resume an unrolled plan" "$cli" run "$work/unrolled2" --resume
says "resume an unrolled plan" "$(cat "$work/unrolled2/summary.json")" '"status": "finished"'

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
