from django.dispatch import Signal, receiver

from sailings.models import Visit

boarding_started = Signal()
boarding_ended = Signal()


@receiver(boarding_started)
def note_boarding(sender, **kwargs):
    Visit.objects.create(path="/boarding/")  # hazard: receiver-writes


@receiver(boarding_ended)
def forget_boarding(sender, **kwargs):
    kwargs.clear()
