"""The peer `polars-stream`: the rules as lazy expressions, run by the streaming engine of Polars.

Each step is a `with_columns` over the one before it. Nulls carry what isn't known; only the ends of ranges are spelt out.
"""

import os

from protocol import BENEFITS, EXCLUSIVE, INDICATORS, KNOWN_INDICATORS, SCORES, STATUSES, WAN, YI
from protocol import arguments, columns, ends, serve

# Polars reads this once, when it is imported.
WANTED = arguments()
os.environ["POLARS_MAX_THREADS"] = str(WANTED.threads)

import polars as pl  # noqa: E402
from polars import col, when  # noqa: E402

DAY = 20_088  # 31 December 2024


def points(value):
    return pl.lit(value, pl.Int32)


def fen(value):
    return pl.lit(value, pl.Int64)


def double(name):
    return col(name).cast(pl.Float64)


def bands(steps, else_=points(0)):
    """The value of the first condition that holds; a condition on nulls doesn't."""
    out = None
    for condition, value in steps:
        out = (when(condition) if out is None else out.when(condition)).then(value)
    return out.otherwise(else_)


def known(value, *names):
    """A value that is null if one of these facts is."""
    return when(pl.all_horizontal(col(name).is_not_null() for name in names)).then(value)


def scale(value, steps):
    return bands([(value >= bound, points(worth)) for bound, worth in steps])


def basics():
    return {
        "days": DAY - col("registered_on").to_physical(),
        "normal": ~col("abnormal"),
        "rd_people100": col("rd_staff") * 100,
        "rd100": col("rd_expense") * 100,
        "rd_rise": col("rd_expense") - col("rd_expense_prev"),
        "rd3": col("rd_expense") + col("rd_expense_prev") + col("rd_expense_prev2"),
        "revenue3": col("revenue") + col("revenue_prev") + col("revenue_prev2"),
        "rights": 3 * col("ip_class1") + col("ip_class2").fill_null(0),
        "no_sales": (col("revenue") <= 0).fill_null(False),
        "sales": double("revenue"),
        "people": double("staff"),
    }


def ratios():
    """Quotients that several rules use, -1 where they are nought for certain."""

    def over_sales(name):
        return when(col("no_sales")).then(-1.0).otherwise(double(name) / col("sales"))

    def over(upper, lower):
        return when(col(lower) <= 0).then(-1.0).otherwise(double(upper) / double(lower))

    return {
        "stable": (col("days") > 3652) | (col("revenue_prev") > 4 * YI),
        "young": col("days") < 1826,
        "sales_ratio": over("revenue", "revenue_prev"),
        "sales_ratio1": over("revenue_prev", "revenue_prev2"),
        "asset_ratio": over("net_assets", "net_assets_prev"),
        "asset_ratio1": over("net_assets_prev", "net_assets_prev2"),
        "x_rd_share": over_sales("rd_expense"),
        "x_rd_amount": double("rd_expense"),
        "x_rd_people": double("rd_staff") / col("people"),
        "x_masters": double("master_plus_staff") / col("people"),
        "x_class1": double("ip_class1"),
        "x_class2": double("ip_class2"),
        "x_hightech": over_sales("hightech_revenue"),
        "x_contracts": over_sales("tech_contract_amount"),
        "x_venture": double("venture_capital"),
        "x_transfers": double("transfers_in"),
    }


def parts():
    """Parts of the scores, null where they aren't known."""

    def of(value, base, steps):
        return scale(col(value), [(col(base) * t, worth) for t, worth in steps])

    staff = of("rd_people100", "staff", [(30, 20), (25, 16), (20, 12), (15, 8), (10, 4)])
    revenue = of("rd100", "revenue", [(6, 50), (5, 40), (4, 30), (3, 20), (2, 10)])
    cost = of("rd100", "cost", [(30, 50), (25, 40), (20, 30), (15, 20), (10, 10)])
    property_ = scale(col("ip_class2"), [(4, 24), (3, 18), (2, 12), (1, 6)])
    transfers = scale(col("transfers_in"), [(15, 30), (12, 24), (9, 18), (6, 12), (3, 6), (1, 3)])

    def growth(earlier, now, base, middle):
        mean = 0.5 * (col(earlier) + col(now)) - 1.0
        band = bands(
            [(mean >= bound, points(worth)) for bound, worth in [(0.35, 10), (0.25, 8), (0.15, 6), (0.05, 4)]]
            + [(mean > 0.0, points(2))]
        )
        nothing = (col(base) <= 0) | (col(middle) <= 0)
        return when(nothing).then(points(0)).otherwise(known(band, earlier, now))

    return {
        "part_staff": known(staff, "rd_staff"),
        "part_revenue": when(col("no_sales")).then(points(0)).otherwise(known(revenue, "rd_expense", "revenue")),
        "part_cost": known(cost, "rd_expense"),
        "part_ip": when(col("ip_class1") >= 1).then(points(30)).otherwise(known(property_, "ip_class2")),
        "grown_sales": growth("sales_ratio1", "sales_ratio", "revenue_prev2", "revenue_prev"),
        "grown_assets": growth("asset_ratio1", "asset_ratio", "net_assets_prev2", "net_assets_prev"),
        "rights_points": scale(col("rights"), [(15, 30), (10, 24), (6, 18), (3, 12), (1, 6)]),
        "moved": known(transfers, "transfers_in"),
        "x_sales_growth": col("sales_ratio") - 1.0,
        "x_asset_growth": col("asset_ratio") - 1.0,
        **{
            f"w_{name}": when(col("stable"))
            .then(float(weights[2]))
            .when(col("young"))
            .then(float(weights[0]))
            .otherwise(float(weights[1]))
            for name, (_, _, weights) in INDICATORS.items()
        },
    }


