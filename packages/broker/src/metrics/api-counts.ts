import { RecentValues } from "./recent-values.ts";

const microsPerMs = 1000;

/** What happened to the requests of one API since the start. Times are in microseconds. */
export class ApiCounts {
  readonly requestsByVersion = new Map<number, number>();
  readonly errorsByCode = new Map<number, number>();
  readonly requestBytes = new RecentValues();
  readonly queueTime = new RecentValues();
  readonly localTime = new RecentValues();
  readonly remoteTime = new RecentValues();
  readonly totalTime = new RecentValues();
  /** Of those requests only whose client was held back. */
  readonly throttleTime = new RecentValues();

  answered(version: number, bytes: number, receivedMs: number, startedMs: number, handledMs: number, doneMs: number): void {
    this.requestsByVersion.set(version, (this.requestsByVersion.get(version) ?? 0) + 1);
    this.requestBytes.add(bytes, doneMs);
    this.queueTime.add((startedMs - receivedMs) * microsPerMs, doneMs);
    this.localTime.add((handledMs - startedMs) * microsPerMs, doneMs);
    this.remoteTime.add((doneMs - handledMs) * microsPerMs, doneMs);
    this.totalTime.add((doneMs - receivedMs) * microsPerMs, doneMs);
  }

  throttled(throttleMs: number, nowMs: number): void {
    this.throttleTime.add(throttleMs * microsPerMs, nowMs);
  }

  outcome(code: number): void {
    this.errorsByCode.set(code, (this.errorsByCode.get(code) ?? 0) + 1);
  }
}
