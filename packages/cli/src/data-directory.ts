import type { Platform } from "@millrace/resources";

/** Where a platform's persistent storage goes. */
export function dataDirectory({ kafka }: Platform, given: string | undefined): string {
  return given ?? `.millrace/${kafka.metadata.name}`;
}
