"""Lists in settings that are changed where they stand: ``MIDDLEWARE.insert(0, ...)``, ``MIDDLEWARE[1] = ...``.

Where it cannot be told which element is meant, the list holds an UnknownValue from then on: it cannot be read whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.analysis.program.settings import SettingValue, UnknownValue

#: What stands where an element was replaced or removed of which it is not known which one it was.
_UNTOLD = UnknownValue("an element of a list")
_HARMLESS = ("copy", "count", "__contains__")
#: The bounds of a slice, None for those left out; of one element its index.
Slot = SettingValue | slice


def edit(receiver: list[SettingValue], method: str, arguments: Sequence[SettingValue]) -> SettingValue:
    """Call a method of a list."""
    value = arguments[-1] if arguments else None
    if method == "insert" and isinstance(arguments[0], int):
        receiver.insert(arguments[0], value)
    elif method in ("insert", "append"):  # MIDDLEWARE.insert(found(), ...): somewhere
        receiver.append(value)
    elif method == "extend":
        receiver.extend(value if isinstance(value, list) else [value])
    elif method == "remove" and value in receiver:
        receiver.remove(value)
    elif method == "index" and value in receiver:
        return receiver.index(value)
    elif method == "pop":
        return take(receiver, value if arguments else -1)
    elif method == "clear":
        receiver.clear()
    elif method == "reverse":
        receiver.reverse()
    elif method not in _HARMLESS and not (method in ("remove", "index") and isinstance(value, str)):
        receiver.append(_UNTOLD)
    return UnknownValue(method) if method == "index" else None


def item(receiver: list[SettingValue], slot: Slot, text: str) -> SettingValue:
    """``MIDDLEWARE[1]``, ``MIDDLEWARE[:2]``"""
    if isinstance(slot, slice):
        return receiver[slot]
    is_there = isinstance(slot, int) and -len(receiver) <= slot < len(receiver)
    return receiver[slot] if is_there and isinstance(slot, int) else UnknownValue(text)


def put(receiver: list[SettingValue], slot: Slot, value: SettingValue, *, is_sure: bool) -> None:
    """``MIDDLEWARE[1] = ...``; where it may not happen, what stands there stays beside the new."""
    if isinstance(slot, slice) and isinstance(value, list):
        receiver[slot] = value if is_sure else [*value, *receiver[slot]]
    elif isinstance(slot, int) and -len(receiver) <= slot < len(receiver):
        if is_sure:
            receiver[slot] = value
        else:
            receiver.insert(slot, value)
    else:
        receiver += [value, _UNTOLD]


def take(receiver: list[SettingValue], slot: Slot) -> SettingValue:
    """``del MIDDLEWARE[1]``, ``MIDDLEWARE.pop(1)``"""
    if isinstance(slot, slice):
        del receiver[slot]
        return None
    if isinstance(slot, int) and -len(receiver) <= slot < len(receiver):
        return receiver.pop(slot)
    receiver.append(_UNTOLD)
    return _UNTOLD
