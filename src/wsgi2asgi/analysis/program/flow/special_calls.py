"""Functions outside whose result or effect depends on what they are given."""

from __future__ import annotations

from collections.abc import Callable

from wsgi2asgi.analysis.program.flow import (
    addresses,
    consume,
    dotted_names,
    formatting,
    json_encoders,
    method_callers,
    own_managers,
    own_methods,
    querysets,
    special_methods,
    threads,
)
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.templates import rendering
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    ClassRef,
    Container,
    Coroutine,
    FunctionRef,
    Instance,
    Manager,
    MethodRef,
    ModelClass,
    Object,
    Partial,
    Plain,
    QuerySet,
    RelatedManager,
    Response,
    Type,
    Types,
    join,
)

_BUFFERS = (Object("io.BytesIO"), Object("io.StringIO"))
#: What is packed into a buffer is in memory, but some methods of an archive read or write files all the same.
_ARCHIVES = {"zipfile.ZipFile": "zipfile.ZipFileInMemory", "tarfile.open": "tarfile.TarFileInMemory"}


def call(state: State, index: int, name: str, given: Given) -> Types | None:
    """Call one of these; None for any other."""
    handler = _HANDLERS.get(name)
    return handler(state, index, name, given) if handler else None


def _partial(state: State, index: int, name: str, given: Given) -> Types:
    return (Partial(state.type(given.positional[0])),) if given.positional else UNKNOWN


def _user_model(state: State, index: int, name: str, given: Given) -> Types:
    return (ModelClass(state.engine.models.user),)


def _get_model(state: State, index: int, name: str, given: Given) -> Types:
    texts = [state.constant(item) for item in given.positional]
    label = ".".join(text for text in texts if isinstance(text, str))
    model = state.engine.models.by_label(label) if "." in label else None
    return (ModelClass(model),) if model else UNKNOWN


def _get_object(state: State, index: int, name: str, given: Given) -> Types:
    """``get_object_or_404(Book, ...)`` and ``get_list_or_404``."""
    state.engine.load_user_arguments(state, given)
    found: list[Type] = []
    for value in state.type(given.positional[0]) if given.positional else ():
        own_managers.begin(state, index, value, name)
        if isinstance(value, ModelClass):
            found.append(Instance(value.model))
        elif isinstance(value, (QuerySet, Manager, RelatedManager)):
            found += consume.row(querysets.as_queryset(state, value))
    subject = next(iter(state.type(given.positional[0])), None) if given.positional else None
    state.record(index, Effect("shortcut", ("db",), "certain", subject, name.rsplit(".", 1)[-1]))
    result: Types = tuple(found) or (Instance(None),)
    return (Container("list", result),) if name.endswith("get_list_or_404") else result


def _async_get_object(state: State, index: int, name: str, given: Given) -> Types:
    with state.elsewhere("thread"):
        found = _get_object(state, index, name.replace(".aget_", ".get_"), given)
    return (Coroutine(found),)


def _same(state: State, index: int, name: str, given: Given) -> Types:
    """``copy.copy(x)`` is such an x."""
    for item in given.positional[:1]:
        special_methods.run_each(state, index, item, special_methods.COPYING)
    return state.type(given.positional[0]) if given.positional else UNKNOWN


def _replaced(state: State, index: int, name: str, given: Given) -> Types:
    """``dataclasses.replace(row, number=3)`` makes another."""
    found = state.type(given.positional[0]) if given.positional else UNKNOWN
    for item in found:
        if isinstance(item, Object):
            state.engine.make(state, index, item.cls)
    return found


def _pickled(state: State, index: int, name: str, given: Given) -> Types:
    """``pickle.dumps(x)`` fetches rows, and asks objects what is to be kept of them."""
    for item in given.positional[:1]:
        formatting.handed_to_library(state, index, item)
    return (Plain("bytes"),)


def _in_memory(state: State, index: int, name: str, given: Given) -> Types | None:
    """``gzip.GzipFile(fileobj=buffer)``: an archive in memory is no file; None where it may be one on disk."""
    if any(value in _BUFFERS for item in given.all for value in state.type(item)):
        return (Object(_ARCHIVES.get(name, "io.BytesIO")),)
    return None


def _chain(state: State, index: int, name: str, given: Given) -> Types:
    return (Container("iterator", capped(join(*(consume.iterate(state, index, item) for item in given.positional)))),)


def _grouped(state: State, index: int, name: str, given: Given) -> Types:
    """``itertools.groupby(rows, key)``."""
    elements = consume.iterate(state, index, given.positional[0]) if given.positional else UNKNOWN
    by = given.get(1, "key")
    functions = [item for item in state.type(by) if isinstance(item, FunctionRef)] if by is not None else []
    key = join(*(state.engine.call(item.name, (elements,), {}) for item in functions)) or UNKNOWN
    method_callers.run_given(state, index, given, elements)
    group: Types = (Container("iterator", elements),)
    return (Container("iterator", (Container("tuple", items=(elements if by is None else key, group)),)),)


def _declared(state: State, index: int, name: str, given: Given) -> Types:
    """``field(default_factory=list)``: what it holds is told by the annotation beside it."""
    return UNKNOWN


