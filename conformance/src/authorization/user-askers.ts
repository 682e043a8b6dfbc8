import { readFileSync } from "node:fs";
import { connect as connectByTls } from "node:tls";
import { MillraceError } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { saltedPassword, scramMechanismOf } from "@millrace/security";
import type { PasswordCredentials as Password } from "../connecting/credentials.ts";
import { Talk } from "../differential/talk.ts";
import { addressOf as listenerOf, type Peer } from "../peers/peer.ts";
import type { CertificateFiles } from "../tls/certificates.ts";
import { RawConnection } from "../wire/connection.ts";
import { loggedIn } from "../wire/login.ts";
import { aclOf, elsewhere, type Names, type Subject } from "./grants.ts";
import { addressOf } from "./preparation.ts";
import type { Question } from "./question.ts";
import type { Asker } from "./table.ts";
import { superUser, type UserGrant, type UserRow, userRows, type Way } from "./users.ts";

export const password = "secret";
const mechanism = "SCRAM-SHA-256";

/** A user that no other row of any question is. */
export function userOf(question: number, row: number): string {
  return `u-${question}-${row}`;
}

/** Who asks a question, one for each row. */
export function userAskers({ subjects }: Question, question: number, files: CertificateFiles): Asker[] {
  return userRows.map((row, at) => {
    const address = addressOf(question, at);
    const user = row.user ?? userOf(question, at);
    return {
      name: row.name,
      aclsFor: (names) =>
        row.grants.flatMap((grant) => subjects.map((subject) => creationOf(grant, subject, names, { row, user, address }))),
      connect: (peer) => connections[row.way](peer, { user, address, files }),
    };
  });
}

interface Somebody {
  readonly row: UserRow;
  readonly user: string;
  readonly address: string;
}

function creationOf(grant: UserGrant, subject: Subject, names: Names, { row, user, address }: Somebody) {
  const principal = grant.principal.replace("NAME!", user.toUpperCase()).replace("NAME", user);
  // There is one cluster: no ACL for it may have another name.
  const pattern = subject === "cluster" && grant.pattern === "wildcard" ? "literal" : grant.pattern;
  // What is for all names, or for the one cluster, must not be for those of other rows as well.
  const isOthersToo = (subject === "cluster" || pattern === "wildcard") && (row.user !== undefined || principal !== `User:${user}`);
  const anywhere = isOthersToo ? address : "*";
  return aclOf({ ...grant, subject, pattern }, names, principal, { there: address, elsewhere, anywhere }[grant.where]);
}

interface Client {
  readonly user: string;
  readonly address: string;
  readonly files: CertificateFiles;
}

type Connect = (peer: Peer, client: Client) => Talk | Promise<Talk>;

const connections: Readonly<Record<Way, Connect>> = {
  PLAIN: (peer, { user, address }) =>
    Talk.over(() => loggedIn(listenerOf(peer, "users"), { mechanism: "PLAIN", username: user, password }, address)),
  SCRAM: async (peer, { user, address }) => {
    const scram = scramMechanismOf(mechanism);
    if (scram === undefined) throw new MillraceError("NOT_FOUND", mechanism);
    // Others may be this user at the same time: it stays the same credential.
    const [salt, iterations] = [Buffer.from("salt of the users"), scram.iterationsMin];
    const credential = { name: user, mechanism: 1, salt, iterations, saltedPassword: saltedPassword(scram, password, salt, iterations) };
    await during(new Talk(peer.bootstrapServers), (talk) =>
      talk.call(apis.alterUserScramCredentials, 0, { deletions: [], upsertions: [credential] }),
    );
    return onceKnown(peer, { mechanism, username: user, password }, address);
  },
  "a token of their own": (peer, client) => byToken(peer, client, client.user),
  "a token that another made": (peer, client) => byToken(peer, client, superUser),
  "a certificate": (peer, { address, files }) => Talk.over(() => certified(listenerOf(peer, "mutual"), address, files)),
};

async function during<T>(talk: Talk, act: (talk: Talk) => Promise<T>): Promise<T> {
  try {
    return await act(talk);
  } finally {
    talk.close();
  }
}

/** Waits until the broker knows a credential: Kafka's learns of it after its controller. */
async function onceKnown(peer: Peer, login: Password, address: string): Promise<Talk> {
  await during(new Talk(peer.bootstrapServers), (talk) =>
    talk.until(`${login.username} can log in`, async () => {
      try {
        (await loggedIn(listenerOf(peer, "users"), login, address)).close();
        return true;
      } catch (error) {
        if (error instanceof MillraceError && error.code === "AUTHENTICATION_FAILED") return false;
        throw error;
      }
    }),
  );
  return Talk.over(() => loggedIn(listenerOf(peer, "users"), login, address));
}

/** As a user, by a token that `maker` made for them (KIP-373). */
async function byToken(peer: Peer, { user, address }: Client, maker: string): Promise<Talk> {
  const making = Talk.over(() => loggedIn(listenerOf(peer, "users"), { mechanism: "PLAIN", username: maker, password }, address));
  const owner = maker === user ? {} : { ownerPrincipalType: "User", ownerPrincipalName: user };
  const { errorCode, tokenId, hmac } = await during(making, (talk) =>
    talk.call(apis.createDelegationToken, 3, { ...owner, renewers: [], maxLifetimeMs: -1 }),
  );
  if (errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `CreateDelegationToken: error ${errorCode}`);
  return onceKnown(peer, { mechanism, username: tokenId, password: hmac.toString("base64"), byToken: true }, address);
}

function certified(listener: string, localAddress: string, files: CertificateFiles): Promise<RawConnection> {
  const [host = "", port = ""] = listener.split(":");
  const pem = readFileSync(files.client, "utf8");
  const options = { host, port: Number(port), localAddress, ca: readFileSync(files.authority, "utf8"), cert: pem, key: pem };
  return new Promise((resolve, reject) => {
    const socket = connectByTls(options, () => resolve(RawConnection.over(socket)));
    socket.once("error", reject);
  });
}
