import { test } from "node:test";
import { runDay } from "../day-two/day.ts";
import { nodesGround } from "../day-two/ground.ts";
import { steps } from "../day-two/steps.ts";
import { startNodeCluster } from "../node-cluster.ts";
import { onCluster } from "../test/on-cluster.ts";

test("clients notice nothing of what is done to their Kafka, though the operator dies in the middle of each step", (t) =>
  onCluster(
    t,
    (folder) => startNodeCluster({ folder, count: 3 }),
    async (cluster) => runDay(t, await nodesGround(cluster), { steps, killsOperator: true }),
  ));
