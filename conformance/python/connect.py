"""Connects once with the settings of its one argument, a line of JSON, and prints "connected" or what librdkafka says is wrong."""

import json
import re
import sys
import time

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

asked = json.loads(sys.argv[1])
errors = []


def seen(error):
    errors.append(error)


config = {**asked["config"], "error_cb": seen, "socket.timeout.ms": 3000, "reconnect.backoff.max.ms": 500, "log_level": 0}
if asked["version"]:
    config["ssl.cipher.suites"] = "ECDHE-ECDSA-AES256-GCM-SHA384" if asked["version"] == "TLSv1.2" else config.get("ssl.cipher.suites", "DEFAULT")
if asked["token"]:
    config["oauth_cb"] = lambda _: (asked["token"], time.time() + 3600)
client = AdminClient(config)


def reason(error):
    """What the broker says of a login, the part of OpenSSL's message that is the same whoever is at the other end, or librdkafka's name of the error."""
    login = re.search(r"SASL .*?(?= \(after|$)", error.str()) if error.name() == "_AUTHENTICATION" else None
    if login:
        return login.group(0)
    alert = re.search(r"alert [a-z ]+|certificate verify failed|wrong version number|hostname mismatch|packet length too long", error.str())
    return alert.group(0).strip() if alert else error.name()


def connect():
    """Tries for as long as there is time, and as long as nothing was refused."""
    end = time.monotonic() + asked["timeoutMs"] / 1000
    while True:
        left = end - time.monotonic()
        try:
            # A timeout below zero would be none.
            client.list_topics(timeout=max(0.1, min(left, 1)))
            return
        except KafkaException:
            client.poll(0)
            if time.monotonic() >= end or any(error.name() in ("_AUTHENTICATION", "_SSL") for error in errors):
                raise


try:
    connect()
    if asked["pauseMs"]:
        client.poll(asked["pauseMs"] / 1000)
        time.sleep(asked["pauseMs"] / 1000)
        connect()
    print("connected")
except KafkaException:
    until = time.monotonic() + 1
    while not errors and time.monotonic() < until:
        client.poll(0.1)
    # Whether librdkafka complains of connections that are cut off again and again differs from run to run.
    told = [reason(error) for error in errors if error.name() != "_ALL_BROKERS_DOWN"]
    print(next((each for each in told if each != "_TRANSPORT"), "no connection"))
