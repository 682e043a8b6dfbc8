import { assert, messageOf } from "@millrace/kit";
import { batch, Talk } from "../differential/talk.ts";
import { startMillrace } from "../peers/millrace.ts";
import { type Fault, isThere, peakMb, wordsOf } from "./fault.ts";
import { SmallDisk } from "./small-disk.ts";

const topic = "read-only";

/** The data directory can't be written: a start says so and ends, and changes nothing of what is there. */
export const readOnlyDirectory: Fault = {
  name: "a read-only directory",
  residentMbMax: 150,
  async run(folder) {
    const disk = await SmallDisk.mount(folder, "data", 64);
    try {
      const peer = await startMillrace({ dataDir: folder, within: disk.within });
      const talk = new Talk(peer.bootstrapServers);
      await talk.createTopic(topic);
      await talk.produce(topic, 0, batch(["a"]));
      talk.close();
      await peer.stop();
      await disk.remount("ro");
      const refusal = await peer.restart().then(
        () => "it has started",
        (failure) => messageOf(failure),
      );
      const reason = refusal.split("\n").filter((line) => /^(error|hint): /.test(line));
      assert(/read-only/.test(reason.join()), `a start on it says: ${refusal}`);
      await disk.remount("rw");
      await peer.restart();
      isThere(await wordsOf(talk, topic), ["a"], "when it can be written again");
      talk.close();
      const peak = await peakMb(peer.pid);
      await peer.stop();
      return { told: reason.join(" / "), peakMb: peak };
    } finally {
      await disk.close();
    }
  },
};
