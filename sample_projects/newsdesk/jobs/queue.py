"""
Background jobs with the calling convention of Celery, on a database table.

    @shared_task
    def send_digest(subscriber_id): ...

    send_digest.delay(subscriber.pk)

With JOBS_EAGER the call happens at once, in the caller; otherwise ``manage.py run_jobs`` makes it.
"""

from functools import update_wrapper

from django.conf import settings

from jobs.models import QueuedJob

registry = {}


class Task:
    def __init__(self, function):
        update_wrapper(self, function)
        self.function = function
        self.name = f"{function.__module__}.{function.__name__}"
        registry[self.name] = self

    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)

    def delay(self, *args, **kwargs):
        if settings.JOBS_EAGER:
            self.function(*args, **kwargs)
            return None
        return QueuedJob.objects.create(
            name=self.name, arguments={"args": list(args), "kwargs": kwargs}
        )


def shared_task(function):
    return Task(function)


def run(job):
    """Make the call a job stands for."""
    task = registry[job.name]
    return task(*job.arguments["args"], **job.arguments["kwargs"])
