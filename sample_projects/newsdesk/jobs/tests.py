from io import StringIO

from django.core.management import call_command
from django.test import TestCase, override_settings

from articles.tasks import count_read
from articles.tests.rows import make_article, make_reporter
from jobs.models import QueuedJob


@override_settings(JOBS_EAGER=False)
class QueueTests(TestCase):
    def test_worker_runs_what_was_delayed(self):
        article = make_article("Profits rise", make_reporter())
        count_read.delay(article.pk)
        article.refresh_from_db()
        self.assertEqual(article.reads, 0)
        call_command("run_jobs", "--drain")
        article.refresh_from_db()
        self.assertEqual(article.reads, 1)
        self.assertIsNotNone(QueuedJob.objects.get().finished_at)

    def test_a_failing_job_is_kept_with_its_error(self):
        QueuedJob.objects.create(
            name="articles.tasks.send_welcome", arguments={"args": [99], "kwargs": {}}
        )
        call_command("run_jobs", "--drain", stderr=StringIO())
        self.assertIn("DoesNotExist", QueuedJob.objects.get().error)
