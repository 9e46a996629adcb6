from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class ShopBackend(ModelBackend):
    """Nobody called "banned" comes in, and readers may do one thing more; all of it in sync methods."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if username == "banned":
            return None
        return super().authenticate(request, username, password, **kwargs)

    def get_user(self, user_id):
        user = User.objects.select_related("profile").filter(pk=user_id, username="reader").first()
        if user is not None:
            user.greeting = f"hello {user.profile.motto}"
        return user

    def has_perm(self, user_obj, perm, obj=None):
        return perm == "shop.read_book" and user_obj.username == "reader" or super().has_perm(user_obj, perm, obj)
