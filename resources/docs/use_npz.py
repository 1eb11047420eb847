# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a model with NumPy alone: python3 use_npz.py model.npz inputs.npy prints the class of each sample.
The model comes from: orthant-cli export RUN --format npz --out model.npz"""
import json
import sys

import numpy as np

model = np.load(sys.argv[1])
program = json.loads(json.loads(bytes(model["metadata.json"]))["orthant.exchange"])


def patches(y, w, padding):
    """Samples x positions x places under the window x channels; images are stored row by row, with the channels last."""
    x = y.reshape(-1, w["height"], w["width"], w["channels"])
    kernel = (w["kernelHeight"], w["kernelWidth"])
    if w["same"]:
        before = [(k - 1) // 2 for k in kernel]
        around = [(b, k - 1 - b) for b, k in zip(before, kernel)]
        x = np.pad(x, [(0, 0), *around, (0, 0)], constant_values=padding)
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(1, 2))[:, :: w["stride"], :: w["stride"]]
    positions = windows.shape[1] * windows.shape[2]
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(len(y), positions, kernel[0] * kernel[1], w["channels"])


y = np.load(sys.argv[2]).astype(np.float32).reshape(-1, int(np.prod(program["inputShape"])))
saved = []
start, votes = y, None
for op in program["ops"]:
    def array(name, plane=0):
        return model[f"{op['name']}.{name}" + (f".{plane}" if plane else "")]
    samples = len(y)
    parts = [y]
    if op["op"] == "conv":  # a dense product at each position, of each group of channels
        y = patches(y, op["window"], op["padding"])
        parts = [part.reshape(-1, op["inputs"]) for part in np.split(y, op["groups"], axis=3)]
    if "channels" in op:  # value i of a sample is of channel i modulo channels
        y = y.reshape(-1, op["channels"])
    if op["op"] in ("dense", "conv"):
        def times(w):
            return np.concatenate([x @ own.T for x, own in zip(parts, np.split(w, len(parts)))], axis=1)
        total = 0
        for p in range(max(1, op["planes"])):  # of -1 and +1, outputs x inputs, 0 where masked; float weights have no planes
            w = array("weights", p).astype(np.float32)
            scale = array("scale", p) if op["planes"] and op["scales"][p] and op["applyScale"] else np.float32(1)
            if op["block"]:  # so many neighbouring inputs share a scale
                w *= np.repeat(scale.reshape(len(w), -1), op["block"], axis=1)[:, : w.shape[1]]
            total = total + (times(w) if op["block"] else times(w) * scale)
        if op["offsets"]:
            total = total + array("offset") * times((array("weights") != 0).astype(np.float32))
        y = total + array("bias") if op["bias"] and op["applyBias"] else total
    elif op["op"] == "threshold":
        plus = np.where(array("direction") > 0, y >= array("threshold"), y <= array("threshold"))
        y = np.where(plus, 1, -1).astype(np.float32)
    elif op["op"] == "normalize":
        y = (y - array("mean")) * array("inverse_deviation") * array("gamma") + array("beta")
    elif op["op"] == "prelu":
        y = np.where(y > 0, y, array("slope") * y)
    elif op["op"] == "encode":
        plane = np.arange(op["planes"])
        if op["code"] == "thermometer":
            plus = y[:, :, None] >= np.float32(-1) + (2 * plane + 1).astype(np.float32) / np.float32(op["planes"])
        else:
            plus = np.floor(np.clip((y * 256 + 255) / 2, 0, 255) + 0.5).astype(int)[:, :, None] >> (7 - plane) & 1
        y = np.where(plus, 1, -1).astype(np.float32)
    elif op["op"] == "vote":  # ends a member of an ensemble
        votes = np.float32(op["weight"]) * y + (0 if votes is None else votes)
        y, samples = start, len(start)
    elif op["op"] == "save":
        saved.append(y)
    elif op["op"] == "add_saved":  # a mean where the image became smaller, nothing for channels that are new
        y = y.reshape(samples, -1, op["outputs"]).copy()
        y[:, :, : op["window"]["channels"]] += patches(saved.pop(), op["window"], 0).mean(axis=2)
    elif op["op"] == "levels":
        y = np.float32(op["values"])[np.searchsorted(np.float32(op["thresholds"]), y, side="right")]
    elif op["op"] == "sign":
        y = np.where(y >= 0, 1, -1).astype(np.float32)
    elif op["op"] == "max_pool":
        y = patches(y, op["window"], 0).max(axis=2)
    elif op["op"] == "average_pool":
        y = patches(y, op["window"], 0).mean(axis=2)
    else:
        y = {"relu": lambda x: np.maximum(x, 0), "hardtanh": lambda x: np.clip(x, -1, 1)}[op["function"]](y)
    y = y.reshape(samples, -1)
print(*np.argmax(y if votes is None else votes, axis=1), sep="\n")
