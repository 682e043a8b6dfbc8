import { openAdmin } from "@millrace/client";
import type { Client } from "../connecting/clients.ts";
import type { Credentials } from "../connecting/credentials.ts";
import { addressOf, listenerName, type Peer } from "../peers/peer.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import type { CertificateFiles } from "./certificates.ts";
import { type JavaStores, type StoreSettings, storeChanges, storePassword } from "./java-stores.ts";

/** The names of listeners that these cases have to themselves. */
export const storeListeners = { altered: "altered", pkcs12: "trustp", jks: "trustj" } as const;

const brokerZero = { type: "broker", name: "0" } as const;

/** Changes the key store of a running listener; whether that is taken, by the name of the error. */
async function altered(peer: Peer, listener: string, { keyPassword, ...store }: StoreSettings): Promise<string> {
  const port = Number(peer.listeners[listener]?.split(":")[1]);
  const prefix = `listener.name.${listenerName({ name: listener, sasl: false, settings: {} }, port).toLowerCase()}.ssl.`;
  const set = (name: string, value: string) => ({ name: prefix + name, operation: "set", value }) as const;
  const changes = Object.entries(store).map(([name, value]) => set(`keystore.${name}`, value));
  if (keyPassword !== undefined) changes.push(set("key.password", keyPassword));
  const admin = openAdmin({ bootstrapServers: peer.bootstrapServers });
  try {
    const [outcome] = await admin.incrementalAlterConfigs([{ ...brokerZero, changes }]);
    return outcome?.error.name ?? "";
  } finally {
    await admin.close();
  }
}

/** Cases that hand both brokers the same stores. */
export function storeCases(
  stores: JavaStores,
  files: CertificateFiles,
  client: Client,
  withStores: Readonly<Record<string, Client>>,
): Case[] {
  const trusting: Credentials = { protocol: "SSL", trusted: files.authority, checksHost: true };
  const javaStores: Credentials = { ...trusting, trusted: stores.trust, own: stores.client, storePassword };
  const keyStores: Case = {
    name: "key stores of a running listener",
    alone: true,
    async run(peer) {
      const seen: Record<string, Verdict> = {};
      for (const [what, settings] of Object.entries(storeChanges(stores))) {
        const change = await altered(peer, storeListeners.altered, settings);
        seen[what] = { change, client: await client(addressOf(peer, storeListeners.altered), trusting) };
      }
      return seen;
    },
  };
  const trustStores = [storeListeners.pkcs12, storeListeners.jks].flatMap((listener) =>
    Object.entries({ right: files.client, untrusted: files.clientOfOtherAuthority, missing: undefined }).map(
      ([what, own]): Case => ({
        name: `trust store ${listener === storeListeners.jks ? "JKS" : "PKCS12"}: ${what}`,
        run: async (peer) => ({
          outcome: await client(addressOf(peer, listener), own === undefined ? trusting : { ...trusting, own }),
        }),
      }),
    ),
  );
  const clients = Object.entries(withStores).map(
    ([name, connect]): Case => ({
      name: `${name}: stores of keytool and openssl`,
      run: async (peer) => ({ outcome: await connect(addressOf(peer, storeListeners.pkcs12), javaStores) }),
    }),
  );
  return [keyStores, ...trustStores, ...clients];
}
