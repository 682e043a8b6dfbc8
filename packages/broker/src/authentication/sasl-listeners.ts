import type { Random } from "@millrace/kit";
import type { ScramAccounts, ScramMechanism } from "@millrace/security";
import { hasSasl, type SecurityProtocol } from "@millrace/security";
import type { ConfigProblem } from "../config/parse.ts";
import type { BrokerSettings } from "../config/settings.ts";
import type { MetadataImage } from "../metadata/image.ts";
import { SaslListener } from "./sasl-listener.ts";
import { saslSettings } from "./sasl-settings.ts";

/** A listener, bound or yet to be. */
export interface DeclaredListener {
  readonly name: string;
  readonly securityProtocol?: SecurityProtocol;
}

interface Options {
  readonly listeners: readonly DeclaredListener[];
  readonly settings: BrokerSettings;
  readonly image: MetadataImage;
  readonly random: Random;
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

/** Those listeners that clients authenticate themselves on by SASL, by name. Their configs have been checked. */
export function openSaslListeners({ listeners, settings, image, random }: Options): ReadonlyMap<string, SaslListener> {
  const credentials = { scram: (mechanism: ScramMechanism) => scramAccounts(image, mechanism) };
  return new Map(
    withSasl(listeners).map(({ name }) => [name, new SaslListener(saslSettings(settings, name, []), credentials, random)] as const),
  );
}

function scramAccounts({ scramCredentials }: MetadataImage, { id }: ScramMechanism): ScramAccounts {
  return {
    user(name) {
      const credential = scramCredentials.of(id, name);
      return credential === undefined ? undefined : { credential, identity: { name } };
    },
    token: () => undefined,
  };
}
