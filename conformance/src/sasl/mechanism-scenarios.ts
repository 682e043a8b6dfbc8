import { apis } from "@millrace/protocol";
import { type ScramMechanism, scramMechanisms } from "@millrace/security";
import type { TokenCredentials } from "../connecting/credentials.ts";
import type { Talk } from "../differential/talk.ts";
import { saslClient } from "../wire/login.ts";
import { beginExchange, message, oneMessage, served } from "./exchange.ts";
import { passwords } from "./listeners.ts";
import { passwordOf } from "./login.ts";
import { type TokenProvider, tokenNames } from "./tokens.ts";
import type { SaslScenario, Transcript } from "./transcript.ts";

const secret = passwords.alice ?? "";

const plainMessages: Readonly<Record<string, string | Buffer>> = {
  right: `\0alice\0${secret}`,
  "the same authorization id": `alice\0alice\0${secret}`,
  "another authorization id": `bob\0alice\0${secret}`,
  "another authorization id, wrong password": "bob\0alice\0wrong",
  "wrong password": "\0alice\0wrong",
  "password of another": `\0bob\0${secret}`,
  "the password goes on": `\0alice\0${secret}!`,
  "unknown user": `\0nobody\0${secret}`,
  "no user": `\0\0${secret}`,
  "no password": "\0alice\0",
  nothing: "",
  "two parts": `alice\0${secret}`,
  "four parts": `\0alice\0${secret}\0`,
  "seven parts": "\0a\0b\0c\0d\0e\0f",
  "no UTF-8": Buffer.from([0, 0xff, 0xfe, 0, 0xff]),
};

async function plain(transcript: Transcript): Promise<void> {
  for (const [name, bytes] of Object.entries(plainMessages)) await oneMessage(transcript, "PLAIN", name, bytes);
}

/** Each version of SaslAuthenticate, right and wrong. */
async function versions(transcript: Transcript): Promise<void> {
  for (const version of [0, 1, 2])
    for (const password of [secret, "wrong"]) {
      const talk = await beginExchange(transcript.talk("sasl"), "PLAIN");
      const name = `${version}, ${password === secret ? "right" : "wrong"}`;
      await message(transcript, name, talk, `\0alice\0${password}`, version);
      transcript.note(`${name}: then`, await served(talk));
    }
}

const nonce = "the-client's-nonce";

const scramFirsts: Readonly<Record<string, string>> = {
  right: `n,,n=alice,r=${nonce}`,
  "the same authorization id": `n,a=alice,n=alice,r=${nonce}`,
  "another authorization id": `n,a=bob,n=alice,r=${nonce}`,
  "channel binding could be": `y,,n=alice,r=${nonce}`,
  "channel binding": `p=tls-unique,,n=alice,r=${nonce}`,
  "unknown user": `n,,n=nobody,r=${nonce}`,
  "no user": `n,,n=,r=${nonce}`,
  "no nonce": "n,,n=alice",
  "empty nonce": "n,,n=alice,r=",
  "odd nonce": "n,,n=alice,r=a\tb",
  nothing: "",
  "an extension in front": `n,,m=must,n=alice,r=${nonce}`,
  "an extension behind": `n,,n=alice,r=${nonce},ext=1`,
  "a comma in the name": `n,,n=al=2Cice,r=${nonce}`,
  "a lone equals sign in the name": `n,,n=al=ice,r=${nonce}`,
  "a token that is none": `n,,n=alice,r=${nonce},tokenauth=true`,
  "no token": `n,,n=alice,r=${nonce},tokenauth=false`,
  "the last message": "c=biws,r=x,p=eA==",
};

/** What is asked of the client, without the server's part of the nonce. */
function challengeOf(answer: Buffer): unknown {
  const [, r = "", s = "", i = ""] = /^r=([^,]*),s=([^,]*),i=(\d+)$/.exec(answer.toString()) ?? [];
  return { nonce: r.startsWith(nonce) && r.length > nonce.length, salt: Buffer.from(s, "base64").toString(), iterations: Number(i) };
}

async function scramFirst({ name }: ScramMechanism, transcript: Transcript): Promise<void> {
  for (const [what, first] of Object.entries(scramFirsts)) {
    const talk = await beginExchange(transcript.talk("sasl"), name);
    const reply = await talk.call(apis.saslAuthenticate, 2, { authBytes: Buffer.from(first) });
    const { errorCode, errorMessage, authBytes } = reply;
    transcript.note(what, errorCode === 0 ? challengeOf(Buffer.from(authBytes)) : { errorCode, errorMessage });
  }
}

const scramFinals: Readonly<Record<string, (right: string) => string>> = {
  right: (right) => right,
  "wrong proof": (right) => right.replace(/p=..../, "p=AAAA"),
  "short proof": (right) => right.replace(/p=.*/, "p=AAAA"),
  "no proof": (right) => right.replace(/,p=.*/, ""),
  "a proof that is no base64": (right) => right.replace(/p=.*/, "p=*"),
  "another nonce": (right) => right.replace(/r=./, "r=another"),
  "another channel": (right) => right.replace("c=biws", "c=eSws"),
  "no channel": (right) => right.replace("c=biws,", ""),
  nothing: () => "",
};

