import { isLoopback, MillraceError } from "@millrace/kit";
import { asksForCertificates, configTexts, type Kafka, kafkaListenerName, trustsNamedAuthorities } from "@millrace/resources";

type Listener = Kafka["spec"]["kafka"]["listeners"][number];

/** Which addresses a platform is to be reached at. */
export interface Exposure {
  readonly kafka: Kafka;
  readonly host: string;
  /** Where metrics and health are told; undefined: nowhere. */
  readonly metricsHost: string | undefined;
}

/**
 * Refuses to let others than this machine do as they like: beyond loopback, listeners have to have TLS and to ask who clients are, and
 * metrics, which ask nobody, are not told. Throws CONFIG_INVALID.
 */
export function refuseExposure({ kafka, host, metricsHost }: Exposure): void {
  const open = isLoopback(host) ? [] : kafka.spec.kafka.listeners.filter((listener) => !(listener.tls && authenticates(listener)));
  if (open.length > 0) {
    const names = open.map((listener) => `${kafkaListenerName(listener)} (${lacking(listener)})`).join(", ");
    const hint =
      "Declare tls: true and authentication for them. If everybody who can reach this machine may do everything, say --allow-insecure.";
    throw new MillraceError("CONFIG_INVALID", `not opened to others at ${host}: the listeners ${names}`, { hint });
  }
  if (metricsHost !== undefined && !isLoopback(metricsHost)) {
    const hint =
      "Keep them on this machine with --metrics-host 127.0.0.1. If everybody who can reach it may see them, say --allow-insecure.";
    throw new MillraceError(
      "CONFIG_INVALID",
      `metrics and health are not told to others at ${metricsHost}: nobody is asked who they are there`,
      { hint },
    );
  }
}

function lacking(listener: Listener): string {
  if (!listener.tls) return authenticates(listener) ? "without TLS" : "without TLS and authentication";
  if (believesAnybody(listener)) return "with unsigned tokens, by which clients are whoever they say";
  return asksForCertificates(listener) ? "without a trust store, certificates of every public authority let in" : "without authentication";
}

function authenticates(listener: Listener): boolean {
  const { authentication } = listener;
  if (authentication?.type !== "custom") return authentication !== undefined;
  if (believesAnybody(listener)) return false;
  return authentication.sasl === true || (asksForCertificates(listener) && trustsNamedAuthorities(listener));
}

/** Kafka's handler for tests. */
const unsignedTokens = "OAuthBearerUnsecuredValidatorCallbackHandler";

function believesAnybody({ authentication }: Listener): boolean {
  const settings = Object.entries(configTexts(authentication?.listenerConfig));
  return settings.some(([name, text]) => name.endsWith("sasl.server.callback.handler.class") && text.trim().endsWith(unsignedTokens));
}
