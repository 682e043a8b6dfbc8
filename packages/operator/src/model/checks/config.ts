import { configTexts } from "@millrace/resources";
import type { Judge } from "./subject.ts";

/** Config providers by which nodes read what only their pods know. */
export const ownProviders = ["strimzienv", "strimzifile", "strimzidir"] as const;

/** What users ask Kafka for besides, as `config.providers` lists it. */
export const declaredProviders = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

export const configProblems: Judge = ({ kafka }) =>
  declaredProviders(configTexts(kafka.spec.kafka.config)["config.providers"])
    .filter((name) => ownProviders.some((own) => own === name))
    .map((name) => `spec.kafka.config["config.providers"]: ${name} is the operator's; call yours otherwise`);