def scores():
    def indicator(name, low, factor):
        above = col(f"x_{name}") if low == 0 else col(f"x_{name}") - float(low)
        return (col(f"w_{name}") * (above * float(factor)).clip(0.0, 1.0) + 0.5).floor().cast(pl.Int32)

    def sme(staff, spending, property_):
        spent = pl.max_horizontal(col("part_revenue").fill_null(spending), col("part_cost").fill_null(spending))
        return col("part_staff").fill_null(staff) + spent + col("part_ip").fill_null(property_)

    def hnte(grown, rights, moved):
        grown = col("grown_sales").fill_null(grown) + col("grown_assets").fill_null(grown)
        return grown + rights + col("moved").fill_null(moved) + 15

    rights = col("rights_points")
    return {
        "sme_score_lo": sme(0, 0, 0),
        "sme_score_hi": sme(20, 50, 24),
        "hnte_score_lo": hnte(0, rights, 0),
        "hnte_score_hi": hnte(10, when(col("ip_class2").is_null()).then(points(30)).otherwise(rights), 30),
        **{f"p_{name}": indicator(name, low, factor) for name, (low, factor, _) in INDICATORS.items()},
    }


def sums():
    def low(name):
        return col(f"p_{name}") if name in KNOWN_INDICATORS else col(f"p_{name}").fill_null(0)

    def high(name):
        most = col(f"w_{name}").cast(pl.Int32)
        return col(f"p_{name}") if name in KNOWN_INDICATORS else pl.coalesce(col(f"p_{name}"), most)

    def sum_of(terms):
        first, *rest = terms
        return sum(rest, first)

    return {"points_lo": sum_of(map(low, INDICATORS)), "points_hi": sum_of(map(high, INDICATORS))}


def reaches(score, threshold):
    """Whether a score reaches a threshold, null where it may."""
    return when(col(f"{score}_lo") >= threshold).then(True).when(col(f"{score}_hi") < threshold).then(False)


def statuses():
    revenue = col("revenue")
    percent = when(revenue <= 5000 * WAN).then(fen(5)).when(revenue <= 2 * YI).then(fen(4)).otherwise(fen(3))
    sme = (
        (col("staff") <= 500)
        & (revenue <= 2 * YI)
        & (col("assets") <= 2 * YI)
        & col("normal")
        & (col("part_staff") > 0)
        & reaches("sme_score", 60)
    )
    hnte = (
        (col("days") >= 365)
        & (col("rd_people100") >= col("staff") * 10)
        & (col("revenue3") > 0)
        & (col("rd3") * 100 >= col("revenue3") * percent)
        & (revenue > 0)
        & (col("hightech_revenue") * 100 >= revenue * 60)
        & ((col("ip_class1") >= 1) | (col("ip_class2") >= 1))
        & col("normal")
        & reaches("hnte_score", 71)
    )
    return {"is_sme": sme, "is_hnte": hnte, "on_list": col("normal") & reaches("points", 5000)}


