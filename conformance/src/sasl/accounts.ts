import { MillraceError } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { saltedPassword, scramMechanisms } from "@millrace/security";
import type { SaslCredentials } from "../connecting/credentials.ts";
import { Talk } from "../differential/talk.ts";
import { unexercised } from "../exercised.ts";
import { addressOf, type Peer } from "../peers/peer.ts";
import { loggedIn } from "../wire/login.ts";
import { passwords } from "./listeners.ts";
import { passwordOf } from "./login.ts";

const iterations = 4096;

/** What a broker is told before anybody can log in by SCRAM. */
export interface Accounts {
  /** A delegation token of alice's, as one proves oneself with it. */
  readonly token: SaslCredentials;
}

const known = new WeakMap<Peer, Promise<Accounts>>();

/** Makes the accounts that the cases need, once for each broker, and waits until it knows them. */
export function accountsOn(peer: Peer): Promise<Accounts> {
  const accounts = known.get(peer) ?? unexercised(() => makeAccounts(peer));
  known.set(peer, accounts);
  return accounts;
}

async function makeAccounts(peer: Peer): Promise<Accounts> {
  const administrator = new Talk(peer.bootstrapServers);
  const alice = Talk.over(() => loggedIn(addressOf(peer, "sasl"), passwordOf("alice")));
  try {
    await addScramUsers(administrator);
    return { token: await tokenOf(alice) };
  } finally {
    administrator.close();
    alice.close();
  }
}

/** Each user gets both mechanisms, one a request: Kafka takes no two of a user at once. */
export async function addScramUsers(administrator: Talk): Promise<void> {
  const users = Object.keys(passwords);
  for (const mechanism of scramMechanisms) {
    const upsertions = users.map((name) => {
      const salt = Buffer.from(`the salt of ${name}`);
      return {
        name,
        mechanism: mechanism.id,
        iterations,
        salt,
        saltedPassword: saltedPassword(mechanism, passwords[name] ?? "", salt, iterations),
      };
    });
    const { results } = await administrator.call(apis.alterUserScramCredentials, 0, { upsertions });
    const refused = results.find(({ errorCode }) => errorCode !== 0);
    if (refused !== undefined) throw new MillraceError("REQUEST_FAILED", `AlterUserScramCredentials: ${refused.errorMessage}`);
  }
  await administrator.until("all users are known", async () => {
    const asked = { users: users.map((name) => ({ name })) };
    const { results } = await administrator.call(apis.describeUserScramCredentials, 0, asked);
    return results.every(({ credentialInfos }) => credentialInfos.length === scramMechanisms.length);
  });
}

async function tokenOf(owner: Talk): Promise<SaslCredentials> {
  const { errorCode, tokenId, hmac } = await owner.call(apis.createDelegationToken, 3, { maxLifetimeMs: -1 });
  if (errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `CreateDelegationToken: ${errorCode}`);
  await owner.until("the token is known", async () => {
    const { tokens } = await owner.call(apis.describeDelegationToken, 3, { owners: null });
    return tokens.some((token) => token.tokenId === tokenId);
  });
  return { mechanism: "SCRAM-SHA-256", username: tokenId, password: Buffer.from(hmac).toString("base64"), byToken: true };
}
