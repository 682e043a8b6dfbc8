export { assert, InvariantError, unreachable } from "./assert.ts";
export { type Cancel, type Clock, repeat, sleep, systemClock } from "./clock.ts";
export { type ErrorCode, MillraceError, messageOf, systemCodeOf } from "./errors.ts";
export { type Closeable, Opened, opening } from "./lifecycle.ts";
export { type LogLevel, LogLevels, type LogThreshold, logThresholds } from "./log-levels.ts";
export { jsonLogger, type LogFields, type Logger, silentLogger } from "./logger.ts";
export { ManualClock } from "./manual-clock.ts";
export { type Random, seededRandom, systemRandom } from "./random.ts";
export { version } from "./version.ts";
