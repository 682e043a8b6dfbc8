import type { ScramAccounts, ScramMechanism } from "@millrace/security";
import { hasSasl, type SecurityProtocol } from "@millrace/security";
import type { ConfigProblem } from "../config/parse.ts";
import type { BrokerSettings } from "../config/settings.ts";
import type { MetadataImage } from "../metadata/image.ts";
import type { DelegationTokens } from "./delegation-tokens.ts";
import { type MakeServer, SaslListener } from "./sasl-listener.ts";
import { type ServerParts, serverMaker } from "./sasl-servers.ts";
import { saslSettings } from "./sasl-settings.ts";

/** A listener, bound or yet to be. */
export interface DeclaredListener {
  readonly name: string;
  readonly securityProtocol?: SecurityProtocol;
}

interface Options extends Omit<ServerParts, "scramAccounts"> {
  readonly listeners: readonly DeclaredListener[];
  readonly settings: BrokerSettings;
  readonly image: MetadataImage;
  readonly tokens: DelegationTokens;
}

function withSasl(listeners: readonly DeclaredListener[]): readonly DeclaredListener[] {
  return listeners.filter(({ securityProtocol = "PLAINTEXT" }) => hasSasl(securityProtocol));
}

/** What is wrong with the configs of listeners that clients authenticate themselves on by SASL. */
export function saslProblems(listeners: readonly DeclaredListener[], settings: BrokerSettings): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const { name } of withSasl(listeners)) saslSettings(settings, name, problems);
  return problems;
}

/**
 * Those listeners that clients authenticate themselves on by SASL, by name. Their configs have been checked. Throws CONNECTION_FAILED if what
 * they need can't be reached.
 */
export async function openSaslListeners({
  listeners,
  settings,
  image,
  tokens,
  logger,
  ...parts
}: Options): Promise<ReadonlyMap<string, SaslListener>> {
  const opened = new Map<string, SaslListener>();
  for (const { name } of withSasl(listeners)) {
    const sasl = saslSettings(settings, name, []);
    const makers = new Map<string, MakeServer>();
    for (const each of sasl.mechanisms) {
      const scram = (mechanism: ScramMechanism) => scramAccounts(image, tokens, mechanism);
      makers.set(each.mechanism, await serverMaker(each, { ...parts, logger: logger.named("kafka.security"), scramAccounts: scram }));
    }
    opened.set(name, new SaslListener(sasl, makers));
  }
  return opened;
}

function scramAccounts({ scramCredentials }: MetadataImage, tokens: DelegationTokens, mechanism: ScramMechanism): ScramAccounts {
  const { id } = mechanism;
  return {
    user(name) {
      const credential = scramCredentials.of(id, name);
      return credential === undefined ? undefined : { credential, identity: { name } };
    },
    token: (tokenId) => tokens.account(mechanism, tokenId),
  };
}
