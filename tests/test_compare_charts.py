"""The charts of the comparison: numbers in, geometry out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from web.charts.marks import CLASSES, DASHES, MOST, SHAPES
from web.charts.roofline import Platform, Workload, roofline
from web.charts.speeds import Speed, bars

FAST = Platform("fast", "Fast", 1000, 500)
SLOW = Platform("slow", "Slow", 250, 500)
READING, WRITING = Workload("read", "Reading", 5000), Workload("write", "Writing", 2)


def test_left_of_its_ridge_a_platform_is_held_by_memory_right_of_it_by_compute() -> None:
    assert FAST.ridge == 500
    assert FAST.reach(2) == 2
    assert FAST.reach(5000) == 500


def test_a_rate_that_nobody_published_gives_no_ceiling() -> None:
    assert Platform("x", "X", 1000, None).ridge is None
    assert Platform("x", "X", 1000, None).reach(2) is None
    assert Platform("x", "X", None, 500).reach(2) is None


def test_below_a_rate_that_the_peak_cannot_be_below_the_slope_is_certain() -> None:
    floor = Platform("x", "X", 1000, None, at_least_tflop_s=80)
    assert floor.reach(2) == 2
    assert floor.reach(5000) is None


def test_a_roof_bends_at_its_ridge_and_a_workload_stands_on_it() -> None:
    chart = roofline([FAST, SLOW], [WRITING, READING])
    assert chart is not None
    fast, slow = chart.roofs
    assert fast.path.count("L") == 2
    assert [point.tflop_s for point in fast.points] == [2, 500]
    assert [point.tflop_s for point in slow.points] == [0.5, 500]
    assert fast.points[0].y is not None
    assert slow.points[0].y is not None
    assert fast.points[0].y < slow.points[0].y, "what is faster stands higher"
    assert fast.points[0].x == slow.points[0].x == chart.workloads[0][0]


def test_an_open_roof_ends_where_knowledge_ends_and_says_so() -> None:
    chart = roofline([Platform("x", "X", 1000, None, 80), FAST], [READING])
    assert chart is not None
    roof = chart.roofs[0]
    assert roof.is_open
    assert roof.path.count("L") == 1
    assert roof.points[0].y is None
    assert [label.text for label in chart.labels if "?" in label.text] == ["1?"]


def test_roofs_that_end_at_the_same_place_share_a_label_and_labels_do_not_overlap() -> None:
    chart = roofline([FAST, FAST, SLOW], [READING])
    assert chart is not None
    assert sorted(label.text for label in chart.labels) == ["1,2,3"]
    near = [Platform(str(n), str(n), 1000, 500 + n) for n in range(4)]
    close = roofline(near, [READING])
    assert close is not None
    heights = sorted(label.y for label in close.labels)
    assert all(lower - upper >= 10 for upper, lower in pairwise(heights))


def test_every_mark_lies_inside_the_chart() -> None:
    chart = roofline([FAST, SLOW, Platform("x", "X", 8000, None, 80)], [WRITING, READING])
    assert chart is not None
    for roof in chart.roofs:
        for point in roof.points:
            assert chart.left <= point.x <= chart.right
            assert point.y is None or chart.top <= point.y <= chart.bottom
        assert chart.top <= roof.end[1] <= chart.bottom


def test_a_platform_without_bandwidth_is_named_not_drawn() -> None:
    chart = roofline([Platform("x", "X", None, 500), FAST], [READING])
    assert chart is not None
    assert [each.id for each in chart.left_out] == ["x"]
    assert [roof.number for roof in chart.roofs] == [2], "its number stays free"
    assert roofline([Platform("x", "X", None, 500)], [READING]) is None


def test_a_bar_is_as_long_as_its_ceiling_and_its_marks_stand_in_order() -> None:
    chart = bars([Speed("a", 100, 70, 50, 90, (65,)), Speed("b", 200, None, None, None)])
    assert chart is not None
    first, second = chart.bars
    assert first.ceiling is not None
    assert second.ceiling is not None
    assert first.interval is not None
    assert first.estimate is not None
    assert (second.ceiling - chart.left) == pytest.approx(2 * (first.ceiling - chart.left), abs=0.2)
    assert chart.left < first.interval[0] < first.estimate < first.interval[1] < first.ceiling
    assert first.interval[0] < first.measured[0][0] < first.estimate
    assert second.estimate is None
    assert second.interval is None


def test_what_is_measured_above_everything_else_is_still_inside_the_chart() -> None:
    chart = bars([Speed("a", 100, 70, 50, 90, (250,))])
    assert chart is not None
    assert chart.bars[0].measured[0][0] <= chart.right


def test_a_chart_of_nothing_is_none() -> None:
    assert bars([Speed("a", None, None, None, None, note="does not fit")]) is None


def test_eight_platforms_differ_by_shape_and_line_not_by_colour_alone() -> None:
    assert len(set(SHAPES)) == len(set(DASHES)) == len(set(CLASSES)) == MOST
