"""The worker: takes queued jobs one by one, for ever or until the queue is empty."""

import time
from importlib import import_module

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from jobs.models import QueuedJob
from jobs.queue import run


class Command(BaseCommand):
    help = "Run queued jobs."

    def add_arguments(self, parser):
        parser.add_argument("--drain", action="store_true", help="stop when the queue is empty")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between looks")

    def handle(self, *args, drain, pause, **options):
        for config in apps.get_app_configs():
            if module_has_submodule(config.module, "tasks"):
                import_module(f"{config.name}.tasks")
        while True:
            job = QueuedJob.objects.filter(finished_at=None).first()
            if job is not None:
                self.work_on(job)
            elif drain:
                return
            else:
                time.sleep(pause)

    def work_on(self, job):
        try:
            run(job)
        except Exception as error:
            job.error = f"{type(error).__name__}: {error}"
            self.stderr.write(f"{job}: {job.error}")
        job.finished_at = timezone.now()
        job.save(update_fields=["finished_at", "error"])
