"""The editors' corner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, UpdateView

from articles.forms import ArticleForm
from articles.models import Article
from articles.tasks import announce


@login_required
def desk(request):
    """The visitor's drafts, and what the newsroom published last."""
    drafts = Article.objects.filter(author=request.user, status=Article.Status.DRAFT)
    published = Article.objects.published().with_people()[:10]
    return render(request, "articles/desk.html", {"drafts": drafts, "published": published})


class ArticleCreateView(LoginRequiredMixin, CreateView):
    form_class = ArticleForm
    template_name = "articles/form.html"
    success_url = reverse_lazy("articles:desk")

    def form_valid(self, form):
        form.instance.author = self.request.user
        return super().form_valid(form)


class ArticleUpdateView(PermissionRequiredMixin, UpdateView):
    model = Article
    permission_required = "articles.change_article"
    form_class = ArticleForm
    template_name = "articles/form.html"
    success_url = reverse_lazy("articles:desk")


@require_POST
@permission_required("articles.change_article")
@transaction.atomic
def publish(request, pk):
    article = get_object_or_404(Article.objects.select_for_update(), pk=pk)
    if article.status == Article.Status.PUBLISHED:
        messages.info(request, "Published already.")
        return redirect(article)
    article.status = Article.Status.PUBLISHED
    article.published_at = timezone.now()
    article.save(update_fields=["status", "published_at"])
    transaction.on_commit(lambda: announce.delay(article.pk))
    messages.success(request, "Published.")
    return redirect(article)
