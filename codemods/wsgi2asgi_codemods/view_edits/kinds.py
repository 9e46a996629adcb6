"""All kinds of edit by name."""

from __future__ import annotations

from wsgi2asgi_codemods.view_edits import (
    add_dispatch,
    await_call,
    await_function,
    await_method,
    await_sleep,
    await_user,
    call_in_thread,
    comprehend_async,
    declare_capable,
    declare_hybrid,
    define_function,
    define_pull,
    evaluate_in_thread,
    hand_to_thread,
    help_decorators,
    iterate_async,
    load_user,
    make_acall,
    make_async,
    make_dual,
    mark_instance,
    name_twin,
    pull_in_thread,
    run_in_thread,
    set_session_item,
)
from wsgi2asgi_codemods.view_edits.edit import Kind

KINDS: dict[str, Kind] = {
    module.__name__.rpartition(".")[2]: module.KIND
    for module in (
        add_dispatch,
        await_call,
        await_function,
        await_method,
        await_sleep,
        await_user,
        call_in_thread,
        comprehend_async,
        declare_capable,
        declare_hybrid,
        define_function,
        define_pull,
        evaluate_in_thread,
        hand_to_thread,
        help_decorators,
        iterate_async,
        load_user,
        make_acall,
        make_async,
        make_dual,
        mark_instance,
        name_twin,
        pull_in_thread,
        run_in_thread,
        set_session_item,
    )
}
