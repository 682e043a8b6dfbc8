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
    const options = { dataDir: folder, within: disk.within };
    try {
      const before = await startMillrace(options);
      const talk = new Talk(before.bootstrapServers);
      await talk.createTopic(topic);
      await talk.produce(topic, 0, batch(["a"]));
      talk.close();
      await before.stop();
      await disk.remount("ro");
      const refusal = await startMillrace(options).then(
        () => "",
        (failure) => messageOf(failure),
      );
      const reason = refusal.split("\n").filter((line) => /error|hint/.test(line));
      assert(/read-only/.test(reason.join()), `a start on it says: ${refusal}`);
      await disk.remount("rw");
      const after = await startMillrace(options);
      const again = new Talk(after.bootstrapServers);
      isThere(await wordsOf(again, topic), ["a"], "when it can be written again");
      again.close();
      const peak = await peakMb(after.pid);
      await after.stop();
      return { told: reason.join(" / "), peakMb: peak };
    } finally {
      await disk.close();
    }
  },
};
