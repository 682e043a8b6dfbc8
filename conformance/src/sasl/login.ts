import type { PasswordCredentials } from "../connecting/credentials.ts";
import { passwords } from "./listeners.ts";

/** What a user of these suites proves by the password that the broker knows. */
export function passwordOf(username: string, mechanism: PasswordCredentials["mechanism"] = "PLAIN"): PasswordCredentials {
  return { mechanism, username, password: passwords[username] ?? "" };
}
