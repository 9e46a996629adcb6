import datetime
import functools

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.core.management.base import BaseCommand
from django.db import transaction

from core.models import AuditEntry
from leave.models import LeaveRequest
from notices.models import Notice, Policy
from people.models import Department, Employee

PASSWORD = "intranet-demo"

DEPARTMENTS = [("Personnel", "personnel"), ("Gardens", "gardens"), ("Library", "library")]

# username, first name, last name, staff?, number, department, manager, phone, joined on
PEOPLE = [
    ("eva", "Eva", "Lind", True, "1001", "personnel", None, "100", (2012, 4, 1)),
    ("tom", "Tom", "Baker", False, "1002", "gardens", "eva", "200", (2015, 9, 15)),
    ("nina", "Nina", "Okoye", False, "1003", "gardens", "tom", "201", (2019, 2, 1)),
    ("paul", "Paul", "Weiss", False, "1004", "gardens", "tom", "202", (2021, 6, 1)),
    ("iris", "Iris", "Moreau", False, "1005", "library", "eva", "300", (2018, 1, 8)),
]

GROUPS = {
    "personnel": (["eva"], ["add_notice", "change_notice", "decide_leaverequest"]),
    "heads": (["tom"], ["decide_leaverequest"]),
}

# title, slug, body, published on, pinned?, author
NOTICES = [
    ("Summer party", "summer-party", "In the orchard, bring a cake.", (2024, 5, 2), True, "eva"),
    ("New printers", "new-printers", "One on every floor.", (2024, 4, 11), False, "eva"),
    ("Car park closed", "car-park", "On the first Monday of May.", (2024, 4, 29), False, "tom"),
    ("Archive online", "archive", "All minutes since 1998.", (2024, 2, 20), False, "eva"),
]

POLICIES = [("Travel", "travel", "travel.txt", 3), ("Leave", "leave", "leave.txt", 7)]

# employee, kind, first day, last day, status, decided by
REQUESTS = [
    ("nina", "holiday", (2024, 7, 1), (2024, 7, 12), "approved", "tom"),
    ("nina", "holiday", (2024, 12, 23), (2024, 12, 31), "pending", None),
    ("paul", "holiday", (2024, 8, 5), (2024, 8, 9), "pending", None),
    ("iris", "training", (2024, 3, 18), (2024, 3, 19), "approved", "eva"),
    ("paul", "holiday", (2024, 4, 2), (2024, 4, 5), "rejected", "tom"),
]


@functools.cache
def hashed_password():
    """Hashing is slow on purpose, so once has to do for all accounts and test cases."""
    return make_password(PASSWORD, salt="only-for-local-development")


class Command(BaseCommand):
    help = "Fill the intranet with the people, notices and requests that development relies on."

    @transaction.atomic
    def handle(self, *args, **options):
        users = {row[0]: self.seed_user(*row[:4]) for row in PEOPLE}
        employees = self.seed_employees(users)
        self.seed_groups(users)
        self.seed_notices(users)
        self.seed_requests(users, employees)
        self.seed_audit_log(users)
        self.stdout.write(f"{len(users)} people, {len(NOTICES)} notices, {len(REQUESTS)} requests")

    def seed_user(self, username, first_name, last_name, is_staff):
        user, _ = User.objects.update_or_create(
            username=username,
            defaults={
                "first_name": first_name,
                "last_name": last_name,
                "email": f"{username}@riverside.example",
                "is_staff": is_staff,
                "password": hashed_password(),
                "date_joined": datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc),
            },
        )
        return user

    def seed_employees(self, users):
        departments = {
            slug: Department.objects.update_or_create(slug=slug, defaults={"name": name})[0]
            for name, slug in DEPARTMENTS
        }
        employees = {}
        for username, _, _, _, number, department, manager, phone, joined_on in PEOPLE:
            employees[username], _ = Employee.objects.update_or_create(
                number=number,
                defaults={
                    "user": users[username],
                    "department": departments[department],
                    "manager": employees.get(manager),
                    "phone": phone,
                    "joined_on": datetime.date(*joined_on),
                    "left_on": None,
                },
            )
        return employees

    def seed_groups(self, users):
        for name, (members, permissions) in GROUPS.items():
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.set(Permission.objects.filter(codename__in=permissions))
            group.user_set.set(users[username] for username in members)

    def seed_notices(self, users):
        for title, slug, body, published_on, pinned, author in NOTICES:
            Notice.objects.update_or_create(
                slug=slug,
                defaults={
                    "title": title,
                    "body": body,
                    "published_on": datetime.date(*published_on),
                    "pinned": pinned,
                    "created_by": users[author],
                },
            )
        for title, slug, filename, revision in POLICIES:
            Policy.objects.update_or_create(
                slug=slug, defaults={"title": title, "filename": filename, "revision": revision}
            )

    def seed_requests(self, users, employees):
        for employee, kind, first_day, last_day, status, decided_by in REQUESTS:
            LeaveRequest.objects.update_or_create(
                employee=employees[employee],
                first_day=datetime.date(*first_day),
                defaults={
                    "kind": kind,
                    "last_day": datetime.date(*last_day),
                    "status": status,
                    "decided_by": users.get(decided_by),
                    "created_by": users[employee],
                },
            )

    def seed_audit_log(self, users):
        AuditEntry.objects.update_or_create(
            at=datetime.datetime(2024, 3, 4, 9, 30, tzinfo=datetime.timezone.utc),
            user=users["eva"],
            defaults={
                "method": "POST",
                "path": "/notices/new/",
                "status": 302,
                "address": "10.0.0.12",
                "protocol": "HTTP/1.1",
            },
        )
