#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training speed of the binary and the float 784-1024-1024-10 network in PyTorch, for comparison with orthant-cli bench.

The work is that of the bench: batches of 100, Adam, latent clipping at 1, batch norm after each product, cross-entropy.
Run it on a quiet machine, in turns with orthant-cli bench. With two threads OpenMP's waiting decides the result:
  GOMP_SPINCOUNT=1000 python3 pytorch_mlp.py [--threads 2] [--steps 60]
"""
import argparse
import time

import torch
from torch import nn


class SignThrough(torch.autograd.Function):
    """Sign forward (0 stays 0, the fastest form that PyTorch has); backward the gradient passes where |x| <= 1."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.sign(x)

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return nn.functional.hardtanh(x).eq(x).mul(gradient)


class SignOfLatent(torch.autograd.Function):
    """The same for latent weights: they are clipped to [-1, 1], so every gradient passes."""

    @staticmethod
    def forward(ctx, x):
        return torch.sign(x)

    @staticmethod
    def backward(ctx, gradient):
        return gradient


class BinaryLinear(nn.Linear):
    def forward(self, x):
        return nn.functional.linear(x, SignOfLatent.apply(self.weight))


class Sign(nn.Module):
    def forward(self, x):
        return SignThrough.apply(x)


def network(binary):
    layers = []
    sizes = [784, 1024, 1024, 10]
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers.append(BinaryLinear(inputs, outputs, bias=False) if binary else nn.Linear(inputs, outputs, bias=False))
        layers.append(nn.BatchNorm1d(outputs, eps=1e-4))
        if i < 2:
            layers.append(Sign() if binary else nn.ReLU())
    return nn.Sequential(*layers)


def samples_per_second(binary, steps, batch=100):
    torch.manual_seed(1)
    model = network(binary)
    latent = [m.weight for m in model if isinstance(m, BinaryLinear)]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss = nn.CrossEntropyLoss()
    x = torch.randn(batch, 784)
    y = torch.randint(0, 10, (batch,))

    def step():
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()
        with torch.no_grad():
            for weight in latent:
                weight.clamp_(-1, 1)

    for _ in range(10):
        step()
    best = 0
    for _ in range(3):  # the best of three: other programs only ever make it slower
        start = time.perf_counter()
        for _ in range(steps):
            step()
        best = max(best, batch * steps / (time.perf_counter() - start))
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=60)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    print(f"PyTorch {torch.__version__}, {arguments.threads} threads")
    for name, binary in (("float", False), ("binary", True)):
        print(f"{name}: {samples_per_second(binary, arguments.steps):.0f} samples/s")


if __name__ == "__main__":
    main()
