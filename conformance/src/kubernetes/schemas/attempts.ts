import { MillraceError } from "@millrace/kit";
import type { Verdict } from "../../verdicts.ts";
import type { ApiServer } from "../api-server.ts";
import { type ApiAnswer, requestOf } from "../request.ts";
import { answerText, type Detail } from "./answer.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Trial, TrialGroup } from "./trial.ts";

type Fields = Readonly<Record<string, Verdict>>;

/** Makes the trials of a group in a namespace that is there; nothing of them stays but the resource that others are updates of. */
export async function attempts(server: ApiServer, namespace: string, group: TrialGroup, detail: Detail): Promise<Outcomes> {
  const { apiVersion, kind, plural, stored, trials } = group;
  const path = `/apis/${apiVersion}/namespaces/${namespace}/${plural}`;
  const send = (method: string, at: string, body: Fields): Promise<ApiAnswer> =>
    requestOf(server, { method, path: at, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const resourceOf = (fields: Fields, metadata: Fields): Fields => ({
    ...fields,
    apiVersion,
    kind,
    metadata: { ...(fields.metadata as Fields | undefined), ...metadata },
  });

  const made = await send("POST", path, resourceOf(stored as Fields, { name: "stored" }));
  if (made.status !== 201) throw new MillraceError("REQUEST_FAILED", `${group.name}: ${made.status} ${made.body}`);
  const { metadata } = JSON.parse(made.body) as { metadata: { resourceVersion: string } };
  const identity = { name: "stored", resourceVersion: metadata.resourceVersion };

  const outcomes: Record<string, Outcomes[string]> = {};
  for (const trial of trials) {
    const { resource, way, unknownFields } = trial;
    const sent = resourceOf(resource, way === "create" ? { name: "tried" } : identity);
    const query = `?dryRun=All&fieldValidation=${unknownFields}`;
    const answer =
      way === "create"
        ? await send("POST", `${path}${query}`, sent)
        : await send("PUT", `${path}/stored${way === "status" ? "/status" : ""}${query}`, sent);
    outcomes[trial.place] = { ...outcomes[trial.place], [nameOf(trial)]: answerText(trial, sent, answer, detail) };
  }
  return outcomes;
}

/** What the trial is called among those of its place. */
export const nameOf = ({ what, way }: Trial): string => (way === "update" ? `${what}, as an update` : what);
