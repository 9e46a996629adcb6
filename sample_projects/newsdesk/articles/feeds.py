from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy

from articles.models import Article


class LatestArticlesFeed(Feed):
    title = "Newsdesk"
    link = reverse_lazy("articles:home")
    description = "The latest from the newsroom."

    def items(self):
        return Article.objects.published().with_people()[:10]

    def item_title(self, item):
        return item.headline

    def item_description(self, item):
        return item.standfirst

    def item_author_name(self, item):
        return item.author.get_full_name()

    def item_pubdate(self, item):
        return item.published_at
