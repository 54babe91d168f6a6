"""Titles of one work are told from titles of two, whatever their spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.titles import (
    Likeness,
    compare_titles,
    is_name,
    is_series,
    shared_words,
    title_key,
    word_count,
)

SAME = [
    ("Attention Is All You Need", "Attention is all you need."),
    ("Fine-tuning language models", "Finetuning Language Models"),
    (
        "RainDiffusion:When Unsupervised Learning Meets",
        "RainDiffusion: when unsupervised learning meets",
    ),
    ("Deep Residual Learning (ResNet)", "[CVPR 2016] Deep Residual Learning"),
    ("[NeurIPS][Oral] Deep Residual Learning", "Deep Residual Learning [Best Paper]"),
    ("Schrödinger’s Bridge", "Schrodinger's bridge"),
    ("ＧＰＴ－４ Technical Report", "GPT-4 Technical Report"),
    ("Solving $\\ell_1$ problems", "Solving _1 problems"),
    ("大模型综述", "【综述】大模型综述"),
    ("C++", "c++"),
]
ALIKE = [
    ("GPT-4", "GPT-4 Technical Report"),
    ("T5", "T5: Exploring the Limits of Transfer Learning"),
    ("DAVANet: Stereo Deblurring With View Aggregation", "Stereo Deblurring With View Aggregation"),
    ("GPT-3", "Language Models are Few-Shot Learners (GPT-3)"),
    ("Gopher", "Scaling Language Models: Insights from Training Gopher"),
    ("BPE", "Byte-Pair Encoding (Sennrich et al.)"),
    ("Pusing the Boundaries of Boundary Detection", "Pushing the Boundaries of Boundary Detection"),
    ("CLIPDraw: Exploring Text-to-Drawing Synthesis", "CLIPDraw: Draw what a prompt says"),
    ("大模型综述", "大模型综述：进展"),
]
DIFFERENT = [
    (
        "Scaling and evaluating sparse autoencoders",
        "Sparse Autoencoders Find Highly Interpretable Features in Language Models",
    ),
    ("GPT-3", "GPT-4"),
    ("YOLOv3: An Incremental Improvement", "YOLOv4: An Incremental Improvement"),
    ("BLOOM", "BLOOMZ"),
    ("C++", "C#"),
    ("C", "C#"),
    ("Flan-T5", "Scaling Instruction-Finetuned Language Models"),
    ("Position: Key Claims Are Wrong", "Position: All Models Should Be Open"),
    ("A Survey of Deep Active Learning", "A Survey of Knowledge Graph Embedding"),
    ("🔥", "⭐"),
    ("", "Attention"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spelling_makes_no_difference(one: str, other: str) -> None:
    assert compare_titles(one, other) is Likeness.SAME
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_parts_nicknames_and_slips_are_alike(one: str, other: str) -> None:
    assert compare_titles(one, other) is Likeness.ALIKE
    assert compare_titles(other, one) is Likeness.ALIKE


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_works_are_different(one: str, other: str) -> None:
    assert compare_titles(one, other) is Likeness.DIFFERENT
    assert compare_titles(other, one) is Likeness.DIFFERENT


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("GPT-3", 1),
        ("Text-to-Text Transfer Transformer", 3),
        ("GRU - Gated Recurrent Unit", 4),
        ("Deep Residual Network (Current State of the Art)", 3),
        ("[SCAN]", 1),
        ("大模型综述", 3),
        ("用 PyTorch 入门", 3),
        ("🔥", 0),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_counts(title: str, words: int) -> None:
    assert word_count(title) == words
    assert is_name(title) == (words <= 3)


def test_words_in_common() -> None:
    assert shared_words("Attention is all", "all attention is") == 1.0
    assert shared_words("Attention", "Recurrence") == 0.0
    assert shared_words("Deep sparse codes", "Sparse codes in brains now") == 0.5
    assert shared_words("", "") == 1.0


@pytest.mark.parametrize(
    ("one", "other", "series"),
    [
        ("Week 1", "Week 2", True),
        ("Lecture 1: Search", "Lecture 2: Games", True),
        ("Llama 3.1-8B", "Llama 3.2-11B", True),
        ("Part I", "Part II", True),
        ("Lecture 1", "lecture 1", False),
        ("Lecture 1: Search", "Lecture 1: Games", False),
        ("Week 1", "Exam 2", False),
        ("1", "2", False),
    ],
)
def test_parts_of_a_series(one: str, other: str, series: bool) -> None:
    assert is_series(one, other) == series
    assert is_series(other, one) == series


@given(st.text(max_size=600), st.text(max_size=600))
def test_comparing_never_fails_and_knows_no_order(one: str, other: str) -> None:
    assert compare_titles(one, one) is Likeness.SAME
    assert compare_titles(one, other) is compare_titles(other, one)
    assert 0.0 <= shared_words(one, other) <= 1.0
    assert is_series(one, other) == is_series(other, one)
    assert word_count(one) >= 0


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("[a] [b] Some title (c) [d]", "sometitle"),
        ("[Oral]Some title(d) ", "sometitle"),
        ("Some\u00a0\u00a0 title  (d)\t", "sometitle"),
        ("【a】Some title【b】", "sometitle"),
        ("Some title (a (b))", "sometitleab"),
        ("Some title [a)", "sometitle"),
        (f"Some title ({'b' * 120})", "sometitle"),
        (f"Some title ({'b' * 121})", f"sometitle{'b' * 121}"),
        ("(only) [brackets]", "brackets"),
        ("(only)", "only"),
        ("[", "["),
        (")", ")"),
        ("a)", "a"),
    ],
)
def test_additions_in_brackets_are_left_out_at_both_ends(title: str, key: str) -> None:
    assert title_key(title) == key


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Text-to-Text transfer", 2),
        ("! ?? … -", 0),
        ("a !? b", 2),
        ("大模型综述", 3),
        ("GPT-4 技术报告", 3),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_does(title: str, words: int) -> None:
    assert word_count(title) == words


@pytest.mark.parametrize("piece", ["\ufdfa", "⁗", "(b)", " \u00a0", "!", "a ", "[", ")"])
def test_no_more_of_a_title_is_read_than_its_start(piece: str) -> None:
    long, longer = piece * 400, piece * 800
    assert len(title_key(long)) <= 400
    assert compare_titles(long, longer) is Likeness.SAME
    assert is_series(f"Week 1 {long}", f"Week 2 {longer}")
