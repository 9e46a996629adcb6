from jobs.queue import shared_task
from media.models import Upload


@shared_task
def transcode(upload_id):
    """Pretends to convert the clip; the real encoder runs on another machine."""
    upload = Upload.objects.get(pk=upload_id)
    upload.status = Upload.Status.RUNNING
    upload.save(update_fields=["status"])
    upload.status = Upload.Status.DONE if upload.file.size else Upload.Status.FAILED
    upload.progress = 100
    upload.save(update_fields=["status", "progress"])
