import { type DefinitionFile, definitionFiles } from "../src/definitions/index.ts";
import { isEmpty } from "../src/definitions/versions.ts";
import { decodeFunction, emitDecoder } from "./decoders.ts";
import { emitIsDefault, type Imports, isDefaultFunction } from "./defaults.ts";
import { emitEncoder, encodeFunction } from "./encoders.ts";
import { eachErrorFunction, emitEachError, structsWithErrors } from "./errors.ts";
import { emitInterfaces } from "./interfaces.ts";
import { type MessageModel, messageModel } from "./model.ts";

const HEADING = "// Generated from the definitions by `npm run generate`; not to be edited.";

/** Where the names come from that generated code may use. */
const SOURCES: Readonly<Record<string, string>> = {
  "type Draft": "codec.ts",
  "type MessageCodec": "codec.ts",
  "type OnError": "codec.ts",
  fieldNotInVersion: "codec.ts",
  hasBytes: "codec.ts",
  noSuchVersion: "codec.ts",
  tagNotInVersion: "codec.ts",
  EMPTY_BYTES: "codec.ts",
  "type Reader": "wire/reader.ts",
  "type Writer": "wire/writer.ts",
  ZERO_UUID: "wire/uuid.ts",
};

/** The text of every generated file by its path under `src/generated/`. */
export function generatedFiles(): Map<string, string> {
  const files = new Map(definitionFiles.map((file) => [`${file.file}.ts`, emitFile(file)]));
  const all = definitionFiles.map((file) => `export * from "./${file.file}.ts";`);
  files.set("index.ts", `${HEADING}\n${all.join("\n")}\n`);
  return files;
}

function emitFile(file: DefinitionFile): string {
  const imports: Imports = new Set(["type MessageCodec", "type Reader", "type Writer", "noSuchVersion"]);
  const messages = file.messages.map((message) => emitMessage(messageModel(message), imports));
  const up = file.file.includes("/") ? "../../" : "../";
  return `${HEADING}\n${importLines(imports, up).join("\n")}\n\n${messages.join("\n\n")}\n`;
}

function emitMessage(message: MessageModel, imports: Imports): string {
  const parts = [...emitInterfaces(message), emitCodec(message)];
  for (const struct of message.structs) parts.push(emitDecoder(message, struct, imports), emitEncoder(message, struct, imports));
  for (const struct of structsWithErrors(message)) parts.push(emitEachError(struct, imports));
  const text = parts.join("\n\n");
  const defaults = message.structs.filter((struct) => text.includes(`${isDefaultFunction(struct)}(`));
  return [text, ...defaults.map((struct) => emitIsDefault(struct, imports))].join("\n\n");
}

function emitCodec(message: MessageModel): string {
  const { definition, root } = message;
  const { name } = definition;
  return [
    `export const ${name}: MessageCodec<${name}> = {`,
    `  name: "${name}",`,
    `  apiKey: ${definition.apiKey ?? -1},`,
    `  minVersion: ${root.versions.from},`,
    `  maxVersion: ${root.versions.to},`,
    `  flexibleFrom: ${isEmpty(root.flexible) ? "Infinity" : root.flexible.from},`,
    `  decode: ${decodeFunction(root)},`,
    `  encode: ${encodeFunction(root)},`,
    ...(structsWithErrors(message).includes(root)
      ? [`  eachError: (draft, version, found) => ${eachErrorFunction(root)}(draft, version, found, draft),`]
      : []),
    "};",
  ].join("\n");
}

function importLines(imports: Imports, up: string): string[] {
  const bySource = Map.groupBy([...imports].sort(), (name) => SOURCES[name] ?? "");
  return [...bySource.keys()].sort().map((source) => {
    const names = (bySource.get(source) ?? []).join(", ");
    return `import { ${names} } from "${up}${source}";`;
  });
}
