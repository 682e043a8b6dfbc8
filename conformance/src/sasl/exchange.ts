import { apis } from "@millrace/protocol";
import type { Talk } from "../differential/talk.ts";
import type { Blanks } from "../differential/verdict-of.ts";
import type { Transcript } from "./transcript.ts";

/** How long a login is good for differs from run to run, if it ends at all. */
export const lifetimes: Blanks = { fields: ["sessionLifetimeMs"] };

/** Whether the connection is still served; it was logged in to or it was cut off. */
export async function served(talk: Talk): Promise<string> {
  const answer = await talk.ask(apis.metadata, 12, { topics: [] });
  return typeof answer === "string" ? answer : "served";
}

/** Names a mechanism as a login of version 1 does, unnoted. */
export async function beginExchange(talk: Talk, mechanism: string): Promise<Talk> {
  await talk.call(apis.saslHandshake, 1, { mechanism });
  return talk;
}

/** A message of the mechanism in a request; what the server says to it if it goes on. */
export async function message(
  transcript: Transcript,
  name: string,
  talk: Talk,
  authBytes: Buffer | string,
  version = 2,
): Promise<Buffer | undefined> {
  const bytes = Buffer.from(authBytes);
  const reply = await transcript.say(name, talk, apis.saslAuthenticate, version, { authBytes: bytes }, lifetimes);
  return reply === undefined ? undefined : Buffer.from(reply.authBytes);
}

/** One message on a connection of its own, and whether the client is served then. */
export async function oneMessage(transcript: Transcript, mechanism: string, name: string, authBytes: Buffer | string): Promise<void> {
  const talk = await beginExchange(transcript.talk("sasl"), mechanism);
  const answer = await message(transcript, name, talk, authBytes);
  if (answer !== undefined) transcript.note(`${name}: then`, await served(talk));
}
