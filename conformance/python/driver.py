"""Tries cases of confluent-kafka, of the suite named on the command line: says their names in one line of JSON, then reads {"case", "bootstrapServers"} lines and
answers each with a {"case", "verdict"} or {"case", "error"} line, in whatever order they end."""

import json
import sys
import threading
import traceback

import cases_admin
import cases_groups
import cases_produce
import works
from context import Context

SUITES = {
    "confluent-kafka": {**cases_produce.CASES, **cases_groups.CASES, **cases_admin.CASES},
    "torture": works.CASES,
}
CASES = SUITES[sys.argv[1]]
printing = threading.Lock()


def reply(message):
    with printing:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def attempt(name, bootstrap_servers):
    try:
        reply({"case": name, "verdict": CASES[name](Context(name, bootstrap_servers))})
    except Exception as failure:  # whatever it is, it is this case's outcome
        traceback.print_exc()
        reply({"case": name, "error": f"{type(failure).__name__}: {failure}"})


reply({"ready": True, "cases": list(CASES)})
for line in sys.stdin:
    request = json.loads(line)
    threading.Thread(target=attempt, args=(request["case"], request["bootstrapServers"]), daemon=True).start()
