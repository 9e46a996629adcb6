"""Lines that are too long are broken as Black and Ruff break them, wherever they stand in a statement."""

from __future__ import annotations

from textwrap import dedent, indent

import libcst as cst
import pytest

from wsgi2asgi_codemods.writing.fitting import fit

CASES = {
    "an argument on a line of its own": (
        """
        url = reverse(
            "patch-detail",
            kwargs={
                "project_id": await sync_to_async(lambda: patch.project.linkname)(),
            },
        )
        """,
        """
        url = reverse(
            "patch-detail",
            kwargs={
                "project_id": await sync_to_async(
                    lambda: patch.project.linkname
                )(),
            },
        )
        """,
    ),
    "a decorator": (
        """
        @checked_in_thread(permission_required("shop.change_all_books"))
        async def page(request):
            pass
        """,
        """
        @checked_in_thread(
            permission_required("shop.change_all_books")
        )
        async def page(request):
            pass
        """,
    ),
    "a dictionary in an argument": (
        """
        page(
            request,
            kwargs={"project_id": await sync_to_async(lambda: todo["project"])()},
        )
        """,
        """
        page(
            request,
            kwargs={
                "project_id": await sync_to_async(
                    lambda: todo["project"]
                )()
            },
        )
        """,
    ),
    "a condition behind not": (
        """
        if not (await sync_to_async(lambda: request.user == page.user)() or bundle.public):
            pass
        """,
        """
        if not (
            await sync_to_async(lambda: request.user == page.user)()
            or bundle.public
        ):
            pass
        """,
    ),
    "a name that a condition binds": (
        """
        if path := await sync_to_async(find_the_path_of_a_group)(request, group):
            pass
        """,
        """
        if path := await sync_to_async(find_the_path_of_a_group)(
            request, group
        ):
            pass
        """,
    ),
    "a comparison": (
        """
        is_optout = await EmailOptout.objects.filter(email=email).acount() > 0
        """,
        """
        is_optout = (
            await EmailOptout.objects.filter(email=email).acount() > 0
        )
        """,
    ),
    "a comparison with a call": (
        """
        is_found = request.method in find_all_methods_of_views(request.resolver)
        """,
        """
        is_found = request.method in find_all_methods_of_views(
            request.resolver
        )
        """,
    ),
    "a body of a lambda": (
        """
        await sync_to_async(
            lambda: request.user.save(broadcast=False, update_fields=["name"])
        )()
        """,
        """
        await sync_to_async(
            lambda: request.user.save(
                broadcast=False, update_fields=["name"]
            )
        )()
        """,
    ),
    "a generator": (
        """
        external = (participant for participant in everyone if participant.is_external)
        """,
        """
        external = (
            participant
            for participant in everyone
            if participant.is_external
        )
        """,
    ),
    "a generator that is the only argument": (
        """
        total = sum(item.price for item in some_long_collection if item.is_active)
        """,
        """
        total = sum(
            item.price
            for item in some_long_collection
            if item.is_active
        )
        """,
    ),
    "an operation among arguments": (
        """
        raise Http404("there is no book of this name here: %s" % await find(name))
        """,
        """
        raise Http404(
            "there is no book of this name here: %s"
            % await find(name)
        )
        """,
    ),
    "an alternative that stands in parentheses": (
        """
        book.start_date = (
            readthrough.start_date.date() if readthrough.start_date else None
        )
        """,
        """
        book.start_date = (
            readthrough.start_date.date()
            if readthrough.start_date
            else None
        )
        """,
    ),
    "a condition among arguments": (
        """
        data = {
            "completed": job.tasks.filter(status="complete").count() or 0,
        }
        """,
        """
        data = {
            "completed": job.tasks.filter(status="complete").count()
            or 0,
        }
        """,
    ),
    "many results": (
        """
        def apply():
            return first_results, second_results, third_results, fourth_results
        first_results, second_results, third_results, fourth_results = await run(apply)
        """,
        """
        def apply():
            return (
                first_results,
                second_results,
                third_results,
                fourth_results,
            )
        (
            first_results,
            second_results,
            third_results,
            fourth_results,
        ) = await run(apply)
        """,
    ),
    "a condition that ends in a call of nothing": (
        """
        if not settings.OPEN or await sync_to_async(lambda: request.user.is_staff)():
            pass
        """,
        """
        if (
            not settings.OPEN
            or await sync_to_async(lambda: request.user.is_staff)()
        ):
            pass
        """,
    ),
    "parameters on a line of their own": (
        """
        async def change_email_verify(request: HttpRequest, payload: str) -> None:
            pass
        """,
        """
        async def change_email_verify(
            request: HttpRequest, payload: str
        ) -> None:
            pass
        """,
    ),
    "parameters line by line": (
        """
        async def update_name_of_channel(request: Request, name: str, *, code: UUID, **options: Any) -> None:
            pass
        """,
        """
        async def update_name_of_channel(
            request: Request,
            name: str,
            *,
            code: UUID,
            **options: Any,
        ) -> None:
            pass
        """,
    ),
    "a last argument that spans lines": (
        """
        return await sync_to_async(render)(request, "user_profile/favorites.html", {
            "favorites": favorites,
        })
        """,
        """
        return await sync_to_async(render)(
            request, "user_profile/favorites.html", {
                "favorites": favorites,
            })
        """,
    ),
    "a chain of calls in parentheses": (
        """
        annotated_courses = (
            Course.objects.filter(pk__in=keys).annotate(count=Count("x")).order_by("pk")
        )
        """,
        """
        annotated_courses = (
            Course.objects.filter(pk__in=keys)
            .annotate(count=Count("x"))
            .order_by("pk")
        )
        """,
    ),
    "the items of a loop": (
        """
        for book in await sync_to_async(find_all_books_of_a_reader)(request.user):
            pass
        """,
        """
        for book in await sync_to_async(find_all_books_of_a_reader)(
            request.user
        ):
            pass
        """,
    ),
    "an item of what a call gives": (
        """
        show_subscribe = find_address_and_show_subscribe(request.user, ticket)[1]
        """,
        """
        show_subscribe = find_address_and_show_subscribe(
            request.user, ticket
        )[1]
        """,
    ),
}


@pytest.mark.parametrize(("long", "broken"), CASES.values(), ids=CASES)
def test_a_long_line_is_broken(long: str, broken: str) -> None:
    before, after = (indent(dedent(text), " " * 4).lstrip("\n") for text in (long, broken))
    before, after = (f"async def view(request):\n{text}" for text in (before, after))
    module = fit(cst.parse_module(before), "", 64)
    assert module.code == after
    assert fit(module, "", 64).code == after


def test_a_line_that_is_as_it_was_stays() -> None:
    kept = "def view(request):\n    if a:\n        return find(\n            request, page\n        )\n"
    added = "    return find(request, page, number)\n"
    module = fit(cst.parse_module(kept + added), kept, 24)
    assert module.code == kept + "    return find(\n        request,\n        page,\n        number,\n    )\n"
