from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.cache import cache
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .forms import NoticeForm
from .models import Notice, Policy

TICKER_KEY = "notices:ticker"
READ_KEY = "read_notices"


@login_required
def notice_list(request):
    notices = Notice.objects.current().select_related("created_by")
    read = request.session.get(READ_KEY, [])
    return render(request, "notices/list.html", {"notices": notices, "read": read})


@login_required
def notice_detail(request, slug):
    notice = get_object_or_404(Notice.objects.current(), slug=slug)
    read = request.session.setdefault(READ_KEY, [])
    if notice.pk not in read:
        read.append(notice.pk)
        request.session.modified = True
    return render(request, "notices/detail.html", {"notice": notice})


@permission_required("notices.add_notice", raise_exception=True)
def notice_create(request):
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        notice = form.save()
        cache.delete(TICKER_KEY)
        messages.success(request, f"{notice.title} is published.")
        return redirect(notice)
    return render(request, "notices/form.html", {"form": form})


@require_POST
@permission_required("notices.change_notice", raise_exception=True)
def notice_withdraw(request, slug):
    notice = get_object_or_404(Notice.objects.current(), slug=slug)
    notice.withdrawn = True
    notice.save(update_fields=["withdrawn"])
    cache.delete(TICKER_KEY)
    messages.info(request, f"{notice.title} is withdrawn.")
    return redirect("notices:list")


def ticker(request):
    """The line of news on the screen in the entrance hall."""
    titles = cache.get(TICKER_KEY)
    if titles is None:
        titles = [notice.title for notice in Notice.objects.current()[:5]]
        cache.set(TICKER_KEY, titles, timeout=60)
    return JsonResponse({"titles": titles})


def latest(request):
    notice = Notice.objects.current().first()
    if notice is None:
        return JsonResponse({"notice": None})
    author = notice.created_by.get_full_name() if notice.created_by else ""
    return JsonResponse({"notice": notice.title, "author": author})


def unread_count(request):
    read = request.session.get(READ_KEY, [])
    count = Notice.objects.current().exclude(pk__in=read).count()
    return JsonResponse({"unread": count})


@login_required
def policy_list(request):
    return render(request, "notices/policies.html", {"policies": Policy.objects.all()})


@login_required
def policy_download(request, slug):
    policy = get_object_or_404(Policy, slug=slug)
    try:
        document = policy.document.open("rb")
    except FileNotFoundError:
        raise Http404("The document is missing") from None
    return FileResponse(document, as_attachment=True, filename=f"{policy.slug}.txt")
