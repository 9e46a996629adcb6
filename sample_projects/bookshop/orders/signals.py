from django.dispatch import Signal

# Sent with ``order`` inside the transaction that places it.
order_placed = Signal()
