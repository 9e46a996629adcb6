"""Objects of the project that ask the database for what Python runs of them by itself: operators, items, attributes."""
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpResponse
from django.urls import path
from shop.models import Author, Book, Box, Order


@dataclass
class Row:
    book: Book
    number: int = 0


@dataclass(frozen=True, order=True)
class Keyed:
    box: Box
    number: int = 0


class Line(NamedTuple):
    book: Book
    number: int


class Money:
    def __init__(self, book):
        self.book = book

    def __add__(self, other):
        return self.book.author.name + str(other)

    def __radd__(self, other):
        return str(other) + self.book.author.name

    def __sub__(self, other):
        return self.book.author.name

    def __neg__(self):
        return self.book.author.name

    def __iadd__(self, other):
        self.other = self.book.author.name
        return self

    def __ior__(self, other):
        self.other = self.book.author.name
        return self

    def __getitem__(self, key):
        return self.book.author.name + str(key)

    def __setitem__(self, key, value):
        self.stored = self.book.author.name + value

    def __delitem__(self, key):
        self.stored = self.book.author.name

    def __contains__(self, item):
        return self.book.author.name == item

    def __iter__(self):
        yield self.book.author.name

    def __lt__(self, other):
        return self.book.author.name < "M"

    def __call__(self, greeting):
        return greeting + self.book.author.name

    def __format__(self, spec):
        return self.book.author.name

    def __mod__(self, other):
        return self.book.author.name

    def __matmul__(self, other):
        return self.book.author.name


class Lazy:
    def __init__(self, pk):
        self.pk = pk

    def __getattr__(self, name):
        return getattr(Book.objects.get(pk=1), name)


class Setting:
    def __setattr__(self, name, value):
        object.__setattr__(self, name, Book.objects.get(pk=value).title)

    def __delattr__(self, name):
        Order.objects.filter(note="x").delete()


class Opened:
    def __init__(self, pk):
        self.pk = pk

    def __enter__(self):
        return Book.objects.get(pk=self.pk)

    def __exit__(self, *args):
        Author.objects.count()


class Told:
    """How many authors there are, as an attribute."""

    def __get__(self, obj, owner=None):
        return Author.objects.count()

    def __set__(self, obj, value):
        obj.kept = Author.objects.count() + value


class Holder:
    told = Told()


# shows: 2.generated
# expect: async
def dataclass_in_text(request):
    row = Row(Book.objects.get(pk=1))
    return HttpResponse(f"{row}")


# shows: 2.generated
# expect: async
def dataclasses_equal(request):
    one = Keyed(Box.objects.get(pk=1))
    other = Keyed(Box.objects.get(pk=2))
    return HttpResponse(str(one == other))


# shows: 2.generated
# expect: async
def dataclass_in_list(request):
    one = Keyed(Box.objects.get(pk=1))
    others = [Keyed(Box.objects.get(pk=2))]
    return HttpResponse(str(one in others))


# shows: 2.eq
# expect: async
def lists_equal(request):
    one = [Box.objects.get(pk=1)]
    others = [Box.objects.get(pk=2)]
    return HttpResponse(str(one == others))


# shows: 2.eq
# expect: async
def place_in_list(request):
    one = Box.objects.get(pk=1)
    others = [Box.objects.get(pk=2), Box.objects.get(pk=1)]
    return HttpResponse(str(others.index(one)) + str(others.count(one)))


# shows: 2.generated
# expect: async
def named_tuple_in_text(request):
    line = Line(Book.objects.get(pk=1), 2)
    return HttpResponse(f"{line}")


