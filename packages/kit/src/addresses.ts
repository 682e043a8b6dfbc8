import { isIPv4 } from "node:net";

/** `host:port` as clients write it: an IPv6 address stands in brackets. */
export function addressText({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether only this machine reaches what is bound to the address. A name other than `localhost` may lead anywhere. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^::ffff:(?=\d+\.)/i, "");
  return address.toLowerCase() === "localhost" || address === "::1" || (isIPv4(address) && address.startsWith("127."));
}
