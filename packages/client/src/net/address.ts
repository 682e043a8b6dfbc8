import { MillraceError } from "@millrace/kit";

/** Where a broker listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const portMax = 65_535;
const hint = "write bootstrap servers as host:port, separated by commas, for example 127.0.0.1:9092";

/** Reads a list of `host:port`, as text separated by commas or already in pieces. Throws CONFIG_INVALID. */
export function parseBootstrapServers(servers: string | readonly string[]): Address[] {
  const texts = (typeof servers === "string" ? servers.split(",") : servers).map((text) => text.trim()).filter((text) => text !== "");
  if (texts.length === 0) throw new MillraceError("CONFIG_INVALID", "no bootstrap server is given", { hint });
  return texts.map(parseAddress);
}

function parseAddress(text: string): Address {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.%\w]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > portMax) {
    throw new MillraceError("CONFIG_INVALID", `"${text}" is not the address of a bootstrap server`, { hint });
  }
  return { host, port };
}
