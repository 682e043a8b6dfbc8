import { assert } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
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

/** Fewer files may be open than there are segments, and clients take those that are left: what is refused is refused with an error that producers try again after, and all is well when they have gone. */
export const openFiles: Fault = {
  name: "few open files",
  residentMbMax: 200,
  async run(folder) {
    const within = [requireCommand("prlimit", "Install util-linux."), `--nofile=${filesMax}`, "--"];
    const peer = await startMillrace({ dataDir: folder, within });
    const talk = new Talk(peer.bootstrapServers);
    try {
      await talk.createTopic(topic, partitions);
      const writeAll = async (word: string): Promise<readonly number[]> => {
        const topicData = [
          { name: topic, partitionData: Array.from({ length: partitions }, (_, index) => ({ index, records: batch([word]) })) },
        ];
        const { responses } = await talk.call(apis.produce, 12, { acks: -1, timeoutMs: 10_000, topicData });
        return responses[0]?.partitionResponses.map(({ errorCode }) => errorCode) ?? [];
      };
      const allTaken = async (word: string): Promise<void> => {
        const told = new Set(await writeAll(word));
        assert(told.size === 1 && told.has(0), `${word}, producers were told ${[...told]}`);
      };
      await allTaken("alone");
      const sockets = await openSockets(peer.bootstrapServers, connections);
      const crowded = await writeAll("crowded");
      const refused = crowded.filter((errorCode) => errorCode !== 0);
      assert(
        refused.every((errorCode) => errorCode === errors.KAFKA_STORAGE_ERROR.code),
        `crowded, producers were told ${[...new Set(refused)]}`,
      );
      const closed = sockets.filter((socket) => socket.closed || socket.readyState !== "open").length;
      for (const socket of sockets) socket.destroy();
      await talk.until("newcomers are served again", async () => {
        const newcomer = await RawConnection.open(peer.bootstrapServers);
        const fate = await askAndSee(newcomer, 1_000);
        newcomer.close();
        return fate === "answered";
      });
      await allTaken("alone-again");
      for (const index of [0, partitions / 2, partitions - 1]) {
        const words = ["alone", ...(crowded[index] === 0 ? ["crowded"] : []), "alone-again"];
        isThere(await wordsOf(talk, topic, index), words, `of partition ${index}`);
      }
      return {
        told: `${partitions} partitions and ${connections} connections with ${filesMax} files; ${closed} were turned away, ${refused.length} partitions refused a record meanwhile`,
        peakMb: await peakMb(peer.pid),
      };
    } finally {
      talk.close();
      await peer.stop();
    }
  },
};
