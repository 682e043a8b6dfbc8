import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeclaredKafka } from "@millrace/controllers";
import { MillraceError } from "@millrace/kit";
import { PlanRoute, type PlanRouteOptions } from "../../src/process/plan-route.ts";
import { pool, small } from "../model/declared.ts";

const { kafka } = small();
const [metadata, nodes] = [kafka.metadata, pool("nodes", { replicas: 3 })];
const stored = { ...kafka, status: { clusterId: "known" } };
const storedPool = { ...nodes, status: { nodeIds: [0] } };

function routeOf(foresee: (declared: DeclaredKafka) => Promise<object>, selects = true): PlanRoute {
  const watched = {
    kafkas: { cache: { get: (key: string) => (key === "tests/orders" ? stored : undefined) } },
    nodePools: { cache: { by: () => [storedPool] } },
    selects: () => selects,
  };
  return new PlanRoute({ watched, backend: { foresee } } as unknown as PlanRouteOptions);
}

const planned = { type: "planned", lines: ["nothing"] };
const bodyOf = (...resources: readonly unknown[]): string => JSON.stringify({ resources });

async function asked(route: PlanRoute, body: string): Promise<readonly [number, string]> {
  const { status, body: text } = await route.answer(body);
  return [status, text.trim()];
}

test("a plan is of what there is, with what is proposed of it", async () => {
  let seen: DeclaredKafka | undefined;
  const route = routeOf(async (declared) => {
    seen = declared;
    return planned;
  });
  const proposed = { ...kafka, spec: { kafka: { ...kafka.spec.kafka, config: { "num.io.threads": 4 } } } };
  const another = { ...nodes, metadata: { ...nodes.metadata, name: "more" } };
  assert.deepEqual(await asked(route, bodyOf(proposed, nodes, another)), [200, JSON.stringify(planned)]);
  assert.equal(seen?.kafka.metadata.uid, metadata.uid);
  assert.deepEqual(seen?.kafka.status, stored.status);
  assert.deepEqual(seen?.kafka.spec.kafka.config, { "num.io.threads": 4 });
  assert.deepEqual(
    seen?.nodePools.map((each) => [each.metadata.name, each.status?.nodeIds]),
    [
      ["nodes", [0]],
      ["more", undefined],
    ],
  );
});

test("what can't be planned is told: where, what, and what was expected", async () => {
  const route = routeOf(async () => planned);
  for (const body of ["", "{", "[]", '{"resources": 1}']) assert.match((await asked(route, body)).join(" "), /^400 .*expected \{/);
  assert.match((await asked(route, bodyOf(nodes))).join(" "), /^400 .*expected one Kafka/);
  assert.equal((await asked(route, bodyOf({ ...kafka, spec: { kafka: { listeners: 1 } } })))[0], 400);
  const unknown = { ...kafka, metadata: { ...metadata, name: "payments" } };
  const itsPool = { ...nodes, metadata: { ...nodes.metadata, labels: { "strimzi.io/cluster": "payments" } } };
  assert.match((await asked(route, bodyOf(unknown, itsPool))).join(" "), /^404 .*looks after no Kafka tests\/payments/);
  assert.equal(
    (
      await asked(
        routeOf(async () => planned, false),
        bodyOf(kafka, nodes),
      )
    )[0],
    404,
  );
  const failing = routeOf(() => Promise.reject(new MillraceError("TIMED_OUT", "nobody answers")));
  assert.deepEqual(await asked(failing, bodyOf(kafka, nodes)), [503, '{"error":"nobody answers"}']);
});

test("one plan is worked out at a time", async () => {
  const { promise, resolve } = Promise.withResolvers<object>();
  const route = routeOf(() => promise);
  const first = asked(route, bodyOf(kafka, nodes));
  assert.equal((await asked(route, bodyOf(kafka, nodes)))[0], 429);
  resolve(planned);
  assert.equal((await first)[0], 200);
  assert.equal((await asked(route, bodyOf(kafka, nodes)))[0], 200);
});
