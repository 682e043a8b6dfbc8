import { apis } from "@millrace/protocol";
import { type ScramMechanism, saltedPassword, scramMechanisms } from "@millrace/security";
import { passwordOf } from "./login.ts";
import type { SaslScenario, Transcript } from "./transcript.ts";

const salt = Buffer.from("some salt");

/** How a login by SCRAM goes. */
async function tryLogin(transcript: Transcript, { name: mechanism }: ScramMechanism, username: string, password: string): Promise<string> {
  return transcript.logIn({ mechanism, username, password }).then(
    () => "logged in",
    ({ message }: Error) => message,
  );
}

/** A user gets a password, another one, and none. Who was logged in stays so. */
async function changes(mechanism: ScramMechanism, transcript: Transcript): Promise<void> {
  const name = `changing-${mechanism.id}`;
  const administrator = transcript.known(passwordOf("admin"));
  const set = async (password: string, iterations: number): Promise<void> => {
    const salted = saltedPassword(mechanism, password, salt, iterations);
    const upsertion = { name, mechanism: mechanism.id, iterations, salt, saltedPassword: salted };
    await transcript.say(`set ${password}`, administrator, apis.alterUserScramCredentials, 0, { upsertions: [upsertion] });
    await until(iterations);
  };
  const until = (iterations: number | undefined): Promise<void> =>
    administrator.until("the broker knows", async () => {
      const { results } = await administrator.call(apis.describeUserScramCredentials, 0, { users: [{ name }] });
      return results[0]?.credentialInfos[0]?.iterations === iterations;
    });
  const attempts = async (when: string): Promise<void> => {
    for (const password of ["first", "second"])
      transcript.note(`${when}, ${password}`, await tryLogin(transcript, mechanism, name, password));
  };
  await set("first", 4096);
  await attempts("the first is set");
  await set("second", 8192);
  await attempts("the second is set");
  const other = scramMechanisms.find(({ id }) => id !== mechanism.id) ?? mechanism;
  transcript.note("by the other mechanism", await tryLogin(transcript, other, name, "second"));
  const deletions = [{ name, mechanism: mechanism.id }];
  await transcript.say("delete", administrator, apis.alterUserScramCredentials, 0, { deletions });
  await until(undefined);
  await attempts("deleted");
  await transcript.say("delete again", administrator, apis.alterUserScramCredentials, 0, { deletions });
}

/** Only whom the cluster's ACLs let may look after passwords. */
async function forbidden(transcript: Transcript): Promise<void> {
  const alice = transcript.known(passwordOf("alice"));
  const upsertion = { name: "alice", mechanism: 1, iterations: 4096, salt, saltedPassword: Buffer.alloc(32, 1) };
  // Apache Kafka tells of its objects.
  const blanks = { fields: ["errorMessage"] };
  await transcript.say("alter", alice, apis.alterUserScramCredentials, 0, { upsertions: [upsertion] }, blanks);
  await transcript.say("delete", alice, apis.alterUserScramCredentials, 0, { deletions: [{ name: "alice", mechanism: 1 }] }, blanks);
  await transcript.say("describe", alice, apis.describeUserScramCredentials, 0, { users: [{ name: "alice" }] });
}

/** Passwords of SCRAM users that change while the broker runs. */
export const passwordScenarios: readonly SaslScenario[] = [
  ...scramMechanisms.map((mechanism) => ({
    name: `${mechanism.name}, passwords that change`,
    run: (transcript: Transcript) => changes(mechanism, transcript),
  })),
  { name: "passwords that are not one's business", run: forbidden },
];
