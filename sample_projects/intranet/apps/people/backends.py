from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from .models import Employee


class DirectoryBackend(ModelBackend):
    """
    Accounts of the directory server, copied into the user table every night.

    People log in as they do at their desk, and lose their rights on the day they leave, even if the
    copy of their account has not been disabled yet.
    """

    def authenticate(self, request, username=None, password=None, **kwargs):
        if username is None or password is None:
            return None
        name = self.account_name(username)
        return super().authenticate(request, username=name, password=password, **kwargs)

    def account_name(self, username):
        domain, separator, name = username.rpartition("\\")
        if separator and domain.upper() == settings.DIRECTORY_DOMAIN:
            return name.lower()
        return username.partition("@")[0].lower()

    def has_perm(self, user_obj, perm, obj=None):
        if Employee.objects.filter(user=user_obj.pk, left_on__isnull=False).exists():
            return False
        return super().has_perm(user_obj, perm, obj)
