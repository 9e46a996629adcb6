from django.contrib import admin

from media.models import Upload

admin.site.register(Upload)
