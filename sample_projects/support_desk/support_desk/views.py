from django.db import connection
from django.http import JsonResponse


def healthz(request):
    """Load balancer check: the process answers and the database does too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})
