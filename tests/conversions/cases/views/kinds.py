"""Dictionaries, classes and enumerations of the project that ask the database, and what looks for objects in them."""
import contextlib
import csv
import dataclasses
import enum
import functools
import io
from collections import Counter, UserDict, defaultdict
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.urls import path
from shop.models import Author, Book


def count():
    return Author.objects.count()


def names():
    return [author.name for author in Author.objects.all()]


@dataclass
class Factory:
    title: str = "x"
    names: list = field(default_factory=names)


@dataclass
class Post:
    title: str = "x"

    def __post_init__(self):
        self.names = names()


class Both:
    def __new__(cls, *args):
        made = super().__new__(cls)
        made.names = names()
        return made

    def __init__(self, x):
        self.x = x


class lazily:
    def __init__(self, function):
        self.function = function

    def __get__(self, obj, owner=None):
        return self.function(obj)


class Shown:
    def __init__(self, book):
        self.book = book

    @lazily
    def name(self):
        return self.book.author.name

    @property
    def label(self):
        return self.book.author.name

    def __bool__(self):
        return bool(self.book.author.name)

    def __hash__(self):
        return hash(self.book.author.name)

    def __eq__(self, other):
        return self.book.author.name == other.book.author.name


@functools.total_ordering
class Ordered:
    def __init__(self, book):
        self.book = book

    def __eq__(self, other):
        return self.book == other.book

    def __lt__(self, other):
        return self.book.author.name < other.book.author.name


class Missing(dict):
    def __missing__(self, key):
        return names()


class Items(UserDict):
    def __getitem__(self, key):
        return names()[0] + str(key)


class Mapping:
    def keys(self):
        return names()

    def __getitem__(self, key):
        return str(count())


class Closing:
    def close(self):
        self.closed = count()


class Kind(enum.Enum):
    ONE = 1

    @property
    def names(self):
        return names()

    def __str__(self):
        return str(count())


@functools.singledispatch
def told(item):
    return "?"


@told.register
def _(item: str):
    return names()[0]


@told.register(int)
def told_int(item):
    return names()[1]


# shows: 2.generated
# expect: async
def factory(request):
    made = Factory()
    return HttpResponse(made.names)


# shows: 2.generated
# expect: async
def post(request):
    made = Post()
    return HttpResponse(made.names)


# shows: 4.helper
# expect: async
def both(request):
    made = Both(1)
    return HttpResponse(made.names)


# shows: 2.descriptor
# expect: async
def own_descriptor(request):
    shown = Shown(Book.objects.get(pk=1))
    return HttpResponse(shown.name)


# shows: 2.text_in_libraries
# expect: async
def format_attribute(request):
    book = Book.objects.get(pk=1)
    return HttpResponse("{0.author.name}".format(book))


# shows: 2.text_in_libraries
# expect: async
def format_property(request):
    shown = Shown(Book.objects.get(pk=1))
    return HttpResponse("{0.label}".format(shown))


# shows: 2.operator
# expect: async
def ordered(request):
    one, two = Ordered(Book.objects.get(pk=1)), Ordered(Book.objects.get(pk=3))
    return HttpResponse(str(one >= two))


# shows: 2.own_items
# expect: async
def missing(request):
    found = Missing()
    return HttpResponse(found["x"])


# shows: 2.own_items
# expect: async
def user_dict(request):
    found = Items({"x": 1})
    return HttpResponse(found["x"] + str(found.get("x")))


# shows: 2.own_items
# expect: async
def default_dict(request):
    found = defaultdict(count)
    return HttpResponse(str(found["x"]))


# shows: 2.own_items
# expect: async
def default_dict_lambda(request):
    found = defaultdict(lambda: Author.objects.count())
    found["x"] += 1
    return HttpResponse(str(found["x"]))


# shows: 2.own_items
# expect: async
def double_star(request):
    found = Mapping()
    return HttpResponse(str(dict(**found)))


# shows: 2.closed
# expect: async
def closed(request):
    found = Closing()
    with contextlib.closing(found):
        pass
    return HttpResponse(str(found.closed))


# shows: 2.member
# expect: async
def enumerated(request):
    return HttpResponse(Kind.ONE.names)


# shows: 2.member
# expect: async
def enumerated_str(request):
    return HttpResponse(str(Kind.ONE))


# shows: 4.helper
# expect: async
def dispatched(request):
    return HttpResponse(told("x"))


# shows: 4.helper
# expect: async
def dispatched_int(request):
    return HttpResponse(told(1))


# shows: 2.bool
# expect: async
def filtered(request):
    shown = [Shown(Book.objects.get(pk=1))]
    return HttpResponse(str(len(list(filter(None, shown)))))


# shows: 2.own_items
# expect: async
def in_set(request):
    shown = Shown(Book.objects.get(pk=1))
    found = {shown}
    return HttpResponse(str(len(found)))


# shows: 2.own_items
# expect: async
def as_key(request):
    shown = Shown(Book.objects.get(pk=1))
    found = {shown: 1}
    return HttpResponse(str(len(found)))


# shows: 2.generated
# expect: async
def replaced(request):
    row = dataclasses.replace(Post(), title="y")
    return HttpResponse(row.names)


# shows: 2.text_in_libraries
# expect: async
def content(request):
    book = Book.objects.get(pk=1)
    response = HttpResponse()
    response.content = book
    return response


# shows: 4.csv
# expect: async
def csv_dict(request):
    book = Book.objects.get(pk=1)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, ["a"])
    writer.writerow({"a": book})
    return HttpResponse(buffer.getvalue())


# shows: 2.own_items
# expect: async
def counted(request):
    shown = Shown(Book.objects.get(pk=1))
    return HttpResponse(str(Counter([shown]).most_common()[0][1]))


# shows: 2.str
# expect: async
def nested_lists(request):
    book = Book.objects.get(pk=1)
    data = {"a": [{"b": [(book,)]}]}
    return HttpResponse(str(data))


urlpatterns = [
    path("factory/", factory),
    path("post/", post),
    path("both/", both),
    path("own_descriptor/", own_descriptor),
    path("format_attribute/", format_attribute),
    path("format_property/", format_property),
    path("ordered/", ordered),
    path("missing/", missing),
    path("user_dict/", user_dict),
    path("default_dict/", default_dict),
    path("default_dict_lambda/", default_dict_lambda),
    path("double_star/", double_star),
    path("closed/", closed),
    path("enumerated/", enumerated),
    path("enumerated_str/", enumerated_str),
    path("dispatched/", dispatched),
    path("dispatched_int/", dispatched_int),
    path("filtered/", filtered),
    path("in_set/", in_set),
    path("as_key/", as_key),
    path("replaced/", replaced),
    path("content/", content),
    path("csv_dict/", csv_dict),
    path("counted/", counted),
    path("nested_lists/", nested_lists),
]
VISITS = [("GET", f"/{name}/") for name in (
    "factory", "post", "both", "own_descriptor", "format_attribute", "format_property", "ordered", "missing",
    "user_dict", "default_dict", "default_dict_lambda", "double_star", "closed", "enumerated", "enumerated_str",
    "dispatched", "dispatched_int", "filtered", "in_set", "as_key", "replaced", "content", "csv_dict", "counted",
    "nested_lists",
)]
