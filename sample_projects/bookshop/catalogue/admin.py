from django.contrib import admin

from .models import Author, Book, Category, PageVisit, Publisher, Review


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "publisher", "price", "stock", "is_published"]
    list_filter = ["is_published", "categories"]
    list_select_related = ["author", "publisher"]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title", "isbn", "author__name"]
    actions = ["withdraw"]

    @admin.action(description="Withdraw from sale")
    def withdraw(self, request, queryset):
        count = queryset.update(is_published=False)
        self.message_user(request, f"{count} books withdrawn.")


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "born", "copies_in_stock"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["book", "reader", "rating", "written_on"]
    list_select_related = ["book__author", "reader"]


@admin.register(PageVisit)
class PageVisitAdmin(admin.ModelAdmin):
    list_display = ["path", "visits"]


admin.site.register([Category, Publisher])
