#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The program orthant from a finished run to files, and its window under a real display when there is one. Argument: the
# folder of the programs; works in the current one.
set -u
programs=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export ORTHANT_RUNS=$work/runs XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache
failures=0

fail() {
    echo "FAILED: $*" >&2
    failures=$((failures + 1))
}
# expect CODE WHAT COMMAND...: runs it, keeps both its outputs in $out
expect() {
    local code=$1 what=$2 found
    shift 2
    out=$(timeout 300 "$@" 2>&1)
    found=$?
    [ "$found" = "$code" ] || fail "$what: exit code $found, expected $code: $out"
}

expect 0 "version" "$programs/orthant" --version
expect 0 "help" "$programs/orthant" --help
expect 2 "plots without a folder to write to" "$programs/orthant" --plots "$work"
expect 2 "plots of no run" "$programs/orthant" --plots "$work/nothing" --out "$work/plots"

run=$work/run
expect 0 "a short run" "$programs/orthant-cli" run two_moons_bnn --out "$run" --set /training/epochs=2

# All plots of the run, in each format, with no display.
for format in svg png pdf csv; do
    folder=$work/$format
    mkdir -p "$folder"
    expect 0 "plots as $format" env -u DISPLAY -u WAYLAND_DISPLAY "$programs/orthant" --plots "$run" --out "$folder" --format "$format"
    [ -s "$folder/loss.$format" ] || fail "no loss.$format among: $(ls "$folder")"
done
python3 - "$work" <<'PYTHON' || fail "a plot is not what its name says"
import csv, pathlib, struct, sys, xml.etree.ElementTree
work = pathlib.Path(sys.argv[1])
names = {f: sorted(p.stem for p in (work / f).iterdir()) for f in ("svg", "png", "pdf", "csv")}
assert names["svg"] == names["png"] == names["pdf"] == names["csv"] and len(names["svg"]) >= 4, names
for file in (work / "svg").iterdir():
    assert xml.etree.ElementTree.parse(file).getroot().tag.endswith("svg"), file
for file in (work / "png").iterdir():
    head = file.read_bytes()[:24]
    width, height = struct.unpack(">II", head[16:24])
    assert head[:8] == b"\x89PNG\r\n\x1a\n" and width >= 400 and height >= 300, file
for file in (work / "pdf").iterdir():
    assert file.read_bytes().startswith(b"%PDF-"), file
rows = list(csv.reader(open(work / "csv" / "loss.csv")))
assert len(rows) > 5 and len({len(row) for row in rows}) == 1, "loss.csv is not a table"
assert all(float(cell) >= 0 for row in rows[1:] for cell in row if cell), "loss.csv has something else than numbers"
PYTHON

# The window itself, drawn into a file, after it has trained.
expect 0 "a picture of the window" "$programs/orthant" --experiment two_moons_bnn --train 60 --page train --screenshot "$work/window.png"
[ "$(stat -c %s "$work/window.png" 2>/dev/null || echo 0)" -gt 20000 ] || fail "the picture of the window is empty"

# A study and a step of a story, drawn when they are measured; an unknown study is refused.
expect 0 "a picture of a study" "$programs/orthant" --study "dot_products pairs=20000 dimension=100" --screenshot "$work/study.png"
[ "$(stat -c %s "$work/study.png" 2>/dev/null || echo 0)" -gt 20000 ] || fail "the picture of the study is empty"
expect 0 "a picture of a story" "$programs/orthant" --experiment angle_story --screenshot "$work/story.png"
expect 2 "an unknown study" "$programs/orthant" --study "angel" --screenshot "$work/none.png"

# The window on a display: it must come up, stay, and go when it is asked to.
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    "$programs/orthant" --experiment glyphs_bnn_mlp >"$work/window.log" 2>&1 &
    window=$!
    sleep 8
    if kill -0 "$window" 2>/dev/null; then
        kill "$window"
    else
        fail "the window went away: $(cat "$work/window.log")"
    fi
    wait "$window" 2>/dev/null
    grep -iE "could not|cannot|error|assert|QObject::|QWidget::" "$work/window.log" && fail "the window complained"
else
    echo "no display: the window was not started on one"
fi

[ "$failures" = 0 ] && echo "all passed"
exit $((failures > 0))
