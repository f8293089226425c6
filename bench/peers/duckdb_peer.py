"""The peer `duckdb`: the rules as one SQL query.

Every step of the rules is a SELECT over the one before it, so that each value is computed once and has a name. DuckDB's own
nulls and three-valued logic carry what isn't known; only the ends of ranges are spelt out.
"""

import duckdb

from protocol import BENEFITS, EXCLUSIVE, INDICATORS, KNOWN_INDICATORS, SCORES, STATUSES, WAN, YI
from protocol import arguments, columns, ends, serve

DAY = 20_088  # 31 December 2024


def bands(value, steps, else_=0):
    """Points of the first step that a value reaches, and null for a value that is null."""
    cases = " ".join(f"WHEN {value} >= {bound} THEN {points}" for bound, points in steps)
    return f"CASE {cases} WHEN {value} IS NOT NULL THEN {else_} END"


def double(name):
    return f"CAST({name} AS DOUBLE)"


def number(literal):
    """Decimal literals are exact decimals in DuckDB; the rules count in doubles."""
    return f"CAST('{literal}' AS DOUBLE)"


def ratio(upper, lower):
    """A quotient, -1 where the base isn't positive."""
    return f"CASE WHEN {lower} <= 0 THEN {number('-1.0')} ELSE {double(upper)} / {double(lower)} END"


def growth(earlier, now, *bases):
    """Average growth over two years; nought where a base isn't positive."""
    nothing = " OR ".join(f"{base} <= 0" for base in bases)
    return f"CASE WHEN {nothing} THEN {number('-1.0')} ELSE {number('0.5')} * ({earlier} + {now}) - {number('1.0')} END"


def growth_points(mean):
    steps = [(number(bound), points) for bound, points in [("0.35", 10), ("0.25", 8), ("0.15", 6), ("0.05", 4)]]
    return bands(mean, steps, f"CASE WHEN {mean} > 0 THEN 2 ELSE 0 END")


def half_up(value, divisor):
    return f"(({value}) + {divisor // 2}) // {divisor}"


def basics():
    return {
        "days": f"{DAY} - (registered_on - DATE '1970-01-01')",
        "normal": "NOT abnormal",
        "rd_people100": "rd_staff * 100",
        "rd100": "rd_expense * 100",
        "rd_rise": "rd_expense - rd_expense_prev",
        "rd3": "rd_expense + rd_expense_prev + rd_expense_prev2",
        "revenue3": "revenue + revenue_prev + revenue_prev2",
        "rights": "3 * ip_class1 + COALESCE(ip_class2, 0)",
        "no_sales": "COALESCE(revenue <= 0, FALSE)",
        "sales": double("revenue"),
        "people": double("staff"),
        "sales_ratio": ratio("revenue", "revenue_prev"),
        "sales_ratio1": ratio("revenue_prev", "revenue_prev2"),
        "asset_ratio": ratio("net_assets", "net_assets_prev"),
        "asset_ratio1": ratio("net_assets_prev", "net_assets_prev2"),
    }


def parts():
    """Parts of the scores, null where they aren't known."""
    staff = [(f"{t} * staff", points) for t, points in [(30, 20), (25, 16), (20, 12), (15, 8), (10, 4)]]
    of_revenue = [(f"{t} * revenue", points) for t, points in [(6, 50), (5, 40), (4, 30), (3, 20), (2, 10)]]
    of_cost = [(f"{t} * cost", points) for t, points in [(30, 50), (25, 40), (20, 30), (15, 20), (10, 10)]]
    property_ = bands("ip_class2", [(4, 24), (3, 18), (2, 12), (1, 6)])
    transfers = [(15, 30), (12, 24), (9, 18), (6, 12), (3, 6), (1, 3)]
    return {
        "part_staff": bands("rd_people100", staff),
        "part_revenue": f"CASE WHEN no_sales THEN 0 WHEN revenue IS NOT NULL THEN {bands('rd100', of_revenue)} END",
        "part_cost": bands("rd100", of_cost),
        "part_ip": f"CASE WHEN ip_class1 >= 1 THEN 30 ELSE {property_} END",
        "mean_sales": growth("sales_ratio1", "sales_ratio", "revenue_prev2", "revenue_prev"),
        "mean_assets": growth("asset_ratio1", "asset_ratio", "net_assets_prev2", "net_assets_prev"),
        "rights_points": bands("rights", [(15, 30), (10, 24), (6, 18), (3, 12), (1, 6)]),
        "moved": bands("transfers_in", transfers),
        "stage": f"CASE WHEN days > 3652 OR revenue_prev > {4 * YI} THEN 2 WHEN days < 1826 THEN 0 ELSE 1 END",
        # Indicators: null where unknown, and a number that clips to nought where they are nought for certain.
        "x_rd_share": f"CASE WHEN no_sales THEN -1 ELSE {double('rd_expense')} / sales END",
        "x_rd_amount": double("rd_expense"),
        "x_rd_people": f"{double('rd_staff')} / people",
        "x_masters": f"{double('master_plus_staff')} / people",
        "x_class1": double("ip_class1"),
        "x_class2": double("ip_class2"),
        "x_hightech": f"CASE WHEN no_sales THEN -1 ELSE {double('hightech_revenue')} / sales END",
        "x_sales_growth": f"sales_ratio - {number('1.0')}",
        "x_contracts": f"CASE WHEN no_sales THEN -1 ELSE {double('tech_contract_amount')} / sales END",
        "x_venture": double("venture_capital"),
        "x_transfers": double("transfers_in"),
        "x_asset_growth": f"asset_ratio - {number('1.0')}",
    }


