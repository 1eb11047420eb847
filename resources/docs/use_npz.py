# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a model with NumPy alone: python3 use_npz.py model.npz inputs.npy prints the class of each sample.
The model comes from: orthant-cli export RUN --format npz --out model.npz"""
import json
import sys

import numpy as np

model = np.load(sys.argv[1])
program = json.loads(json.loads(bytes(model["metadata.json"]))["orthant.exchange"])
y = np.load(sys.argv[2]).astype(np.float32).reshape(-1, int(np.prod(program["inputShape"])))
for op in program["ops"]:
    def part(name, plane=0):
        return model[f"{op['name']}.{name}" + (f".{plane}" if plane else "")]
    if op["op"] == "dense":
        total = 0
        for p in range(max(1, op["planes"])):  # of -1 and +1, outputs x inputs, 0 where masked; float weights have no planes
            w = part("weights", p).astype(np.float32)
            scale = part("scale", p) if op["planes"] and op["scales"][p] and op["applyScale"] else np.float32(1)
            if op["block"]:  # so many neighbouring inputs share a scale
                w *= np.repeat(scale.reshape(len(w), -1), op["block"], axis=1)[:, : w.shape[1]]
            total = total + (y @ w.T if op["block"] else (y @ w.T) * scale)
        if op["offsets"]:
            total = total + part("offset") * (y @ (part("weights") != 0).T.astype(np.float32))
        y = total + part("bias") if op["bias"] and op["applyBias"] else total
    elif op["op"] == "threshold":
        plus = np.where(part("direction") > 0, y >= part("threshold"), y <= part("threshold"))
        y = np.where(plus, 1, -1).astype(np.float32)
    elif op["op"] == "normalize":
        y = (y - part("mean")) * part("inverse_deviation") * part("gamma") + part("beta")
    elif op["op"] == "sign":
        y = np.where(y >= 0, 1, -1).astype(np.float32)
    else:
        y = {"relu": lambda x: np.maximum(x, 0), "hardtanh": lambda x: np.clip(x, -1, 1)}[op["function"]](y)
print(*np.argmax(y, axis=1), sep="\n")
