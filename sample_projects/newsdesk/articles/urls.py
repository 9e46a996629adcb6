from django.urls import path
from django.views.decorators.cache import cache_page

from articles.feeds import LatestArticlesFeed
from articles.views import desk, pages, streams

app_name = "articles"

urlpatterns = [
    path("", pages.HomeView.as_view(), name="home"),
    path("articles/", pages.ArticleListView.as_view(), name="list"),
    path("articles/archive.csv", streams.archive_csv, name="archive"),
    path("articles/most-read.json", pages.most_read, name="most-read"),
    path("articles/<slug:slug>/", pages.ArticleDetailView.as_view(), name="detail"),
    path("articles/<slug:slug>.json", pages.article_json, name="json"),
    path("articles/<slug:slug>/live/", streams.live_events, name="live"),
    path("feed/", cache_page(120)(LatestArticlesFeed()), name="feed"),
    path("press-kit/", streams.press_kit, name="press-kit"),
    path("search/", pages.search, name="search"),
    path("sections/", pages.section_index, name="sections"),
    path("sections/<slug:slug>/", pages.SectionView.as_view(), name="section"),
    path("subscribe/", pages.subscribe, name="subscribe"),
    path("subscribers.json", pages.SubscriberCountView.as_view(), name="subscribers"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.ArticleCreateView.as_view(), name="create"),
    path("desk/<int:pk>/", desk.ArticleUpdateView.as_view(), name="update"),
    path("desk/<int:pk>/publish/", desk.publish, name="publish"),
]
