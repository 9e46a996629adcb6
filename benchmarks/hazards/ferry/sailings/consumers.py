from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from sailings.models import Booking, Sailing


class BoardingConsumer(AsyncJsonWebsocketConsumer):
    async def connect(self):
        self.sailing = await Sailing.objects.aget(pk=1)
        await self.accept()

    async def receive_json(self, content, **kwargs):
        if content.get("want") == "vessel":
            await self.send_json({"vessel": self.vessel_name()})
        elif content.get("want") == "codes":
            await self.send_json({"codes": await self.codes()})
        else:
            await self.send_json({"taken": await self.taken()})

    def vessel_name(self):
        return self.sailing.vessel.name  # hazard: consumer-follows-relation

    @database_sync_to_async
    def taken(self):
        return self.sailing.bookings.count()

    async def codes(self):
        return [booking.code for booking in Booking.objects.filter(sailing=self.sailing)]  # hazard: consumer-iterates
