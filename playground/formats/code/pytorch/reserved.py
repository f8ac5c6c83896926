"""Names that a layer can't have in a program in PyTorch."""

from __future__ import annotations

from playground.formats.code.names import words

# What modules have already, and what the program itself calls so.
RESERVED = words(
    """
    F Lion Network SelfAttention T_destination add_module apply bfloat16 buffers call_super_init
    children compile cpu cuda double dump_patches eval extra_repr finish first float forward
    get_buffer get_extra_state get_parameter get_submodule half ipu json load load_state_dict loss
    math mean_without_padding modules mtia named_buffers named_children named_modules
    named_parameters nearest_word nn np parameters predict register_backward_hook register_buffer
    register_forward_hook register_forward_pre_hook register_full_backward_hook
    register_full_backward_pre_hook register_load_state_dict_post_hook
    register_load_state_dict_pre_hook register_module register_parameter
    register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ second self
    set_extra_state set_submodule share_memory standardised state_dict to to_empty torch train
    training type w x xpu y zero_grad
    """
)
