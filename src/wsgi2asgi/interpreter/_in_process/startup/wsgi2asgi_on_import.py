"""Something to do with a module as soon as it is loaded."""

import importlib.abc
import sys


def on_import(actions):
    """Call ``actions[name](module)`` for each of these modules, at once for those that are loaded already."""
    waiting = dict(actions)
    for name in actions:
        if name in sys.modules:
            waiting.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, Importing(waiting))


class Importing(importlib.abc.MetaPathFinder):
    """Lets others find a module and prolongs the loading of it."""

    def __init__(self, actions):
        self.actions = actions

    def find_spec(self, name, path=None, target=None):
        """The module's own spec, its loader with something to do afterwards; None for all other modules."""
        if name not in self.actions:
            return None
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not self else None
            if spec is not None:
                self.prolong(spec.loader)
                return spec
        return None

    def prolong(self, loader):
        """A loader may load several modules, so the action is looked up by the module's name."""
        load = loader.exec_module

        def exec_module(module):
            load(module)
            self.actions.pop(module.__name__, do_nothing)(module)

        loader.exec_module = exec_module


def do_nothing(module):
    """For modules that nobody waits for."""