def values():
    """Values of the indicators before they are clipped, their weights, and what the scores still lack."""
    out = {"grown_sales": growth_points("mean_sales"), "grown_assets": growth_points("mean_assets")}
    for name, (low, factor, weights) in INDICATORS.items():
        first, second, third = (number(f"{weight}.0") for weight in weights)
        out[f"w_{name}"] = f"CASE stage WHEN 0 THEN {first} WHEN 1 THEN {second} ELSE {third} END"
        above = f"x_{name}" if low == 0 else f"(x_{name} - {number(low)})"
        out[f"v_{name}"] = f"{above} * {number(factor)}"
    return out


def scores():
    best = "GREATEST(COALESCE(part_revenue, {0}), COALESCE(part_cost, {0}))"
    out = {
        "sme_score_lo": f"COALESCE(part_staff, 0) + {best.format(0)} + COALESCE(part_ip, 0)",
        "sme_score_hi": f"COALESCE(part_staff, 20) + {best.format(50)} + COALESCE(part_ip, 24)",
    }
    for end, grown, rights, moved in [
        ("lo", 0, "rights_points", 0),
        ("hi", 10, "CASE WHEN ip_class2 IS NULL THEN 30 ELSE rights_points END", 30),
    ]:
        out[f"hnte_score_{end}"] = (
            f"COALESCE(grown_sales, {grown}) + COALESCE(grown_assets, {grown}) + {rights} + COALESCE(moved, {moved}) + 15"
        )
    for name in INDICATORS:
        # Not LEAST and GREATEST: they skip nulls, and this is faster.
        value = f"v_{name}"
        out[f"s_{name}"] = f"CASE WHEN {value} >= 1 THEN {number('1.0')} WHEN {value} <= 0 THEN {number('0.0')} ELSE {value} END"
    return out


def points():
    whole = "CAST(FLOOR({w} * {s} + {half}) AS INTEGER)"
    return {
        f"p_{name}": whole.format(w=f"w_{name}", s=f"s_{name}", half=number("0.5")) for name in INDICATORS
    }


def sums():
    low = [f"p_{name}" if name in KNOWN_INDICATORS else f"COALESCE(p_{name}, 0)" for name in INDICATORS]
    high = [f"p_{name}" if name in KNOWN_INDICATORS else f"COALESCE(p_{name}, CAST(w_{name} AS INTEGER))" for name in INDICATORS]
    return {"points_lo": " + ".join(low), "points_hi": " + ".join(high)}


def reaches(score, threshold):
    """Whether a score reaches a threshold, null where it may."""
    return f"CASE WHEN {score}_lo >= {threshold} THEN TRUE WHEN {score}_hi < {threshold} THEN FALSE END"


def statuses():
    percent = f"CASE WHEN revenue <= {5000 * WAN} THEN 5 WHEN revenue <= {2 * YI} THEN 4 ELSE 3 END"
    return {
        "is_sme": f"staff <= 500 AND revenue <= {2 * YI} AND assets <= {2 * YI} AND normal AND part_staff > 0"
        f" AND {reaches('sme_score', 60)}",
        "is_hnte": f"days >= 365 AND rd_people100 >= 10 * staff AND revenue3 > 0 AND 100 * rd3 >= {percent} * revenue3"
        " AND revenue > 0 AND 100 * hightech_revenue >= 60 * revenue AND (ip_class1 >= 1 OR ip_class2 >= 1) AND normal"
        f" AND {reaches('hnte_score', 71)}",
        "on_list": f"normal AND {reaches('points', 5000)}",
    }


