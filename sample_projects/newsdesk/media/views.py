import time

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import ListView

from media.forms import UploadForm
from media.models import Upload
from media.tasks import transcode


class UploadListView(LoginRequiredMixin, ListView):
    template_name = "media/list.html"
    queryset = Upload.objects.select_related("owner")


@login_required
def upload(request):
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        form.instance.owner = request.user
        clip = form.save()
        transcode.delay(clip.pk)
        return redirect("media:list")
    return render(request, "media/form.html", {"form": form})


def transcode_status(request, pk):
    """Hold the request until the clip is ready or patience runs out; the player asks again."""
    clip = get_object_or_404(Upload, pk=pk)
    for _ in range(settings.TRANSCODE_POLLS):
        if clip.is_finished:
            break
        time.sleep(settings.TRANSCODE_POLL_INTERVAL)
        clip.refresh_from_db()
    return JsonResponse({"id": clip.pk, "status": clip.status, "progress": clip.progress})


@login_required
def download(request, pk):
    clip = get_object_or_404(Upload, pk=pk)
    try:
        handle = clip.file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is gone.") from None
    return FileResponse(handle, as_attachment=True, filename=f"clip-{clip.pk}.webm")
