"""
The wire service: headlines, markets, weather and fact checks over HTTP.

It is slow and not always there, so nothing here raises: callers get nothing back and show a
page without the box.
"""

import logging
import time

import requests
from django.conf import settings

logger = logging.getLogger("wire")


def fetch(path, **params):
    """The JSON at ``path``, or None if the service does not answer."""
    try:
        response = requests.get(
            settings.WIRE_BASE_URL + path, params=params, timeout=settings.WIRE_TIMEOUT
        )
        response.raise_for_status()
    except requests.RequestException as error:
        logger.warning("wire: %s failed (%s)", path, type(error).__name__)
        return None
    return response.json()


def headlines(edition):
    answer = fetch("/headlines", edition=edition)
    return answer["headlines"] if answer else []


def markets():
    answer = fetch("/markets")
    return answer["quotes"] if answer else []


def forecast(city):
    return fetch("/weather", city=city)


def check_claim(claim):
    """Verdict of the fact checkers. Their queue is often full, so a refused claim is sent again."""
    for attempt in range(settings.WIRE_RETRIES):
        if attempt:
            time.sleep(settings.WIRE_RETRY_PAUSE)
        try:
            response = requests.post(
                settings.WIRE_BASE_URL + "/claims",
                json={"claim": claim},
                timeout=settings.WIRE_TIMEOUT,
            )
        except requests.RequestException as error:
            logger.warning("wire: claim not sent (%s)", type(error).__name__)
            continue
        if response.status_code == 200:
            return response.json()["verdict"]
    return None
