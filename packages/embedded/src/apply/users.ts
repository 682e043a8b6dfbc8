import type { UserMemory } from "@millrace/controllers";
import type { Files } from "@millrace/files";
import { readDeclared, writeDeclared } from "./declared-names.ts";

/** Remembers in a data directory, which has one Kafka, which users KafkaUsers brought about. */
export function userMemory(files: Files, directory: string): UserMemory {
  const names = readDeclared(files, directory, "users");
  const write = (): Promise<void> => writeDeclared(files, directory, "users", names);
  return {
    names: () => [...names],
    add(_kafka, more) {
      for (const name of more) names.add(name);
      return write();
    },
    delete(_kafka, gone) {
      for (const name of gone) names.delete(name);
      return write();
    },
  };
}
