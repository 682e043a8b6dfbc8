import { MillraceError, type Random, seededRandom } from "@millrace/kit";
import {
  newCredential,
  OAuthBearerServer,
  PlainClient,
  PlainServer,
  parseJaasConfig,
  type SaslServer,
  ScramClient,
  ScramServer,
  scramMechanisms,
  unsecuredValidator,
} from "@millrace/security";
import { mutated } from "./mutate.ts";
import { anyOf, Finding, type Target } from "./target.ts";

const roundInputs = 500;
const user = "alice";
const password = "it's, alice=";
const clock = { now: () => 1_700_000_000_000 } as never;

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const token = `${part({ alg: "none" })}.${part({ sub: user, exp: 1_800_000_000 })}.`;
const jaas = `org.example.Module required username="${user}" password='\\'x\\101' /* c */ user_${user}="y"; // end`;

/** What one side of a login is told, mutated; `mayPass` says of a mutated message whether it is good all the same. */
interface Exchange {
  readonly message: Buffer;
  readonly hear: (message: Buffer) => unknown;
  readonly mayPass: (message: Buffer) => boolean;
}

function plain(): Exchange {
  const message = new PlainClient(user, password).begin();
  const server = new PlainServer((name) => (name === user ? password : undefined));
  return { message, hear: (said) => server.step(said), mayPass: (said) => said.includes(`${user}\0${password}`) };
}

function bearer(): Exchange {
  const server = new OAuthBearerServer(unsecuredValidator(new Map(), clock));
  const message = Buffer.from(`n,,\u0001auth=Bearer ${token}\u0001\u0001`);
  // Whoever makes a token up is believed: nothing to hold against a mutated one.
  return { message, hear: (said) => server.step(said), mayPass: () => true };
}

function scram(): { readonly server: ScramServer; readonly client: ScramClient } {
  const mechanism = scramMechanisms[0] as (typeof scramMechanisms)[0];
  const account = { credential, identity: { name: user } };
  const accounts = { user: (name: string) => (name === user ? account : undefined), token: () => undefined };
  return { server: new ScramServer(mechanism, accounts, "server"), client: new ScramClient(mechanism, { user, password }, "client") };
}

const credential = newCredential(scramMechanisms[0] as (typeof scramMechanisms)[0], password, 4096, seededRandom(1));

function said(server: SaslServer, message: Buffer): Buffer {
  const step = server.step(message);
  return "message" in step ? (step.message as Buffer) : Buffer.alloc(0);
}

/** The messages of a SCRAM exchange that are good; working them out anew each time would take the time of the password's hash. */
const first = scram().client.begin();
const challenge = said(scram().server, first);
const proof = scram().client.answer(challenge) ?? Buffer.alloc(0);

function scramFirst(): Exchange {
  return { message: first, hear: (message) => scram().server.step(message), mayPass: () => false };
}

function scramFinal(): Exchange {
  const { server } = scram();
  server.step(first);
  // The last bits of base64 say nothing.
  return { message: proof, hear: (message) => server.step(message), mayPass: (message) => proofIn(message).equals(proofIn(proof)) };
}

function proofIn(message: Buffer): Buffer {
  return Buffer.from(message.toString("latin1").split(",p=").at(-1) ?? "", "base64");
}

function scramChallenge(): Exchange {
  // A server may ask for many rounds: the time that takes is no finding.
  const hear = (message: Buffer) => (/i=0*\d{5}/.test(message.toString("latin1")) ? undefined : scram().client.answer(message));
  return { message: challenge, hear, mayPass: () => true };
}

function config(): Exchange {
  return { message: Buffer.from(jaas), hear: (text) => parseJaasConfig(text.toString()), mayPass: () => true };
}

const exchanges = [plain, bearer, scramFirst, scramFinal, scramChallenge, config];
const weights = [...exchanges.slice(0, 4), ...exchanges.slice(0, 4), ...exchanges];

function passed(heard: unknown): boolean {
  return typeof heard === "object" && heard !== null && "outcome" in heard && heard.outcome === "authenticated";
}

/** Lets one side of a login hear something. Throws what it may not throw, or if it lets in who may not get in. */
async function hear(exchange: Exchange, message: Buffer): Promise<void> {
  try {
    const heard = await exchange.hear(message);
    if (passed(heard) && !exchange.mayPass(message)) throw new Error("it lets in who said nothing right");
  } catch (failure) {
    if (!(failure instanceof MillraceError)) throw failure;
  }
}

/** Mutated messages of logins, at both ends, and JAAS configs. */
export function saslTarget(): Target {
  return {
    name: "sasl",
    roundInputs,
    async round(random: Random) {
      for (let left = roundInputs; left > 0; left--) {
        const exchange = anyOf(weights, random)();
        const message = mutated(exchange.message, 0, random, anyOf(weights, random)().message);
        try {
          await hear(exchange, message);
        } catch (failure) {
          throw new Finding("a login", message, failure);
        }
      }
    },
  };
}

/** Every side hears what was found once. */
export async function replayLogin(message: Buffer): Promise<void> {
  for (const exchange of exchanges) await hear(exchange(), message);
}
