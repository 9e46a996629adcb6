from django.contrib import admin

from articles.models import Article, LiveEntry, Section, Subscriber


class LiveEntryInline(admin.TabularInline):
    model = LiveEntry
    extra = 0


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["headline", "section", "author", "status", "published_at"]
    list_filter = ["status", "section"]
    list_select_related = ["section", "author"]
    prepopulated_fields = {"slug": ["headline"]}
    inlines = [LiveEntryInline]


admin.site.register([Section, Subscriber])
