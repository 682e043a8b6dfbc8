import { differences, type Verdict } from "../../verdicts.ts";
import type { ApiAnswer } from "../request.ts";
import { ownRefusals } from "./own-refusals.ts";
import type { Trial } from "./trial.ts";

/** How much of an answer counts: every word, or what was decided and about which fields. */
export type Detail = "words" | "decisions";

type Fields = Readonly<Record<string, Verdict>>;

interface Cause {
  readonly reason?: string;
  readonly field?: string;
  readonly message?: string;
}

interface Status {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: { readonly causes?: readonly Cause[] };
}

/** What a server said to a trial, in a text that is the same for places of the same sort: what they are called is left out. */
export function answerText(trial: Trial, sent: Fields, { status, headers, body }: ApiAnswer, detail: Detail): string {
  const read = JSON.parse(body) as Verdict;
  const decided = detail === "words" ? (read as unknown as Status) : withoutOwn(read as unknown as Status);
  // Whom only rules of ours refuse, Strimzi's CRDs take.
  if (status === 422 && decided.details?.causes?.length === 0) return trial.way === "create" ? "201" : "200";
  const said = status < 300 ? acceptance(trial, sent, read as Fields) : refusal(decided, detail);
  const warnings = (headers.warning ?? []).map((warning) => `warning: ${warning}`);
  return anywhere([`${status}`, ...said, ...warnings].join("\n"), trial.place);
}

/** A refusal without what rules say that only our CRDs have, and without the remark that others wait for what is wrong already. */
function withoutOwn(status: Status): Status {
  const { causes } = status.details ?? {};
  if (causes === undefined) return status;
  const isShared = ({ message = "" }: Cause): boolean =>
    !message.includes("some validation rules were not checked") && ![...ownRefusals].some((own) => message.endsWith(own));
  return { ...status, details: { causes: causes.filter(isShared) } };
}

/** What became of the resource between being sent and being answered. */
function acceptance({ way }: Trial, sent: Fields, got: Fields): readonly string[] {
  const counted = ({ metadata: _, status, ...rest }: Fields): Fields => (way === "status" ? { status: status ?? null } : rest);
  return differences(counted(sent), counted(got)).map(
    ({ path, expected, actual }) => `${path}: ${JSON.stringify(expected) ?? "nothing"} became ${JSON.stringify(actual) ?? "nothing"}`,
  );
}

/** Reasons against it, in the order of their fields: Kubernetes keeps them in none. */
function refusal({ reason = "", message, details }: Status, detail: Detail): readonly string[] {
  const causes = (details?.causes ?? []).map((cause) => `${cause.field}: ${cause.reason}${detail === "words" ? `: ${cause.message}` : ""}`);
  if (causes.length === 0) return [`${reason}: ${message}`];
  const rest = withoutCauses(message, details?.causes ?? []);
  return [...(detail === "decisions" || usual.test(rest) ? [] : [`${reason}: ${rest}`]), ...causes.sort()];
}

const usual = /^\w+\.kafka\.strimzi\.io "(tried|stored)" is invalid: <causes>$/;

/** A message repeats its causes. */
function withoutCauses(message: string, causes: readonly Cause[]): string {
  const all = causes.map(({ field, message: said }) => `${field}: ${said}`).join(", ");
  return message.replace(causes.length === 1 ? all : `[${all}]`, "<causes>");
}

/** The text with what its place, and what holds the place, are called by. */
function anywhere(text: string, place: string): string {
  const steps = place.split("/").slice(1);
  const inStatus = (until: number): string =>
    steps.slice(0, until).reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === "" ? step : `${path}.${step}`), "");
  const names = [
    [place, "{/place}"],
    [inStatus(steps.length), "{place}"],
    [inStatus(steps.length - 1), "{holder}"],
  ] as const;
  return names.reduce(
    (read, [name, instead]) =>
      name === "" ? read : read.replaceAll(new RegExp(`(?<![\\w./])${name.replaceAll(/[^\w]/g, "\\$&")}(?=x?(?![\\w]))`, "g"), instead),
    text,
  );
}
