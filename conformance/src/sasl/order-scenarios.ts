import { apis } from "@millrace/protocol";
import { frameOf, type Talk } from "../differential/talk.ts";
import { addressOf } from "../peers/peer.ts";
import { RawConnection } from "../wire/connection.ts";
import { saslClient } from "../wire/login.ts";
import { beginExchange, lifetimes, message, served } from "./exchange.ts";
import { passwords } from "./listeners.ts";
import { passwordOf } from "./login.ts";
import type { TokenProvider } from "./tokens.ts";
import type { SaslScenario, Transcript } from "./transcript.ts";

const right = Buffer.from(`\0alice\0${passwords.alice}`);
const aboveReceiveBytesMax = 524_289;

const listeners = ["sasl", "limited"] as const;
const named = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "GSSAPI", "plain", ""] as const;

/** Which mechanisms there are, and what happens to who names another. */
async function handshakes(transcript: Transcript): Promise<void> {
  for (const listener of listeners)
    for (const mechanism of named)
      for (const version of [0, 1]) {
        const talk = transcript.talk(listener);
        const name = `${listener}, ${mechanism}, ${version}`;
        const reply = await transcript.say(name, talk, apis.saslHandshake, version, { mechanism });
        if (reply !== undefined && reply.errorCode !== 0) transcript.note(`${name}: then`, await served(talk));
      }
}

/** Requests in an order of which not all may come. */
const steps = {
  versions: (transcript, name, talk) => transcript.say(name, talk, apis.apiVersions, 0, {}, { fields: ["apiKeys"] }),
  "versions unknown": async (transcript, name, talk) => {
    const came = await talk.askRaw(apis.apiVersions.key, 99, versionsFrame(99));
    transcript.note(name, came);
    return came === "a reply" ? came : undefined;
  },
  "versions of an odd client": (transcript, name, talk) =>
    transcript.say(name, talk, apis.apiVersions, 3, { clientSoftwareName: "-odd-", clientSoftwareVersion: "1" }, { fields: ["apiKeys"] }),
  handshake: (transcript, name, talk) => transcript.say(name, talk, apis.saslHandshake, 1, { mechanism: "PLAIN" }),
  "old handshake": (transcript, name, talk) => transcript.say(name, talk, apis.saslHandshake, 0, { mechanism: "PLAIN" }),
  authenticate: (transcript, name, talk) => message(transcript, name, talk, right),
  "authenticate in version 0": (transcript, name, talk) => message(transcript, name, talk, right, 0),
  metadata: (transcript, name, talk) =>
    transcript.say(name, talk, apis.metadata, 13, { topics: [] }, { fields: ["brokers", "controllerId"] }),
  produce: (transcript, name, talk) => transcript.say(name, talk, apis.produce, 9, { acks: 1, timeoutMs: 1000, topicData: [] }),
  heartbeat: (transcript, name, talk) => transcript.say(name, talk, apis.heartbeat, 4, { groupId: "g", generationId: 1, memberId: "m" }),
  "create topics": (transcript, name, talk) => transcript.say(name, talk, apis.createTopics, 7, { topics: [], timeoutMs: 1000 }),
} as const satisfies Readonly<Record<string, (transcript: Transcript, name: string, talk: Talk) => Promise<unknown>>>;

type Step = keyof typeof steps;

function versionsFrame(version: number): Buffer {
  const frame = frameOf(
    apis.apiVersions,
    3,
    { clientSoftwareName: "referee", clientSoftwareVersion: "1" },
    { correlationId: 1, clientId: "referee" },
  );
  frame.writeInt16BE(version, 6);
  return frame;
}

const orders: readonly (readonly Step[])[] = [
  ["metadata"],
  ["produce"],
  ["create topics"],
  ["authenticate"],
  ["versions", "metadata"],
  ["versions", "versions"],
  ["versions", "authenticate"],
  ["versions", "handshake", "authenticate", "metadata"],
  ["versions unknown", "versions", "handshake", "authenticate", "metadata"],
  ["versions of an odd client", "handshake", "authenticate", "metadata"],
  ["handshake", "versions"],
  ["handshake", "handshake"],
  ["handshake", "metadata"],
  ["handshake", "produce"],
  ["handshake", "heartbeat"],
  ["handshake", "authenticate", "authenticate", "metadata"],
  ["handshake", "authenticate", "authenticate in version 0", "metadata"],
  ["handshake", "authenticate", "handshake", "metadata"],
  ["handshake", "authenticate", "old handshake", "metadata"],
  ["handshake", "authenticate", "versions", "metadata"],
  ["old handshake", "authenticate"],
  ["old handshake", "versions"],
  ["old handshake", "handshake"],
];

async function inOrder(transcript: Transcript): Promise<void> {
  for (const order of orders) {
    const talk = transcript.talk("sasl");
    for (const [at, step] of order.entries()) {
      // A connection that was cut off would be made anew.
      if ((await steps[step](transcript, order.slice(0, at + 1).join(", "), talk)) === undefined) break;
    }
  }
}

