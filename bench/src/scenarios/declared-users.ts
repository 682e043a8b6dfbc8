import { openAdmin } from "@millrace/client";
import { systemClock, systemRandom } from "@millrace/kit";
import { declaredUsers } from "../load/declared-users.ts";
import type { Scenario } from "./scenario.ts";
import { millisecondsOf } from "./timing.ts";

const users = 500;
const quotas = { producerByteRate: 1_000_000 };

/** KafkaUsers with passwords and with certificates; the API server and the controller are in this process, with both brokers. */
export const declaredUsersScenario: Scenario = {
  name: "users-with-passwords",
  async run({ address }, { scale }) {
    const count = Math.ceil(users * scale);
    const names = (sort: string): string[] => Array.from({ length: count }, (_, at) => `declared-${sort}-${at}`);
    const bootstrapServers = `${address.host}:${address.port}`;
    const admin = openAdmin({ bootstrapServers, clock: systemClock, random: systemRandom });
    const areGone = async (): Promise<boolean> => (await admin.describeClientQuotas({ user: "any" }, { strict: true })).length === 0;
    const passwords = await declaredUsers(address, names("password"), { authentication: { type: "scram-sha-512" }, quotas });
    const certificates = await declaredUsers(address, names("certificate"), { authentication: { type: "tls" }, quotas });
    try {
      const createdMs = await millisecondsOf(() => passwords.create());
      const deletedMs = await millisecondsOf(() => passwords.delete(areGone));
      const certifiedMs = await millisecondsOf(() => certificates.create());
      await certificates.delete(areGone);
      return {
        "users-with-passwords": createdMs / count,
        "users-deleted": deletedMs / count,
        "users-with-certificates": certifiedMs / count,
      };
    } finally {
      for (const each of [passwords, certificates, admin]) await each.close();
    }
  },
};
