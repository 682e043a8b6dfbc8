import { ApiServer } from "@millrace/apiserver";
import { MemoryFiles } from "@millrace/files";
import { type Opened, opening, seededRandom, silentLogger, systemClock } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import { RunningBroker } from "../client/running-broker.ts";
import type { Surroundings } from "./topic-stage.ts";

const user = { name: "administrator", groups: ["system:masters"] };

/** The embedded API server and the embedded broker, both on files in memory. */
export function embeddedSurroundings(
  properties: Readonly<Record<string, string>> = {},
): Promise<Surroundings & { readonly broker: RunningBroker; readonly opened: Opened }> {
  return opening(async (opened) => {
    const broker = opened.add(await RunningBroker.start({ "auto.create.topics.enable": "false", ...properties }));
    const files = new MemoryFiles(systemClock);
    const [clock, random, logger] = [systemClock, seededRandom(2), silentLogger];
    const api = opened.add(await ApiServer.open({ files, directory: "resources", clock, random, logger }));
    const transport: Transport = (request) => api.handle({ ...request, user });
    return { transport, address: broker.options, admin: broker.admin, broker, opened };
  });
}
