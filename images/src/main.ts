import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { MillraceError, messageOf, systemClock } from "@millrace/kit";
import { type BuiltImage, writeArchive } from "./built-image.ts";
import { kafkaImage, kafkaIngredients, kafkaVersions } from "./kafka-image.ts";
import { bundledOperator, operatorImage, operatorIngredients } from "./operator-image.ts";

const usage = `npm run images -- kafka VERSION REFERENCE [--to FOLDER]      Apache Kafka ${kafkaVersions.join(" or ")}
npm run images -- operator REFERENCE [--to FOLDER]           the operator of these sources
REFERENCE is like registry.example/kafka:4.3.1; the archive and its bill of materials are put into FOLDER (images/dist)`;

/** `npm run images`: writes OCI archives, without a container tool. */
async function made(kind: string, version: string, reference: string): Promise<BuiltImage> {
  if (kind === "operator") return operatorImage(await operatorIngredients(await bundledOperator()), reference);
  if (kind !== "kafka") throw new MillraceError("USAGE", `there is no image of "${kind}"`, { hint: usage });
  if (!kafkaVersions.some((known) => known === version))
    throw new MillraceError("USAGE", `images are made of Kafka ${kafkaVersions.join(" and ")}, not of "${version}"`, { hint: usage });
  return kafkaImage(await kafkaIngredients(version), reference);
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { to: { type: "string", default: "images/dist" } } });
  const [kind = "", ...rest] = positionals;
  const [version = "", reference = ""] = kind === "kafka" ? rest : ["", ...rest];
  if (positionals.length !== (kind === "kafka" ? 3 : 2) || !/^\S+\/\S+:[\w.-]+$/.test(reference))
    throw new MillraceError("USAGE", "an image is made of something, and has a reference with a tag", { hint: usage });
  const beganMs = systemClock.monotonicMs();
  await mkdir(values.to, { recursive: true });
  const digest = await writeArchive(await made(kind, version, reference), values.to, kind);
  console.log(`${values.to}/${kind}.tar\n${reference} ${digest}\nmade in ${Math.round(systemClock.monotonicMs() - beganMs)} ms`);
} catch (thrown) {
  console.error(messageOf(thrown));
  const hint = thrown instanceof MillraceError ? thrown.hint : usage; // otherwise an option that is none
  if (hint !== undefined) console.error(hint);
  process.exitCode = 2;
}
