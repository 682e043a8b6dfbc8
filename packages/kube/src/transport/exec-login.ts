import { execFile } from "node:child_process";
import { isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { MillraceError, messageOf, systemCodeOf } from "@millrace/kit";
import { isRecord } from "../client/errors.ts";

/**
 * A program that logs in, such as those of the large clouds: it writes an `ExecCredential` with a token
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).
 */
export interface ExecLogin {
  /** As in the kubeconfig: a name, or a path, which is relative to `directory`. */
  readonly command: string;
  readonly directory: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `client.authentication.k8s.io/v1` or `v1beta1`. */
  readonly apiVersion: string;
  /** What to do where the program is missing. */
  readonly installHint: string | undefined;
  /** What the program is told of the cluster, if it wants to know. */
  readonly cluster: Readonly<Record<string, unknown>> | undefined;
}

export interface ExecToken {
  readonly token: string;
  /** In milliseconds since 1970; undefined: good until it is refused. */
  readonly expiresMs: number | undefined;
}

const run = promisify(execFile);
/** Whoever has to be asked in a browser takes a while. */
const timeoutMs = 120_000;
const outputBytesMax = 1 << 20;

/** Runs the program. Throws AUTHENTICATION_FAILED if it gives no token. */
export async function execToken({ command, directory, args, env, apiVersion, installHint, cluster }: ExecLogin): Promise<ExecToken> {
  const program = /[/\\]/.test(command) && !isAbsolute(command) ? join(directory, command) : command;
  const fail = (why: string, hint?: string): MillraceError =>
    new MillraceError("AUTHENTICATION_FAILED", `${command}, which is to log in to the cluster, ${why}`, hint === undefined ? {} : { hint });
  const asked = { kind: "ExecCredential", apiVersion, spec: { interactive: false, ...(cluster && { cluster }) } };
  const environment = { ...process.env, ...env, KUBERNETES_EXEC_INFO: JSON.stringify(asked) };
  let told: string;
  try {
    const pending = run(program, [...args], { env: environment, timeout: timeoutMs, maxBuffer: outputBytesMax });
    pending.child.stdin?.end();
    told = (await pending).stdout;
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") throw fail("is not there", installHint);
    const { stderr = "" } = cause as { readonly stderr?: string };
    throw fail(`failed: ${stderr.trim().replaceAll(/\s*\n\s*/g, " ") || messageOf(cause)}`, installHint);
  }
  return tokenIn(told, apiVersion, fail);
}

function tokenIn(text: string, apiVersion: string, fail: (why: string) => MillraceError): ExecToken {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch (cause) {
    throw fail(`wrote something that is no JSON: ${messageOf(cause)}`);
  }
  if (!isRecord(told) || told.kind !== "ExecCredential") throw fail("wrote no ExecCredential");
  if (told.apiVersion !== apiVersion) throw fail(`answers in ${told.apiVersion}, and the kubeconfig says ${apiVersion}`);
  const { token, expirationTimestamp } = isRecord(told.status) ? told.status : {};
  if (typeof token !== "string" || token === "") throw fail("gave no token; client certificates of such programs are not supported");
  const expiresMs = typeof expirationTimestamp === "string" ? Date.parse(expirationTimestamp) : Number.NaN;
  return { token, expiresMs: Number.isNaN(expiresMs) ? undefined : expiresMs };
}