def _property(state: State, index: int, name: str, given: Given) -> Types:
    """``name = property(get_name, set_name)``"""
    return (Object(own_methods.PROPERTY, join(*(state.type(item) for item in given.all))),)


def _lazy(state: State, index: int, name: str, given: Given) -> Types:
    """What is looked at later runs the function then: nothing is known of what it is besides."""
    return (Object(name), *UNKNOWN)


def _lazy_function(state: State, index: int, name: str, given: Given) -> Types | None:
    """``lazy(f, str)``: so does what it gives when it is called; of functions outside the texts are plain."""
    held = tuple(item for item in state.type(given.positional[0]) if isinstance(item, (FunctionRef, MethodRef)))
    return (Object(name, held),) if held else UNKNOWN if given.functions(state) else None


def _default_dict(state: State, index: int, name: str, given: Given) -> Types:
    """``defaultdict(f)`` runs f for keys that are missing."""
    functions = given.functions(state)
    return (Container("dict", source=functions[0] if functions else ""),)


def _closing(state: State, index: int, name: str, given: Given) -> Types:
    """``with closing(x)`` calls ``x.close()`` at its end."""
    return (Object(special_methods.CLOSING, state.type(given.positional[0]) if given.positional else UNKNOWN),)


def _counter(state: State, index: int, name: str, given: Given) -> Types:
    """``Counter(rows)`` looks for each of them."""
    elements = capped(join(*(consume.iterate(state, index, item) for item in given.positional)))
    for element in elements:
        special_methods.of_each(state, index, element, special_methods.KEYED)
    return (Container("dict", key=elements),)


def _paginator(state: State, index: int, name: str, given: Given) -> Types:
    rows = given.get(0, "object_list")
    return (Object(name, state.type(rows) if rows is not None else ()),)


def _template_response(state: State, index: int, name: str, given: Given) -> Types:
    """Django renders it once the view has returned, of an async view in a thread."""
    with state.elsewhere("thread"):
        rendering.call(state, index, name, given)
    return (Response(name),)


def _get_template(state: State, index: int, name: str, given: Given) -> Types:
    state.record(index, Effect("render", (), "certain", None, name.rsplit(".", 1)[-1]))
    return rendering.loaded(state, given)


def _made_form(state: State, index: int, name: str, given: Given) -> Types:
    """``modelformset_factory(Book, formset=Own)`` gives a class: the project's own, or one below Django's."""
    item = given.keywords.get("formset" if "formset" in name else "form")
    own = tuple(value for value in state.type(item) if isinstance(value, ClassRef)) if item is not None else ()
    return own or (ClassRef(_FACTORIES[name]),)


#: https://docs.djangoproject.com/en/stable/ref/forms/models/ and .../formsets/
_FACTORIES = {
    "django.forms.models.modelform_factory": "django.forms.models.ModelForm",
    "django.forms.models.modelformset_factory": "django.forms.models.BaseModelFormSet",
    "django.forms.models.inlineformset_factory": "django.forms.models.BaseInlineFormSet",
    "django.forms.formsets.formset_factory": "django.forms.formsets.BaseFormSet",
}
_HANDLERS: dict[str, Callable[[State, int, str, Given], Types | None]] = {
    **threads.HANDLERS,
    **addresses.HANDLERS,
    **json_encoders.HANDLERS,
    **dict.fromkeys(_FACTORIES, _made_form),
    method_callers.METHOD_CALLER: method_callers.made,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "django.contrib.auth.get_user_model": _user_model,
    "django.apps.apps.get_model": _get_model,
    "django.apps.registry.apps.get_model": _get_model,
    "django.shortcuts.get_object_or_404": _get_object,
    "rest_framework.generics.get_object_or_404": _get_object,
    "django.shortcuts.get_list_or_404": _get_object,
    "django.shortcuts.aget_object_or_404": _async_get_object,
    "django.shortcuts.aget_list_or_404": _async_get_object,
    "django.utils.module_loading.import_string": dotted_names.imported,
    "importlib.import_module": dotted_names.imported,
    "django.core.paginator.Paginator": _paginator,
    "django.template.response.TemplateResponse": _template_response,
    "django.template.response.SimpleTemplateResponse": _template_response,
    "django.template.loader.get_template": _get_template,
    "django.template.loader.select_template": _get_template,
    "pickle.dumps": _pickled,
    "copy.copy": _same,
    "copy.deepcopy": _same,
    **dict.fromkeys(("gzip.GzipFile", "gzip.open", "zipfile.ZipFile", "tarfile.open"), _in_memory),
    "itertools.chain": _chain,
    "itertools.islice": _chain,
    "itertools.groupby": _grouped,
    **dict.fromkeys(("dataclasses.field", "attr.ib", "attr.field", "attrs.field"), _declared),
    **dict.fromkeys(own_methods.MAKE_PROPERTIES, _property),
    "django.utils.functional.SimpleLazyObject": _lazy,
    "django.utils.functional.lazy": _lazy_function,
    "collections.defaultdict": _default_dict,
    "collections.OrderedDict": _default_dict,
    "collections.Counter": _counter,
    "dataclasses.replace": _replaced,
    special_methods.CLOSING: _closing,
}
