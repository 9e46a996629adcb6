"""From what is known of a project to ordered steps of wishes: what should change where, and why."""

from __future__ import annotations

import importlib

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.plan import Step, StepId


def plan_step(step_id: StepId, program: Program, options: MigrateOptions) -> Step:
    """The wishes of one step for the project as it is now; a step that has nothing to do has none.

    Each step is a module of ``planning.steps`` of that name, with ``plan(program, options) -> Step``.
    """
    step: Step = importlib.import_module(f"wsgi2asgi.planning.steps.{step_id}").plan(program, options)
    return step