# shows: 2.operator
# expect: async
def added(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(money + 1)


# shows: 2.operator
# expect: async
def added_to_number(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(1 + money)


# shows: 2.operator
# expect: async
def summed(request):
    moneys = [Money(Book.objects.get(pk=1))]
    return HttpResponse(sum(moneys))


# shows: 2.operator
# expect: async
def subtracted(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(money - 1)


# shows: 2.operator
# expect: async
def negated(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(-money)


# shows: 2.operator
# expect: async
def added_in_place(request):
    money = Money(Book.objects.get(pk=1))
    money += 1
    return HttpResponse(money.other)


# shows: 2.operator
# expect: async
def joined_in_place(request):
    money = Money(Book.objects.get(pk=1))
    money |= 1
    return HttpResponse(money.other)


# shows: 2.operator
# expect: async
def item(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(money["x"])


# shows: 2.operator
# expect: async
def item_set(request):
    money = Money(Book.objects.get(pk=1))
    money["a"] = "b"
    return HttpResponse(money.stored)


# shows: 2.operator
# expect: async
def item_deleted(request):
    money = Money(Book.objects.get(pk=1))
    del money["a"]
    return HttpResponse(money.stored)


# shows: 2.contains
# expect: async
def contained(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(str("Ann" in money))


# shows: 2.operator
# expect: async
def looped(request):
    money = Money(Book.objects.get(pk=1))
    for name in money:
        found = name
    return HttpResponse(found)


# shows: 2.operator
# expect: async
def unpacked(request):
    money = Money(Book.objects.get(pk=1))
    (name,) = money
    return HttpResponse(name)


# shows: 2.operator
# expect: async
def compared(request):
    money = Money(Book.objects.get(pk=1))
    other = Money(Book.objects.get(pk=2))
    return HttpResponse(str(money < other))


# shows: 2.operator
# expect: async
def in_order(request):
    moneys = [Money(Book.objects.get(pk=1)), Money(Book.objects.get(pk=2))]
    moneys.sort()
    return HttpResponse(str(len(sorted(moneys))))


# shows: 2.operator
# expect: async
def greatest(request):
    moneys = [Money(Book.objects.get(pk=1)), Money(Book.objects.get(pk=2))]
    return HttpResponse(str(max(moneys) is None) + str(min(*moneys) is None))


# shows: 2.operator
# expect: async
def called(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(money("x"))


# shows: 2.format
# expect: async
def formatted(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(f"{money:>10}" + "{}".format(money) + format(money, ">3"))


# shows: 2.operator
# expect: async
def remainder(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(money % 3)


# shows: 2.operator
# expect: async
def matrix_product(request):
    money = Money(Book.objects.get(pk=1))
    return HttpResponse(money @ 3)


# shows: 2.own_attribute
# expect: async
def attribute_fetched(request):
    count = Author.objects.count()
    lazy = Lazy(count)
    return HttpResponse(lazy.title)


# shows: 2.own_attribute
# expect: async
def attribute_set(request):
    count = Author.objects.count()
    found = Setting()
    found.title = 1
    return HttpResponse(f"{found.title} {count}")


# shows: 2.own_attribute
# expect: async
def attribute_set_by_name(request):
    count = Author.objects.count()
    found = Setting()
    setattr(found, "title", 1)
    return HttpResponse(f"{found.title} {count}")


# shows: 2.own_attribute
# expect: async
def attribute_deleted(request):
    count = Author.objects.count()
    found = Setting()
    del found.title
    return HttpResponse(f"{count}")


# shows: 2.operator
# expect: async
def entered(request):
    count = Author.objects.count()
    with Opened(1) as book:
        title = book.title
    return HttpResponse(f"{title} {count}")


# shows: 2.descriptor
# expect: async
def descriptor_set(request):
    count = Author.objects.count()
    holder = Holder()
    holder.told = 3
    return HttpResponse(f"{holder.kept} {count}")


urlpatterns = [
    path("dataclass_in_text/", dataclass_in_text),
    path("dataclasses_equal/", dataclasses_equal),
    path("dataclass_in_list/", dataclass_in_list),
    path("lists_equal/", lists_equal),
    path("place_in_list/", place_in_list),
    path("named_tuple_in_text/", named_tuple_in_text),
    path("added/", added),
    path("added_to_number/", added_to_number),
    path("summed/", summed),
    path("subtracted/", subtracted),
    path("negated/", negated),
    path("added_in_place/", added_in_place),
    path("joined_in_place/", joined_in_place),
    path("item/", item),
    path("item_set/", item_set),
    path("item_deleted/", item_deleted),
    path("contained/", contained),
    path("looped/", looped),
    path("unpacked/", unpacked),
    path("compared/", compared),
    path("in_order/", in_order),
    path("greatest/", greatest),
    path("called/", called),
    path("formatted/", formatted),
    path("remainder/", remainder),
    path("matrix_product/", matrix_product),
    path("attribute_fetched/", attribute_fetched),
    path("attribute_set/", attribute_set),
    path("attribute_set_by_name/", attribute_set_by_name),
    path("attribute_deleted/", attribute_deleted),
    path("entered/", entered),
    path("descriptor_set/", descriptor_set),
]
VISITS = [("GET", f"/{name}/") for name in (
    "dataclass_in_text", "dataclasses_equal", "dataclass_in_list", "lists_equal", "place_in_list",
    "named_tuple_in_text", "added", "added_to_number", "summed", "subtracted", "negated", "added_in_place",
    "joined_in_place", "item", "item_set", "item_deleted", "contained", "looped", "unpacked", "compared", "in_order",
    "greatest", "called", "formatted", "remainder", "matrix_product", "attribute_fetched", "attribute_set",
    "attribute_set_by_name", "attribute_deleted", "entered", "descriptor_set",
)]
