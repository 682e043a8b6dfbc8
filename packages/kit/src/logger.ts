/** Facts about an event, written as fields of one JSON line. Never a secret. */
export type LogFields = Readonly<Record<string, unknown>>;

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Where log lines go. One event, one line. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Whether lines of the level are written: for what would cost something to put together. */
  isEnabled(level: LogLevel): boolean;
  /** A logger that adds `fields` to every line. */
  child(fields: LogFields): Logger;
}

const severity: Record<LogLevel, number> = { debug: 20, info: 30, warn: 40, error: 50 };

/** Writes each event at or above `level` as one line of JSON: `time`, `level`, `message`, then the fields. */
export function jsonLogger(options: { level: LogLevel; write: (line: string) => void; now: () => number; fields?: LogFields }): Logger {
  const { level, write, now, fields: bound = {} } = options;
  const emit = (at: LogLevel, message: string, fields: LogFields = {}): void => {
    if (severity[at] < severity[level]) return;
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), level: at, message, ...bound, ...fields })}\n`);
  };
  return {
    debug: (message, fields) => emit("debug", message, fields),
    info: (message, fields) => emit("info", message, fields),
    warn: (message, fields) => emit("warn", message, fields),
    error: (message, fields) => emit("error", message, fields),
    isEnabled: (at) => severity[at] >= severity[level],
    child: (fields) => jsonLogger({ ...options, fields: { ...bound, ...fields } }),
  };
}

/** Says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {}, isEnabled: () => false, child: () => silentLogger };
