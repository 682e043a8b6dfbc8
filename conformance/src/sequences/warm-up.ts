import { apis } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";

/** Makes a broker's coordinator of groups ready, so that no sequence meets it while it is still loading. */
export async function warmUp(bootstrapServers: string): Promise<void> {
  const talk = new Talk(bootstrapServers);
  try {
    await talk.until("the group coordinator is there", async () => {
      const { coordinators } = await talk.call(apis.findCoordinator, 4, { keyType: 0, coordinatorKeys: ["warm"] });
      return coordinators[0]?.errorCode === 0;
    });
    for (let group = 0; group < 100; group++) {
      await talk.until("all its partitions are loaded", async () => {
        const { groups } = await talk.call(apis.describeGroups, 5, { groups: [`warm-${group}`] });
        return groups[0]?.errorCode === 0;
      });
    }
  } finally {
    talk.close();
  }
}
