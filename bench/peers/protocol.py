"""What both Python peers share: the protocol of the driver, the columns of the result, and their checksums."""

import argparse
import hashlib
import json
import sys
import time

import numpy as np

WAN = 1_000_000  # 10,000 yuan in fen
YI = 10_000 * WAN

# Up to this many rows the whole result has a checksum.
HASHED_ROWS = 1_000_000

STATUSES = ["sme", "hnte", "points_list"]
SCORES = ["sme_score", "hnte_score", "points"]
# Name, and what an unknown one may come to at most, in units of 10,000 yuan.
BENEFITS = {
    "hnte_first": 10,
    "hnte_renewal": 5,
    "srdi": 50,
    "rd_subsidy": 100,
    "tech_contract": 50,
    "professors": 200,
    "incubated": 8,
    "sme_rd": 20,
    "points_voucher": 30,
    "venture": 50,
    "talents": 30,
    "growth_award": 80,
}
# Of these only the largest is paid.
EXCLUSIVE = ["rd_subsidy", "sme_rd", "points_voucher"]

# The indicators of the innovation points: what is measured, what is taken off it, the factor, and the weights of the
# start-up, growth and stable stages.
INDICATORS = {
    "rd_share": (0, "5.0", (1200, 1300, 1400)),
    "rd_amount": (0, "5e-10", (400, 700, 1200)),
    "rd_people": (0, "2.0", (1200, 1000, 900)),
    "masters": (0, "4.0", (1000, 800, 700)),
    "class1": (0, "0.1", (1000, 1100, 1200)),
    "class2": (0, "0.03125", (500, 600, 700)),
    "hightech": ("0.2", "1.25", (700, 900, 1000)),
    "sales_growth": ("-0.1", "2.0", (800, 1200, 900)),
    "contracts": (0, "2.0", (600, 700, 800)),
    "venture": (0, "2e-10", (1500, 700, 200)),
    "transfers": (0, "0.0625", (600, 500, 400)),
    "asset_growth": ("-0.1", "2.0", (500, 500, 600)),
}
# These are always known.
KNOWN_INDICATORS = {"class1", "venture", "asset_growth"}


def ends(name):
    return [f"{name}_lo", f"{name}_hi"]


def columns():
    """The columns of the whole result with their types, in the order of the checksum."""
    out = {"id": np.int64}
    out |= {name: np.int8 for name in STATUSES}
    out |= {end: np.int32 for name in SCORES for end in ends(name)}
    out |= {end: np.int64 for name in [*BENEFITS, "total"] for end in ends(name)}
    return out


def aggregate_hash(rows):
    text = "\n".join(",".join(str(int(cell)) for cell in row) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def output_hash(column):
    """`column` gives the values of a column in the order of ids."""
    state = hashlib.sha256()
    for name, kind in columns().items():
        state.update(np.ascontiguousarray(column(name), dtype=kind).tobytes())
    return state.hexdigest()


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--mode", choices=["agg", "full"], default="agg")
    parser.add_argument("--setting", choices=["mem", "parquet"], default="mem")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--data", required=True)
    return parser.parse_args()


def peak_megabytes():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def say(record):
    print(json.dumps(record), flush=True)


def serve(wanted, version, run, aggregate, column):
    """Answers the driver: `run` is timed, `aggregate` and `column` give what it left behind."""
    say({"ready": True, "version": version})
    hash_output = wanted.mode == "full" and wanted.rows <= HASHED_ROWS
    for line in sys.stdin:
        if line.strip() != "run":
            break
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        out = output_hash(column) if hash_output else None
        hash_output = False
        say(
            {
                "wall_s": wall,
                "cpu_s": cpu,
                "ok": True,
                "agg_hash": aggregate_hash(aggregate()),
                "out_hash": out,
                "rss_mb": round(peak_megabytes(), 1),
            }
        )
