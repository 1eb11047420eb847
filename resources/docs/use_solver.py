# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an unrolled network with NumPy alone: python3 use_solver.py solver.npz measurements.npy [signals.npy] prints the error
in dB against the signals, or writes the estimates to estimates.npy.
The solver comes from: orthant-cli export RUN --network N --format npz --with-operator --out solver.npz
For networks that add W (y - A x) and soften with one threshold (lista_cp, ti_lista, alista) and sparse signals of one channel."""
import json
import sys

import numpy as np

solver = np.load(sys.argv[1])
text = json.loads(bytes(solver["metadata.json"]))
A = solver["matrix"]
m, n = A.shape
layers, channels = map(int, text["size"].split())
matrices, planes, scales, offsets, zeros, doubling = map(int, text["links"].split())
if channels != 1 or "second" in text or "sparsifier" in solver or offsets or planes > 1:
    sys.exit("this script reads one plane of signs, or float weights, and one channel")


def stored_mask():
    """Kind, then n and m, then what the kind needs; 16-bit numbers have their low byte first."""
    code = np.frombuffer(bytes.fromhex(text["mask"]), np.uint8) if "mask" in text else solver["mask"]
    number = lambda at: int(code[at]) + 256 * int(code[at + 1])
    if code[0] == 0:
        return np.ones((n, m), bool)
    if code[0] == 1:
        blocks = number(5)
        return np.kron(np.eye(blocks), np.ones((n // blocks, m // blocks))) > 0
    if code[0] == 4:
        return np.unpackbits(code[5:], bitorder="little")[: n * m].reshape(n, m) > 0
    sys.exit("this script reads dense and block masks, and one bit for each link")


mask = stored_mask()
floats = solver["floats"] if "floats" in solver else np.zeros(0, np.float32)
count = [0, 1, matrices, matrices * n][scales]
scale = floats[:count].reshape({1: (1, 1), 2: (matrices, 1), 3: (matrices, n)}[scales]) if count else np.ones((1, 1))
thresholds, rest = floats[count : count + layers], floats[count + layers :]
extras = text.get("extras", "").split()
steps = rest[:layers] if "steps" in extras else np.ones(layers, np.float32)
shares = rest[-layers:] if "shares" in extras else np.zeros(layers, np.float32)

weights, at, links = [], 0, int(mask.sum())
for k in range(matrices):
    kept = np.ones(links, bool)
    if zeros:
        kept = np.unpackbits(solver["zeros"])[k * links : (k + 1) * links] > 0
    values = np.zeros(links, np.float32)
    if planes:
        values[kept] = 2.0 * np.unpackbits(solver["signs"])[at : at + kept.sum()] - 1
        at += kept.sum()
    else:
        values = solver["weights"][k * links : (k + 1) * links]
    w = np.zeros((n, m), np.float32)
    w[mask] = values
    weights.append(w * scale[min(k, len(scale) - 1)].reshape(-1, 1))

y = np.load(sys.argv[2]).astype(np.float32)
x = np.zeros((len(y), n), np.float32)
for k in range(layers):
    q = x + steps[k] * (y - x @ A.T) @ weights[min(k, matrices - 1)].T
    x = np.sign(q) * np.maximum(np.abs(q) - thresholds[k], 0)
    passing = int(float(shares[k]) * n + 1e-4)
    if passing:  # support selection: the largest entries above the threshold pass as they are
        least = -np.partition(-np.abs(q), passing - 1, axis=1)[:, passing - 1 : passing]
        x = np.where((np.abs(q) >= least) & (x != 0), q, x)
if len(sys.argv) > 3:
    truth = np.load(sys.argv[3])
    print(f"{10 * np.log10(((x - truth) ** 2).sum() / (truth**2).sum()):.2f} dB")
else:
    np.save("estimates.npy", x)
