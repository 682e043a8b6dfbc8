import { assert } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { batch, Talk } from "../differential/talk.ts";
import { startMillrace } from "../peers/millrace.ts";
import { requireCommand } from "../toolchain/commands.ts";
import { RawConnection } from "../wire/connection.ts";
import { askAndSee } from "../wire/crowd.ts";
import { type Fault, isThere, peakMb, wordsOf } from "./fault.ts";
import { openSockets } from "./sockets.ts";

/** `ulimit -n`. */
const filesMax = 200;
/** Each has a file of its own. */
const partitions = 300;
const connections = 300;
const topic = "open-files";

/** Fewer files may be open than there are segments, and clients take those that are left: what is served is served whole, and all is well when they have gone. */
export const openFiles: Fault = {
  name: "few open files",
  residentMbMax: 200,
  async run(folder) {
    const within = [requireCommand("prlimit", "Install util-linux."), `--nofile=${filesMax}`, "--"];
    const peer = await startMillrace({ dataDir: folder, within });
    const talk = new Talk(peer.bootstrapServers);
    try {
      await talk.createTopic(topic, partitions);
      const writeAll = async (word: string): Promise<ReadonlySet<number>> => {
        const topicData = [
          { name: topic, partitionData: Array.from({ length: partitions }, (_, index) => ({ index, records: batch([word]) })) },
        ];
        const { responses } = await talk.call(apis.produce, 12, { acks: -1, timeoutMs: 10_000, topicData });
        return new Set(responses[0]?.partitionResponses.map(({ errorCode }) => errorCode));
      };
      const words: string[] = [];
      const write = async (word: string, when: string): Promise<void> => {
        const told = await writeAll(word);
        assert(told.size === 1 && told.has(0), `${when}, producers were told ${[...told]}`);
        words.push(word);
      };
      await write("alone", "alone");
      const sockets = await openSockets(peer.bootstrapServers, connections);
      await write("crowded", "in a crowd");
      const closed = sockets.filter((socket) => socket.closed || socket.readyState !== "open").length;
      for (const index of [0, partitions / 2, partitions - 1]) isThere(await wordsOf(talk, topic, index), words, "in a crowd");
      for (const socket of sockets) socket.destroy();
      await talk.until("newcomers are served again", async () => {
        const newcomer = await RawConnection.open(peer.bootstrapServers);
        const fate = await askAndSee(newcomer, 1_000);
        newcomer.close();
        return fate === "answered";
      });
      await write("alone again", "when the others had gone");
      return {
        told: `${partitions} partitions and ${connections} connections with ${filesMax} files, ${closed} were turned away`,
        peakMb: await peakMb(peer.pid),
      };
    } finally {
      talk.close();
      await peer.stop();
    }
  },
};
