"""What the worker leaves behind so that others can see it lives."""

from django.db import models


class Heartbeat(models.Model):
    """The last moment at which a part of the worker did its round."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
