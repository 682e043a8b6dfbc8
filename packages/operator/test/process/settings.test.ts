import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readSettings } from "../../src/process/settings.ts";

const enough = {
  STRIMZI_KAFKA_IMAGES: "4.2.0=example/kafka:4.2.0\n4.3.1=example/kafka:4.3.1\n",
  STRIMZI_DEFAULT_KAFKA_INIT_IMAGE: "example/operator:1",
  STRIMZI_OPERATOR_NAMESPACE: "millrace",
};

const problemsOf = (environment: Record<string, string>): string => {
  try {
    readSettings(environment);
  } catch (thrown) {
    return String(thrown);
  }
  return "";
};

describe("the operator's settings", () => {
  it("have Strimzi's defaults", () => {
    const settings = readSettings(enough);
    assert.deepEqual([...settings.kafkaImages.keys()], ["4.2.0", "4.3.1"]);
    assert.deepEqual(settings.namespaces, ["*"]);
    assert.equal(settings.resyncMs, 120_000);
    assert.equal(settings.operationTimeoutMs, 300_000);
    assert.equal(settings.imagePullPolicy, undefined);
    assert.equal(settings.hasLeaderElection, true);
    assert.ok(settings.labelsExclusion.test("app.kubernetes.io/name"));
    assert.ok(!settings.labelsExclusion.test("app.kubernetes.io/part-of"));
  });

  it("are read as Strimzi's are written", () => {
    const settings = readSettings({
      ...enough,
      STRIMZI_NAMESPACE: "one, two",
      STRIMZI_CUSTOM_RESOURCE_SELECTOR: "team=data,stage=prod",
      STRIMZI_IMAGE_PULL_POLICY: "ifnotpresent",
      STRIMZI_NETWORK_POLICY_GENERATION: "FALSE",
    });
    assert.deepEqual(settings.namespaces, ["one", "two"]);
    assert.deepEqual(settings.selector, { team: "data", stage: "prod" });
    assert.equal(settings.imagePullPolicy, "IfNotPresent");
    assert.equal(settings.hasNetworkPolicies, false);
  });

  it("say all that is wrong with them at once", () => {
    const problems = problemsOf({
      STRIMZI_KAFKA_IMAGES: "4.3.1",
      STRIMZI_FULL_RECONCILIATION_INTERVAL_MS: "2m",
      STRIMZI_LABELS_EXCLUSION_PATTERN: "(",
      MILLRACE_HTTP_PORT: "70000",
    });
    assert.match(problems, /STRIMZI_KAFKA_IMAGES is "4\.3\.1", and has to be a line for each version of Kafka/);
    assert.match(problems, /STRIMZI_FULL_RECONCILIATION_INTERVAL_MS is "2m", and has to be a whole number, 1 or more/);
    assert.match(problems, /STRIMZI_LABELS_EXCLUSION_PATTERN is "\(", and has to be a regular expression/);
    assert.match(problems, /MILLRACE_HTTP_PORT is "70000", and has to be a whole number, from 0 to 65535/);
    assert.match(problems, /STRIMZI_DEFAULT_KAFKA_INIT_IMAGE is missing/);
  });

  it("have to fit each other", () => {
    assert.match(
      problemsOf({ ...enough, STRIMZI_LEADER_ELECTION_RENEW_DEADLINE_MS: "15000" }),
      /less than STRIMZI_LEADER_ELECTION_LEASE_DURATION_MS/,
    );
    assert.match(problemsOf({ ...enough, STRIMZI_NAMESPACE: "*,one" }), /not both/);
    assert.match(problemsOf({ ...enough, STRIMZI_OPERATOR_NAMESPACE: "" }), /needs a namespace for its Lease/);
  });
});
