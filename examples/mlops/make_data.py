"""Writes data.csv: two features and a binary target that depends on them."""
import csv
import math
import random
import sys

ROWS = 600

random.seed(20)
rows = []
for _ in range(ROWS):
    feature1 = random.gauss(0, 1)
    feature2 = random.uniform(0, 10)
    chance = 1 / (1 + math.exp(-(1.8 * feature1 + 0.9 * (feature2 - 5))))
    rows.append([f"{feature1:.4f}", f"{feature2:.3f}", int(random.random() < chance)])

with open(sys.argv[1] if len(sys.argv) > 1 else "data.csv", "w", newline="") as f:
    writer = csv.writer(f, lineterminator="\n")
    writer.writerow(["feature1", "feature2", "target"])
    writer.writerows(rows)