def conditions():
    """When each benefit is paid."""
    normal, sme, hnte = col("normal"), col("is_sme"), col("is_hnte")
    revenue, before = col("revenue"), col("revenue_prev")
    if_ = {
        "hnte_first": hnte & (col("first_hnte_year") == 0),
        "hnte_renewal": hnte & (col("first_hnte_year") > 0) & (col("hnte_valid_until") == 2024),
        "srdi": normal & (col("srdi_level") >= 1),
        "rd_subsidy": normal & (col("rd_rise") > 0),
        "tech_contract": normal & (col("tech_contract_amount") >= 100 * WAN),
        "professors": normal & (col("industrial_professors") >= 1),
        "incubated": col("incubated") & col("young") & sme,
        "sme_rd": sme & (col("rd_expense") >= 50 * WAN),
        "points_voucher": col("on_list"),
        "venture": (sme | hnte) & (col("venture_capital") >= 500 * WAN) & (col("days") <= 3652),
        "talents": (sme | hnte) & (col("master_plus_staff") >= 10),
        "growth_award": normal & (before > 0) & (revenue >= 2000 * WAN) & (revenue * 100 >= before * 120),
    }
    return {f"if_{name}": condition for name, condition in if_.items()}


def amounts():
    """What each benefit comes to at either end."""

    def at_most(value, cap):
        return pl.min_horizontal(value, fen(cap * WAN))

    def half_up(value, divisor):
        return (value + divisor // 2) // divisor

    def voucher(end):
        steps = [(8000, 30), (6500, 20)]
        return bands([(col(f"points_{end}") >= bound, fen(worth * WAN)) for bound, worth in steps], fen(10 * WAN))

    level, revenue = col("srdi_level"), col("revenue")
    by_level = bands([(level >= 3, fen(50 * WAN)), (level == 2, fen(20 * WAN))], fen(10 * WAN))
    by_size = bands([(revenue >= 4 * YI, fen(80 * WAN)), (revenue >= YI, fen(40 * WAN))], fen(20 * WAN))
    exact = {
        "srdi": by_level,
        "rd_subsidy": at_most(half_up(col("rd_rise"), 10), 100),
        "tech_contract": at_most(half_up(col("tech_contract_amount") * 2, 100), 50),
        "professors": at_most(col("industrial_professors").cast(pl.Int64) * (10 * WAN), 200),
        "incubated": fen(8 * WAN),
        "sme_rd": at_most(half_up(col("rd_expense") * 5, 100), 20),
        "talents": at_most(col("master_plus_staff").cast(pl.Int64) * 200_000, 30),
        "growth_award": by_size,
    }
    both = {
        "hnte_first": (None, fen(10 * WAN)),
        "hnte_renewal": (None, fen(5 * WAN)),
        "venture": (None, at_most(half_up(col("venture_capital"), 100), 50)),
        "points_voucher": (voucher("lo"), voucher("hi")),
    }
    out = {}
    for name, cap in BENEFITS.items():
        low, high = both.get(name) or (exact[name], exact[name])
        if_ = col(f"if_{name}")
        out[f"{name}_lo"] = fen(0) if low is None else when(if_).then(low).otherwise(fen(0))
        out[f"{name}_hi"] = when(if_).then(high).when(if_.is_null()).then(fen(cap * WAN)).otherwise(fen(0))
    for status, answer in zip(STATUSES, ("is_sme", "is_hnte", "on_list")):
        out[status] = col(answer).cast(pl.Int8).fill_null(2)
    return out


def totals():
    def total(end):
        best = pl.max_horizontal(f"{name}_{end}" for name in EXCLUSIVE)
        for name in BENEFITS:
            if name not in EXCLUSIVE:
                best = best + col(f"{name}_{end}")
        return pl.min_horizontal(best, fen(500 * WAN))

    return {f"total_{end}": total(end) for end in ("lo", "hi")}


def whole(frame):
    for step in (basics, ratios, parts, scores, sums, statuses, conditions, amounts, totals):
        frame = frame.with_columns(**step())
    return frame.select("region", "industry", *columns())


def grouped(frame):
    counts = [
        (col(status) == code).sum().cast(pl.Int64).alias(f"{status}_{code}") for status in STATUSES for code in (0, 1, 2)
    ]
    sums = [col(end).sum() for end in ends("total")]
    return frame.group_by("region", "industry").agg(pl.len().alias("n"), *counts, *sums).sort("region", "industry")


def main():
    frame = pl.read_parquet(WANTED.data) if WANTED.setting == "mem" else None
    state = {}

    def run():
        lazy = whole(frame.lazy() if frame is not None else pl.scan_parquet(WANTED.data))
        if WANTED.mode == "full":
            # The last result makes room before the next one is there.
            state.clear()
            state["whole"] = lazy.collect(engine="streaming")
            lazy = state["whole"].lazy()
        state["rows"] = grouped(lazy).collect(engine="streaming").rows()

    def column(name):
        return state["whole"].sort("id")[name].to_numpy()

    serve(WANTED, f"polars {pl.__version__}", run, lambda: state["rows"], column)


main()
