import { createPrivateKey, X509Certificate } from "node:crypto";
import { ApiServer } from "@millrace/apiserver";
import { type Identity, kubeconfig, listen } from "@millrace/apiserver/http";
import { type Files, readFile, replaceFile } from "@millrace/files";
import { addressText, type Clock, type Closeable, type Logger, MillraceError, opening, type Random } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import type { Authority, AuthorityPolicy, Making } from "@millrace/security/certificates";
import { loopback } from "../listener-specs.ts";
import { resourcesDirectory } from "./resources-directory.ts";

export interface KubernetesApiOptions {
  readonly files: Files;
  /** The data directory. */
  readonly directory: string;
  /** 0 takes a free one. Default: that of the last start on this directory if it is free, since clients took it over. */
  readonly port?: number | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** The Kubernetes API of this process, for `kubectl` and other clients on this machine. */
export interface KubernetesApi extends Closeable {
  /** `https://127.0.0.1:40001`. */
  readonly server: string;
  /** Path of a kubeconfig that leads there. */
  readonly kubeconfig: string;
  /** For what runs in this process: no socket, and no leave is asked. */
  readonly transport: Transport;
}

/** What stays the same from start to start, for the user of this process alone: clients that took it over keep working. */
interface Credentials {
  readonly certificate: string;
  readonly key: string;
  readonly token: string;
}

/** The API is for this machine; its certificates end after the machine does. */
const policy: AuthorityPolicy = { validityDays: 3650, renewalDays: 365, expirationPolicy: "replace-key" };
const tokenBytes = 32;
/** As whom this process's own controllers act. */
const ownUser = { name: "millrace", groups: ["system:masters"] };

/** Opens what is stored in the data directory and listens at a port of loopback. */
export function startKubernetesApi(options: KubernetesApiOptions): Promise<KubernetesApi> {
  return opening(async (opened) => {
    const { files, clock, random, logger } = options;
    const root = `${options.directory}/kubernetes`;
    files.makeDirectory(root);
    files.restrict(root);
    const [api, credentials] = await Promise.all([
      ApiServer.open({ files, directory: resourcesDirectory(options.directory), clock, random, logger }),
      credentialsOf(options, `${root}/credentials.json`),
    ]);
    opened.add(api);
    const { certificate, token } = credentials;
    const identity = () => serverIdentity(credentials, options);
    const path = `${root}/kubeconfig`;
    const listenAt = (port: number) => listen(api, { host: loopback, port, identity, token, logger });
    const { port } = options;
    const listening = opened.add(
      await (port === undefined ? listenAt(formerPort(files, path)).catch(elsewhere(listenAt)) : listenAt(port)),
    );
    const server = `https://${addressText({ host: loopback, port: listening.port })}`;
    await replaceFile(files, path, Buffer.from(kubeconfig({ server, authority: certificate, token })), { secret: true, passing: true });
    const transport: Transport = (request) => api.handle({ ...request, user: ownUser });
    return { server, kubeconfig: path, transport, close: () => opened.close() };
  });
}

/** Where the kubeconfig of the last start leads; 0 if there is none. */
function formerPort(files: Files, path: string): number {
  if (files.stat(path) === undefined) return 0;
  try {
    const { clusters } = JSON.parse(readFile(files, path).toString("utf8"));
    return Number(new URL(clusters[0].cluster.server).port);
  } catch {
    return 0;
  }
}

/** What to do about a port that has been taken meanwhile. */
const elsewhere =
  <T>(listenAt: (port: number) => Promise<T>) =>
  (failure: unknown): Promise<T> => {
    if (failure instanceof MillraceError && failure.code === "ADDRESS_IN_USE") return listenAt(0);
    throw failure;
  };

async function credentialsOf({ files, clock, random }: KubernetesApiOptions, path: string): Promise<Credentials> {
  const kept = files.stat(path) === undefined ? undefined : parsed(readFile(files, path), path);
  if (kept !== undefined && new X509Certificate(kept.certificate).validToDate.getTime() > clock.now()) return kept;
  const { newAuthority } = await import("@millrace/security/certificates");
  const authority = await newAuthority("kubernetes-ca", policy, making(clock, random));
  const made: Credentials = {
    certificate: authority.certificate.toString(),
    key: authority.key?.export({ type: "pkcs8", format: "pem" }).toString() ?? "",
    token: kept?.token ?? random.bytes(tokenBytes).toString("base64url"),
  };
  await replaceFile(files, path, Buffer.from(`${JSON.stringify(made, undefined, 2)}\n`), { secret: true });
  return made;
}

function parsed(bytes: Buffer, path: string): Credentials {
  try {
    const { certificate, key, token } = JSON.parse(bytes.toString("utf8"));
    if ([certificate, key, token].every((each) => typeof each === "string")) return { certificate, key, token };
  } catch {
    // said below
  }
  throw new MillraceError("DATA_CORRUPT", `${path} does not hold the credentials of the Kubernetes API`, {
    hint: "Remove the file: new credentials are made at the next start.",
  });
}

/** A certificate for loopback, made anew when the first client of a start comes. */
async function serverIdentity({ certificate, key }: Credentials, { clock, random }: KubernetesApiOptions): Promise<Identity> {
  const { issue } = await import("@millrace/security/certificates");
  const authority: Authority = {
    certificate: new X509Certificate(certificate),
    key: createPrivateKey(key),
    certificateGeneration: 0,
    keyGeneration: 0,
    former: [],
    crosses: [],
  };
  const subject = [["CN", "millrace"]] as const;
  const use = { kind: "server", names: ["localhost", loopback, "::1"] } as const;
  const issued = await issue(authority, { subject, use }, policy, making(clock, random));
  return {
    certificate: issued.chain.map(String).join(""),
    key: issued.key.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

const making = (clock: Clock, random: Random): Making => ({ nowMs: clock.now(), serialNumber: () => random.bytes(16), keys: "ECDSA" });
