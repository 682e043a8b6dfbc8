import type { Report } from "../report.ts";

/** Something that needs a referee's tools but no broker. */
export interface Check {
  readonly name: string;
  readonly about: string;
  /** Tells the report what it found; NOT_FOUND when a tool is missing. */
  run(report: Report): Promise<void>;
}
