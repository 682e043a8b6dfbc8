import { ApiServer } from "@millrace/apiserver";
import { MemoryFiles } from "@millrace/files";
import { type Clock, type ManualClock, seededRandom, silentLogger, systemClock } from "@millrace/kit";
import { KubeClient, type Transport } from "@millrace/kube";

const user = { name: "administrator", groups: ["system:masters"] };

/** The embedded API server on files in memory, reached without a socket. */
export class RunningApi {
  readonly #server: ApiServer;
  readonly transport: Transport;

  private constructor(server: ApiServer) {
    this.#server = server;
    this.transport = (request) => server.handle({ ...request, user });
  }

  static async start(): Promise<RunningApi> {
    const options = { clock: systemClock, random: seededRandom(2), logger: silentLogger };
    return new RunningApi(await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources", ...options }));
  }

  client(clock: Clock = systemClock): KubeClient {
    return new KubeClient({ transport: this.transport, clock });
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** Lets the clock's time go by, a little with each turn of the event loop, until `look` holds. */
export async function passing(clock: ManualClock, what: string, look: () => boolean): Promise<void> {
  for (let turn = 0; !look(); turn++) {
    if (turn > 20_000) throw new Error(`it did not come about that ${what}`);
    clock.advance(10);
    // Work on files takes some turns, and no time.
    for (let rest = 0; rest < 10; rest++) await new Promise((resolve) => setImmediate(resolve));
  }
}