/** What the client would say, changed. */
async function scramFinal({ name }: ScramMechanism, transcript: Transcript): Promise<void> {
  for (const [what, change] of Object.entries(scramFinals)) {
    const client = saslClient(passwordOf("alice", name));
    const talk = await beginExchange(transcript.talk("sasl"), name);
    const { authBytes } = await talk.call(apis.saslAuthenticate, 2, { authBytes: client.begin() });
    const final = client.answer(Buffer.from(authBytes))?.toString() ?? "";
    const answer = await talk.ask(apis.saslAuthenticate, 2, { authBytes: Buffer.from(change(final)) });
    if (typeof answer === "string") transcript.note(what, answer);
    else await ended(transcript, what, talk, answer);
  }
}

/** The end of an exchange; what the server proves itself with is left out. */
async function ended(
  transcript: Transcript,
  name: string,
  talk: Talk,
  {
    errorCode,
    errorMessage,
    authBytes,
    sessionLifetimeMs,
  }: { errorCode: number; errorMessage: string | null; authBytes: Buffer; sessionLifetimeMs: number },
): Promise<void> {
  const proof = Buffer.from(authBytes).toString().slice(0, 2);
  transcript.note(name, { errorCode, errorMessage, proof, sessionLifetimeMs });
  transcript.note(`${name}: then`, await served(talk));
}

function responses({ token }: TokenCredentials): Readonly<Record<string, string>> {
  const auth = `auth=Bearer ${token}`;
  return {
    right: `n,,\u0001${auth}\u0001\u0001`,
    "the same authorization id": `n,a=alice,\u0001${auth}\u0001\u0001`,
    "another authorization id": `n,a=bob,\u0001${auth}\u0001\u0001`,
    "an extension": `n,,\u0001${auth}\u0001trace=1\u0001\u0001`,
    "an extension in front": `n,,\u0001trace=1\u0001${auth}\u0001\u0001`,
    "an extension with an odd name": `n,,\u0001${auth}\u0001tr4ce=1\u0001\u0001`,
    "two tokens": `n,,\u0001auth=Bearer no\u0001${auth}\u0001\u0001`,
    "bearer in small letters": `n,,\u0001auth=bearer ${token}\u0001\u0001`,
    "another scheme": `n,,\u0001auth=Basic ${token}\u0001\u0001`,
    "no token": "n,,\u0001\u0001",
    "an empty token": "n,,\u0001auth=Bearer \u0001\u0001",
    "no separators": `n,,${auth}`,
    "one separator at the end": `n,,\u0001${auth}\u0001`,
    "channel binding could be": `y,,\u0001${auth}\u0001\u0001`,
    nothing: "",
    "an acknowledgement": "\u0001",
  };
}

function oauthbearer(provider: TokenProvider): SaslScenario["run"] {
  return async (transcript) => {
    const right = provider.credentials("right", "alice");
    if (!("token" in right)) return;
    for (const [name, bytes] of Object.entries(responses(right))) await oneMessage(transcript, "OAUTHBEARER", name, bytes);
  };
}

/** What is wrong with a token is a challenge, which the client has to acknowledge. */
function tokens(provider: TokenProvider): SaslScenario["run"] {
  return async (transcript) => {
    for (const name of tokenNames)
      for (const [what, answer] of Object.entries({ acknowledged: "\u0001", "not acknowledged": "no" })) {
        const talk = await beginExchange(transcript.talk("sasl"), "OAUTHBEARER");
        const first = saslClient(provider.credentials(name, "alice")).begin();
        const challenge = await message(transcript, `${name}, ${what}`, talk, first);
        if (challenge?.length) await message(transcript, `${name}, ${what}: then`, talk, answer);
      }
    const talk = await beginExchange(transcript.talk("sasl"), "OAUTHBEARER");
    await message(transcript, "another token: first", talk, saslClient(provider.credentials("expired", "alice")).begin());
    await message(transcript, "another token: then", talk, saslClient(provider.credentials("right", "alice")).begin());
    transcript.note("another token: at last", await served(talk));
  };
}

/** Each mechanism's own messages, right ones and wrong ones. */
export function mechanismScenarios(provider: TokenProvider): readonly SaslScenario[] {
  return [
    { name: "PLAIN", run: plain },
    { name: "SaslAuthenticate in each version", run: versions },
    ...scramMechanisms.flatMap((mechanism) => [
      { name: `${mechanism.name}, first messages`, run: (transcript: Transcript) => scramFirst(mechanism, transcript) },
      { name: `${mechanism.name}, last messages`, run: (transcript: Transcript) => scramFinal(mechanism, transcript) },
    ]),
    { name: "OAUTHBEARER", run: oauthbearer(provider) },
    { name: "OAUTHBEARER, tokens", run: tokens(provider) },
  ];
}
