export type { File, FileStat, Files, Lock, OpenMode } from "./files.ts";
