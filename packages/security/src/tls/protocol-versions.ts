import { listOf, refusedProperty, type TlsProperties } from "./tls-properties.ts";

/** Versions of TLS that may be negotiated. */
export interface ProtocolVersions {
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
}

type TlsVersion = (typeof offered)[number];

const offered = ["TLSv1.2", "TLSv1.3"] as const;
/** Java knows them and does not offer them any more; nor does this. */
const withdrawn: readonly string[] = ["SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1"];
const enabled = "ssl.enabled.protocols";
const contexts = /^(?:TLS|SSL)(?:v\d(?:\.\d)?)?$/;

/** `ssl.enabled.protocols` and `ssl.protocol`. Throws CONFIG_INVALID, naming the setting. */
export function protocolVersions(properties: TlsProperties): ProtocolVersions {
  const protocol = properties.value("ssl.protocol") ?? "TLS";
  if (!contexts.test(protocol)) throw refusedProperty(properties, "ssl.protocol", `there is no protocol ${protocol}`);
  const names = listOf(properties, enabled);
  const unknown = names.find((name) => !withdrawn.includes(name) && !offered.some((version) => version === name));
  if (unknown !== undefined) throw refusedProperty(properties, enabled, `there is no protocol ${unknown}; expected ${offered.join(", ")}`);
  const versions = names.length === 0 ? offered : offered.filter((version) => names.includes(version));
  const [minVersion, maxVersion] = [versions[0], versions.at(-1)];
  if (minVersion === undefined || maxVersion === undefined) {
    throw refusedProperty(properties, enabled, `${names.join(", ")} can't be trusted any more; expected ${offered.join(", ")}`);
  }
  return { minVersion, maxVersion };
}
