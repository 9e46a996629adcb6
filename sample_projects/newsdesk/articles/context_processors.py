from articles.models import Section


def sections(request):
    """The navigation of every page."""
    return {"sections": Section.objects.all()}
