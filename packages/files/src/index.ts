export { diskFiles } from "./disk-files.ts";
export { forgetFailedFlush, hasFailedFlush, noteFailedFlush, writeAgain } from "./failed-flush.ts";
export { isShortOfFiles } from "./failure.ts";
export { type Fault, type FaultyCall, FaultyFiles } from "./faulty-files.ts";
export type { File, FileStat, Files, Lock, OpenMode } from "./files.ts";
export { MemoryFiles } from "./memory-files.ts";
export { makePrivateDirectory } from "./private-directory.ts";
export { readFile, replaceFile } from "./replace-file.ts";
