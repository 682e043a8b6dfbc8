import { type LogLevel, LogLevels, logThresholds } from "./log-levels.ts";

/** Facts about an event, written as fields of one JSON line. Never a secret. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where log lines go. One event, one line. */
export interface Logger {
  /** Levels of all loggers that write to the same place. */
  readonly levels: LogLevels;
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Whether lines of the level are written: for what would cost something to put together. */
  isEnabled(level: LogLevel): boolean;
  /** A logger that adds `fields` to every line. */
  child(fields: LogFields): Logger;
  /** A logger whose lines have a `logger` of that name, and the level that is set for it. */
  named(name: string): Logger;
}

interface JsonLoggerParts {
  readonly levels: LogLevels;
  readonly name: string;
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly fields: LogFields;
}

/** Writes each event at or above `level` as one line of JSON: `time`, `level`, `message`, then the fields. */
export function jsonLogger({ level, write, now }: { level: LogLevel; write: (line: string) => void; now: () => number }): Logger {
  return loggerOf({ levels: new LogLevels(level), name: LogLevels.root, write, now, fields: {} });
}

function loggerOf(parts: JsonLoggerParts): Logger {
  const { levels, name, write, now, fields: bound } = parts;
  let seen = -1;
  let threshold = 0;
  const isEnabled = (at: LogLevel): boolean => {
    if (seen !== levels.changes) {
      seen = levels.changes;
      threshold = logThresholds.indexOf(levels.of(name));
    }
    return logThresholds.indexOf(at) >= threshold;
  };
  const emit = (at: LogLevel, message: string, fields: LogFields = {}): void => {
    if (!isEnabled(at)) return;
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), level: at, message, ...bound, ...fields })}\n`);
  };
  return {
    levels,
    trace: (message, fields) => emit("trace", message, fields),
    debug: (message, fields) => emit("debug", message, fields),
    info: (message, fields) => emit("info", message, fields),
    warn: (message, fields) => emit("warn", message, fields),
    error: (message, fields) => emit("error", message, fields),
    isEnabled,
    child: (fields) => loggerOf({ ...parts, fields: { ...bound, ...fields } }),
    named(child) {
      levels.declare(child);
      return loggerOf({ ...parts, name: child, fields: { ...bound, logger: child } });
    },
  };
}

/** Says nothing. */
export const silentLogger: Logger = {
  levels: new LogLevels("fatal"),
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  isEnabled: () => false,
  child: () => silentLogger,
  named: () => silentLogger,
};