/** Messages that stand in no requests, as they come behind SaslHandshake 0. */
function bare(provider: TokenProvider): SaslScenario["run"] {
  return async (transcript) => {
    const credentials = {
      PLAIN: passwordOf("alice"),
      "PLAIN, wrong": { ...passwordOf("alice"), password: "wrong" },
      "SCRAM-SHA-256": passwordOf("alice", "SCRAM-SHA-256"),
      "SCRAM-SHA-512": passwordOf("alice", "SCRAM-SHA-512"),
      "SCRAM-SHA-256, wrong": { ...passwordOf("alice", "SCRAM-SHA-256"), password: "wrong" },
      OAUTHBEARER: provider.credentials("right", "alice"),
      "OAUTHBEARER, expired": provider.credentials("expired", "alice"),
      "a delegation token": transcript.accounts.token,
    } as const;
    for (const [name, each] of Object.entries(credentials)) {
      const talk = transcript.talk("sasl");
      await talk.call(apis.saslHandshake, 0, { mechanism: each.mechanism });
      const client = saslClient(each);
      const answers: string[] = [];
      for (let next: Buffer | undefined = client.begin(); next !== undefined; ) {
        const answer = await talk.askBare(next);
        answers.push(typeof answer === "string" ? answer : answer.toString().replaceAll(/([rsv])=[^,]+/g, "$1=…"));
        next = typeof answer === "string" ? undefined : client.answer(answer);
      }
      const [last] = answers.slice(-1);
      transcript.note(name, [...answers, ...(last === "closed" ? [] : [await served(talk)])]);
    }
  };
}

/** Bytes that are no request, or more than a stranger may send. */
const frames: Readonly<Record<string, Buffer>> = {
  "nothing in a frame": Buffer.alloc(4),
  "a negative size": Buffer.from("ffffffff", "hex"),
  HTTP: Buffer.from("GET / HTTP/1.1\r\n\r\n"),
  "a greeting of TLS": Buffer.from("1603010200010001fc0303", "hex"),
  "half a header": Buffer.from("00000003001200", "hex"),
  "an API that there is not": Buffer.from("0000000a03e7000000000001ffff", "hex"),
  "an oversized request": oversized(),
  "a handshake that ends too soon": Buffer.from("0000000c001100010000000100000009", "hex"),
  "a handshake of a version that there is not": frameOf(
    apis.saslHandshake,
    1,
    { mechanism: "PLAIN" },
    { correlationId: 1, clientId: "x" },
  ).fill(9, 7, 8),
};

function oversized(): Buffer {
  const frame = Buffer.alloc(4 + 100);
  frame.writeInt32BE(aboveReceiveBytesMax);
  frame.writeInt16BE(18, 4);
  return frame;
}

async function badFrames(transcript: Transcript): Promise<void> {
  const address = addressOf(transcript.peer, "sasl");
  for (const [name, frame] of Object.entries(frames)) {
    const connection = await RawConnection.open(address);
    connection.send(frame);
    const answer = await connection.next(10_000);
    transcript.note(name, typeof answer === "string" ? answer : answer.frame.toString("hex"));
    connection.close();
  }
  for (const size of [aboveReceiveBytesMax - 1000, aboveReceiveBytesMax]) {
    const talk = await beginExchange(transcript.talk("sasl"), "PLAIN");
    await message(transcript, `a message of ${size} bytes`, talk, Buffer.alloc(size, 97));
  }
  const known = transcript.known(passwordOf("alice"));
  const large = { topics: Array.from({ length: 20 }, () => ({ name: "x".repeat(30_000) })) };
  const { topics } = await known.call(apis.metadata, 8, large);
  transcript.note("a large request behind the login", topics.length);
}

/** Messages of an exchange that is over, or that another has begun. */
async function mixedUp(transcript: Transcript): Promise<void> {
  const talk = await beginExchange(transcript.talk("sasl"), "SCRAM-SHA-256");
  await message(transcript, "PLAIN's message for SCRAM", talk, right);
  const other = await beginExchange(transcript.talk("sasl"), "PLAIN");
  await message(transcript, "SCRAM's message for PLAIN", other, saslClient(passwordOf("alice", "SCRAM-SHA-256")).begin());
  const bearer = await beginExchange(transcript.talk("sasl"), "OAUTHBEARER");
  await message(transcript, "PLAIN's message for OAUTHBEARER", bearer, right);
  const client = saslClient(passwordOf("alice", "SCRAM-SHA-512"));
  const wrong = await beginExchange(transcript.talk("sasl"), "SCRAM-SHA-256");
  const { authBytes } = await wrong.call(apis.saslAuthenticate, 2, { authBytes: client.begin() });
  await message(transcript, "SHA-512's proof for SHA-256", wrong, client.answer(Buffer.from(authBytes)) ?? "");
  const twice = await beginExchange(transcript.talk("sasl"), "SCRAM-SHA-256");
  await twice.call(apis.saslAuthenticate, 2, { authBytes: client.begin() });
  await transcript.say("the first message twice", twice, apis.saslAuthenticate, 2, { authBytes: client.begin() }, lifetimes);
}

/** What may come when. */
export function orderScenarios(provider: TokenProvider): readonly SaslScenario[] {
  return [
    { name: "SaslHandshake", run: handshakes },
    { name: "order of requests", run: inOrder },
    { name: "messages outside of requests", run: bare(provider) },
    { name: "frames of strangers", run: badFrames },
    { name: "mechanisms mixed up", run: mixedUp },
  ];
}
