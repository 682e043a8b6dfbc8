import { secretKind, UserController, userKind } from "@millrace/controllers";
import { opening, systemClock, systemRandom } from "@millrace/kit";
import type { KafkaUser, KafkaUserSpec } from "@millrace/resources";
import { newAuthority } from "@millrace/security/certificates";
import { DeclaredObjects, declaredKafka, labels, namespace } from "./declared-objects.ts";
import type { Address } from "./link.ts";

/** KafkaUsers in an API server of this process with an authority for clients, and the controller that brings them about in a broker. */
export function declaredUsers(address: Address, names: readonly string[], spec: KafkaUserSpec): Promise<DeclaredObjects<KafkaUser>> {
  return opening(async (opened) => {
    const surroundings = await declaredKafka(opened, address);
    const policy = { validityDays: 365, renewalDays: 30, expirationPolicy: "renew-certificate" } as const;
    const making = { nowMs: systemClock.now(), serialNumber: () => systemRandom.bytes(16), keys: "ECDSA" } as const;
    const { certificate, key } = await newAuthority("clients-ca", policy, making);
    const entries: ReadonlyArray<readonly [name: string, entry: string, text: string]> = [
      ["clients-ca-cert", "ca.crt", certificate.toString()],
      ["clients-ca", "ca.key", key?.export({ type: "pkcs8", format: "pem" }).toString() ?? ""],
    ];
    for (const [name, entry, text] of entries) {
      const metadata = { namespace, name: `${labels["strimzi.io/cluster"]}-${name}` };
      const data = { [entry]: Buffer.from(text).toString("base64") };
      await surroundings.client.create(secretKind, { apiVersion: "v1", kind: "Secret", metadata, data });
    }
    const memory = { names: () => [], add: async () => {}, delete: async () => {} };
    const controller = opened.add(new UserController({ ...surroundings, memory }));
    await controller.start();
    const { apiVersion } = userKind;
    const users = names.map((name) => ({ apiVersion, kind: "KafkaUser" as const, metadata: { namespace, name, labels }, spec }));
    return new DeclaredObjects<KafkaUser>(opened, surroundings.client, userKind, users);
  });
}
