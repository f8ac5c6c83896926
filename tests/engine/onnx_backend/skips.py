"""What is left out of ONNX's node tests, and why.

Every case named here is run all the same, to see that it still can't pass.
"""

from __future__ import annotations

_BY_REASON: dict[str, tuple[str, ...]] = {
    "the expected numbers are drawn by NumPy's generator; ours is another, tested on its own": (
        "test_training_dropout",
        "test_training_dropout_default",
        "test_training_dropout_default_mask",
        "test_training_dropout_mask",
    ),
    "a value of the graph is one array, never a sequence and never absent": (
        "test_identity_opt",
        "test_identity_sequence",
    ),
    "an array of no numbers: a layer has at least one unit and a batch at least one row": (
        "test_reduce_sum_empty_set",
        "test_reduce_sum_empty_set_non_reduced_axis_zero",
        "test_reshape_allowzero_reordered",
        "test_slice_start_out_of_bounds",
    ),
    "convolutions have one or two axes, not three": ("test_convtranspose_3d",),
    "max_pool gives the largest numbers, not their places": (
        "test_maxpool_with_argmax_2d_precomputed_pads",
        "test_maxpool_with_argmax_2d_precomputed_strides",
    ),
    "normalize_rows divides by the length, not by the sum of sizes": (
        "test_l1normalization_axis_0",
        "test_l1normalization_axis_1",
        "test_l1normalization_axis_last",
    ),
    "gru resets after the recurrent product (as cuDNN and PyTorch), these cases before it": (
        "test_gru_bidirectional",
        "test_gru_reverse",
        "test_gru_seq_length",
    ),
    "lstm has no peepholes": ("test_lstm_with_peepholes",),
    "a step sees all steps, or all up to itself, not those within a window": (
        "test_attention_3d_local_window",
        "test_attention_bidirectional_window",
        "test_attention_local_window",
        "test_attention_local_window_ext_cache_float16_mask",
        "test_attention_local_window_ext_cache_rank2_mask",
        "test_attention_local_window_ext_cache_rank3_head_mask",
        "test_attention_local_window_ext_cache_rank4_batch_mask",
        "test_attention_local_window_gqa_rank4_mask",
        "test_attention_local_window_rank1_boolean_mask",
        "test_attention_local_window_with_past",
    ),
    "the causal mask is the same for all samples; here each has its own number of past steps": (
        "test_attention_4d_causal_nonpad_attn_mask_composition",
        "test_attention_4d_causal_nonpad_batch_prefill",
        "test_attention_4d_causal_nonpad_continued_prefill",
        "test_attention_4d_causal_nonpad_negative_offset_structural_empty",
        "test_attention_4d_causal_padded_kv_bf16",
        "test_attention_4d_gqa_causal_nonpad_decode",
        "test_attention_4d_gqa_causal_nonpad_decode_fp16",
    ),
    "a step that may look at nothing: its softmax is not defined, ONNX calls it 0": (
        "test_attention_23_boolmask_fullymasked_row_nan_robustness",
        "test_attention_23_fullymasked_qk_matmul_output_mode3_zero",
        "test_attention_24_fullymasked_qk_matmul_output_mode3_zero",
        "test_attention_24_qk_matmul_output_mode3_softmax_precision",
        "test_attention_causal_boolmask_nan_robustness",
    ),
}

SKIPS = {name: reason for reason, names in _BY_REASON.items() for name in names}

# Ops that name an ONNX operator, though none of its cases comes to them.
NOT_REACHED = {"conv2d_bias": "no case of Conv has a bias"}