def conditions():
    """When each benefit is paid, and the amounts that need computing."""
    level = f"CASE WHEN srdi_level >= 3 THEN {50 * WAN} WHEN srdi_level = 2 THEN {20 * WAN} ELSE {10 * WAN} END"
    size = f"CASE WHEN revenue >= {4 * YI} THEN {80 * WAN} WHEN revenue >= {YI} THEN {40 * WAN} ELSE {20 * WAN} END"
    young = "days < 1826"
    if_ = {
        "hnte_first": "is_hnte AND first_hnte_year = 0",
        "hnte_renewal": "is_hnte AND first_hnte_year > 0 AND hnte_valid_until = 2024",
        "srdi": "normal AND srdi_level >= 1",
        "rd_subsidy": "normal AND rd_rise > 0",
        "tech_contract": f"normal AND tech_contract_amount >= {100 * WAN}",
        "professors": "normal AND industrial_professors >= 1",
        "incubated": f"incubated AND {young} AND is_sme",
        "sme_rd": f"is_sme AND rd_expense >= {50 * WAN}",
        "points_voucher": "on_list",
        "venture": f"(is_sme OR is_hnte) AND venture_capital >= {500 * WAN} AND days <= 3652",
        "talents": "(is_sme OR is_hnte) AND master_plus_staff >= 10",
        "growth_award": f"normal AND revenue_prev > 0 AND revenue >= {2000 * WAN} AND 100 * revenue >= 120 * revenue_prev",
    }
    amounts = {
        "srdi": level,
        "rd_subsidy": f"LEAST({half_up('rd_rise', 10)}, {100 * WAN})",
        "tech_contract": f"LEAST({half_up('2 * tech_contract_amount', 100)}, {50 * WAN})",
        "professors": f"LEAST({10 * WAN} * CAST(industrial_professors AS BIGINT), {200 * WAN})",
        "sme_rd": f"LEAST({half_up('5 * rd_expense', 100)}, {20 * WAN})",
        "venture": f"LEAST({half_up('venture_capital', 100)}, {50 * WAN})",
        "talents": f"LEAST(200000 * CAST(master_plus_staff AS BIGINT), {30 * WAN})",
        "growth_award": size,
    }
    for end in ("lo", "hi"):
        steps = [(8000, 30 * WAN), (6500, 20 * WAN)]
        amounts[f"points_voucher_{end}"] = bands(f"points_{end}", steps, 10 * WAN)
    return {f"if_{name}": text for name, text in if_.items()} | {f"a_{name}": text for name, text in amounts.items()}


def amounts():
    code = "CAST(CASE WHEN {0} THEN 1 WHEN {0} IS NULL THEN 2 ELSE 0 END AS TINYINT)"
    out = dict(zip(STATUSES, (code.format(name) for name in ("is_sme", "is_hnte", "on_list"))))
    upper_only = {"hnte_first": 10 * WAN, "hnte_renewal": 5 * WAN, "venture": "a_venture"}
    for name, cap in BENEFITS.items():
        low = high = f"a_{name}"
        if name in upper_only:
            low, high = 0, upper_only[name]
        elif name == "incubated":
            low = high = 8 * WAN
        elif name == "points_voucher":
            low, high = "a_points_voucher_lo", "a_points_voucher_hi"
        paid = "0" if low == 0 else f"CASE WHEN if_{name} THEN {low} ELSE 0 END"
        possible = f"CASE WHEN if_{name} THEN {high} WHEN if_{name} IS NULL THEN {cap * WAN} ELSE 0 END"
        out[f"{name}_lo"] = f"CAST({paid} AS BIGINT)"
        out[f"{name}_hi"] = f"CAST({possible} AS BIGINT)"
    return out


def totals():
    def total(end):
        best = ", ".join(f"{name}_{end}" for name in EXCLUSIVE)
        rest = " + ".join(f"{name}_{end}" for name in BENEFITS if name not in EXCLUSIVE)
        return f"LEAST(GREATEST({best}) + {rest}, {500 * WAN})"

    return {f"total_{end}": total(end) for end in ("lo", "hi")}


def query(source):
    """All columns of the input and of every step."""
    text = f"SELECT * FROM {source}"
    for step in (basics, parts, values, scores, points, sums, statuses, conditions, amounts, totals):
        named = ", ".join(f"{expression} AS {name}" for name, expression in step().items())
        text = f"SELECT *, {named} FROM ({text})"
    return text


def whole(source):
    kinds = {name: f"CAST({name} AS INTEGER) AS {name}" for score in SCORES for name in ends(score)}
    names = ", ".join(kinds.get(name, name) for name in columns())
    return f"SELECT region, industry, {names} FROM ({query(source)})"


def grouped(source):
    counts = [f"count(*) FILTER ({name} = {code})" for name in STATUSES for code in (0, 1, 2)]
    cells = ", ".join(["count(*)", *counts, "sum(total_lo)", "sum(total_hi)"])
    return f"SELECT region, industry, {cells} FROM {source} GROUP BY region, industry ORDER BY region, industry"


def main():
    wanted = arguments()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {wanted.threads}")
    file = "read_parquet('" + wanted.data.replace("'", "''") + "')"
    source = file
    if wanted.setting == "mem":
        connection.execute(f"CREATE TABLE enterprises AS SELECT * FROM {file}")
        source = "enterprises"
    state = {}

    def run():
        if wanted.mode == "full":
            connection.execute(f"CREATE OR REPLACE TEMP TABLE result AS {whole(source)}")
            state["rows"] = connection.execute(grouped("result")).fetchall()
        else:
            state["rows"] = connection.execute(grouped(f"({query(source)})")).fetchall()

    def column(name):
        return connection.execute(f"SELECT {name} FROM result ORDER BY id").fetchnumpy()[name]

    serve(wanted, f"duckdb {duckdb.__version__}", run, lambda: state["rows"], column)


main()
