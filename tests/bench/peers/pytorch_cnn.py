#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training and inference speed of the binary network 28x28 - conv 32 - conv 64 - pool - 256 - 10 in PyTorch.

The work is that of tests/bench/cnn_bench.cpp: 3 x 3 filters, batches of 100, Adam, latent clipping at 1, batch norm after each
product (after the pool, where there is one), cross-entropy. Run it on a quiet machine, in turns with the bench. With two
threads OpenMP's waiting decides the result:
  GOMP_SPINCOUNT=1000 python3 pytorch_cnn.py [--threads 2] [--steps 10]
"""
import argparse
import time

import torch
from torch import nn

from pytorch_mlp import BinaryLinear, Sign, SignOfLatent


class BinaryConv(nn.Conv2d):
    def forward(self, x):
        return nn.functional.conv2d(x, SignOfLatent.apply(self.weight), padding=self.padding)


def network():
    return nn.Sequential(
        BinaryConv(1, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32, eps=1e-4), Sign(),
        BinaryConv(32, 64, 3, padding=1, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(64, eps=1e-4), Sign(),
        nn.Flatten(), BinaryLinear(14 * 14 * 64, 256, bias=False), nn.BatchNorm1d(256, eps=1e-4), Sign(),
        BinaryLinear(256, 10, bias=False), nn.BatchNorm1d(10, eps=1e-4))


def best_rate(work, samples, rounds=3):
    """Samples per second of the best round: other programs only ever make it slower."""
    work()
    best = 0
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = max(best, samples / (time.perf_counter() - start))
    return best


def rates(steps, batch=100):
    torch.manual_seed(1)
    model = network()
    latent = [m.weight for m in model if isinstance(m, (BinaryConv, BinaryLinear))]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss = nn.CrossEntropyLoss()
    x = torch.randn(batch, 1, 28, 28)
    y = torch.randint(0, 10, (batch,))

    def train():
        for _ in range(steps):
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()
            with torch.no_grad():
                for weight in latent:
                    weight.clamp_(-1, 1)

    def infer():
        with torch.no_grad():
            for _ in range(steps):
                model(x)

    training = best_rate(train, batch * steps)
    model.eval()
    for module in model:  # weights that are signs already, as a trained network would have them
        if isinstance(module, (BinaryConv, BinaryLinear)):
            module.weight.data = torch.sign(module.weight.data)
    return training, best_rate(infer, batch * steps)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=10)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    print(f"PyTorch {torch.__version__}, {arguments.threads} threads")
    training, inference = rates(arguments.steps)
    print(f"training: {training:.0f} samples/s")
    print(f"inference: {inference:.0f} samples/s")


if __name__ == "__main__":
    main()
