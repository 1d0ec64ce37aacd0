# The same in pandas, with one groupby a question (its fastest way of those tried): codes as small integers, sex and
# region as one number. Reading the file and making columns ready are not timed, as they are not of the other peers.
# Prints the median wall seconds of RUNS, and the sum of all squared percentages.
#     /usr/bin/python3 bench/peers/tables.py FILE.csv QUESTIONS RUNS
import sys
import time

import pandas as pd

path, questions, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
names = [f"q{q}" for q in range(questions)]
small = {name: "uint8" for name in names + ["sex", "region"]}
t = pd.read_csv(path, usecols=["w", "sex", "region"] + names, dtype=small)
times = []
check = 0.0
for run in range(runs):
    check = 0.0
    start = time.perf_counter()
    for name in names:
        # sort=False and one key: grouping by three columns takes four times as long.
        key = (t["sex"] * 10 + t["region"]) * 8 + t[name]
        made = t["w"].groupby(key, sort=False).agg(["sum", "count"])
        weights = made["sum"]
        shares = 100 * weights / weights.groupby(weights.index // 8).transform("sum")
        check += float((shares**2).sum())
    times.append(time.perf_counter() - start)
times.sort()
print(times[len(times) // 2], f"{check:.6f}")
