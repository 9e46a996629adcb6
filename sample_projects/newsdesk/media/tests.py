from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings
from django.urls import reverse

from articles.tests.rows import make_reporter
from media.models import Upload


@override_settings(TRANSCODE_POLLS=2, TRANSCODE_POLL_INTERVAL=0.01)
class UploadTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reporter = make_reporter()

    def setUp(self):
        folder = self.enterContext(TemporaryDirectory())
        self.enterContext(self.settings(MEDIA_ROOT=folder))
        self.client.force_login(self.reporter)

    def upload(self):
        clip = SimpleUploadedFile("clip.webm", b"frames", content_type="video/webm")
        return self.client.post(reverse("media:upload"), {"title": "Fire", "file": clip})

    def test_upload_is_transcoded_and_listed(self):
        self.assertRedirects(self.upload(), reverse("media:list"))
        self.assertContains(self.client.get(reverse("media:list")), "Fire")
        clip = Upload.objects.get()
        self.assertEqual(clip.owner, self.reporter)
        answer = self.client.get(reverse("media:status", args=[clip.pk])).json()
        self.assertEqual(answer, {"id": clip.pk, "status": "done", "progress": 100})

    def test_status_gives_up_after_a_while(self):
        clip = Upload.objects.create(title="Long", file="clips/long.webm", owner=self.reporter)
        with self.assertNumQueries(3):
            answer = self.client.get(reverse("media:status", args=[clip.pk])).json()
        self.assertEqual(answer["status"], "waiting")

    def test_download(self):
        self.upload()
        url = reverse("media:download", args=[Upload.objects.get().pk])
        response = self.client.get(url)
        self.assertEqual(b"".join(response), b"frames")
        self.assertEqual(response["Content-Type"], "video/webm")
        self.client.logout()
        self.assertEqual(self.client.get(url).status_code, 302)

    def test_download_of_a_lost_file(self):
        clip = Upload.objects.create(title="Lost", file="clips/lost.webm", owner=self.reporter)
        response = self.client.get(reverse("media:download", args=[clip.pk]))
        self.assertEqual(response.status_code, 404)
