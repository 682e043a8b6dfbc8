import { test } from "node:test";
import { runDay } from "../day-two/day.ts";
import { processesGround } from "../day-two/ground.ts";
import { briefSteps } from "../day-two/steps.ts";
import { onKafkaProcesses } from "./kafka-processes.ts";

test("clients notice nothing of an upgrade and of a broker that dies", (t) =>
  onKafkaProcesses(t, (processes) => runDay(t, processesGround(processes), { steps: briefSteps, killsOperator: true })));
