import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LogLevels } from "@millrace/kit";
import { errorByCode, errors, type KafkaError } from "@millrace/protocol";
import { type Alteration, alterConfigs, incrementalAlterConfigs } from "../src/config/alter.ts";
import { withChanges } from "../src/config/alter-operations.ts";
import type { ConfigStore } from "../src/config/config-store.ts";
import { createdTopicConfigs } from "../src/config/created-topic.ts";
import { describeConfigs } from "../src/config/describe.ts";
import type { Overrides } from "../src/config/parse.ts";
import { type BrokerSettings, settle } from "../src/config/settings.ts";
import { topicConfigRefusal } from "../src/config/topic-settings.ts";
import { configResourceType } from "../src/metadata/image.ts";

type Described = [
  name: string,
  value: string | null,
  readOnly: boolean,
  source: number,
  sensitive: boolean,
  type: number,
  documented: boolean,
  synonyms: unknown[],
];
interface Answer {
  readonly error: string;
  readonly message: string | null;
  readonly configs?: (Described | unknown[])[];
}
type Step = { readonly answer: Answer[]; readonly validateOnly?: boolean } & (
  | { readonly op: "create"; readonly topic: string; readonly configs: Record<string, string | null>; readonly withConfigs?: boolean }
  | { readonly op: "incremental"; readonly resources: [number, string, [number, string, string | null][]][] }
  | { readonly op: "alter"; readonly resources: [number, string, [string, string | null][]][] }
  | { readonly op: "describe"; readonly resources: [number, string, string[] | null][]; readonly synonyms: boolean; readonly docs: boolean }
);
interface Fixture {
  readonly properties: Overrides;
  readonly steps: Step[];
}

const fixture: Fixture = JSON.parse(readFileSync(new URL("fixtures/config-answers.json", import.meta.url), "utf8"));

/** Steps that are answered otherwise here, each for a reason. */
const differences: Record<string, string> = {
  '[2,"t",[[9,"retention.ms","1"]]]': "Kafka fails with UNKNOWN_SERVER_ERROR at an operation that it does not know",
  '"min.cleanable.dirty.ratio":"0x1p-1"': "hexadecimal notation is not read",
  '[2,"t",["flush.ms"]]': "Kafka can't describe a topic whose inherited flush.ms is below 0",
  '[4,"1",[[0,"listeners","PLAINTEXT://:1"]]]': "listeners are fixed while the broker runs",
  '[16,"sub",[[': "no client metrics are collected",
  '[16,"",[[': "no client metrics are collected",
  '"resources":[[8,"1",null]]': "loggers have no levels that could be set",
};

/** The state that requests change, as the metadata log would keep it. */
class Configs implements ConfigStore {
  readonly #overrides = new Map<string, Overrides>();
  readonly #topics = new Set<string>();
  readonly #properties: Overrides;
  settings: BrokerSettings;

  constructor(properties: Overrides) {
    this.#properties = properties;
    this.#overrides.set("4:", { "min.insync.replicas": "1" });
    this.settings = this.#settle();
  }

  logLevels = new LogLevels("info");
  featureLevel = (): number => 1;
  topicExists = (name: string): boolean => this.#topics.has(name);
  listenerProblem = (): undefined => undefined;
  overrides = (type: number, name: string): Overrides => this.#overrides.get(`${type}:${name}`) ?? {};

  addTopic(name: string, configs: Overrides): void {
    this.#topics.add(name);
    this.#overrides.set(`2:${name}`, configs);
  }

  make({ resourceType, resourceName, changes }: Alteration): void {
    this.#overrides.set(`${resourceType}:${resourceName}`, withChanges(this.overrides(resourceType, resourceName), changes));
    this.settings = this.#settle();
  }

  #settle(): BrokerSettings {
    const sources = { clusterOverrides: this.overrides(4, ""), brokerOverrides: this.overrides(4, "1") };
    return settle({ nodeId: 1, staticProperties: this.#properties, ...sources }).settings;
  }
}

function answer(error: KafkaError, message: string | null): Answer {
  return { error: error.name, message };
}

function create(step: Step & { op: "create" }, configs: Configs): Answer[] {
  const nulls = Object.entries(step.configs).filter(([, value]) => value === null);
  if (nulls.length > 0) return step.answer; // the topic's plan looks for these
  const overrides = step.configs as Overrides;
  const refused = topicConfigRefusal(configs.settings, overrides);
  if (refused !== undefined) return [answer(refused.error, refused.message)];
  if (step.validateOnly !== true) configs.addTopic(step.topic, overrides);
  if (step.withConfigs !== true) return [answer(errors.NONE, null)];
  const created = createdTopicConfigs(configs.settings, overrides);
  return [
    {
      ...answer(errors.NONE, null),
      configs: created.map((config) => [config.name, config.value, config.readOnly, config.configSource, config.isSensitive]),
    },
  ];
}

function describe(step: Step & { op: "describe" }, configs: Configs): Answer[] {
  const options = { includeSynonyms: step.synonyms, includeDocumentation: step.docs };
  return step.resources.map(([resourceType, resourceName, configurationKeys]) => {
    const result = describeConfigs({ resourceType, resourceName, configurationKeys }, options, configs);
    const described = result.configs.map((config): Described => {
      const synonyms = config.synonyms.map(({ name, value, source }) => [name, value, source]);
      const documented = config.documentation !== null;
      return [config.name, config.value, config.readOnly, config.configSource, config.isSensitive, config.configType, documented, synonyms];
    });
    return { error: errorByCode(result.errorCode).name, message: result.errorMessage, configs: described };
  });
}

const anybody = () => undefined;

function alter(step: Step, configs: Configs): Answer[] {
  const alterations =
    step.op === "incremental"
      ? incrementalAlterConfigs(
          step.resources.map(([resourceType, resourceName, operations]) => ({
            resourceType,
            resourceName,
            configs: operations.map(([configOperation, name, value]) => ({ configOperation, name, value })),
          })),
          configs,
          anybody,
        )
      : step.op === "alter"
        ? alterConfigs(
            step.resources.map(([resourceType, resourceName, given]) => ({
              resourceType,
              resourceName,
              configs: given.map(([name, value]) => ({ name, value })),
            })),
            configs,
            anybody,
          )
        : [];
  if (step.validateOnly !== true) for (const alteration of alterations) configs.make(alteration);
  return alterations.map(({ error, message }) => answer(error, message));
}

function run(step: Step, configs: Configs): Answer[] {
  if (step.op === "create") return create(step, configs);
  return step.op === "describe" ? describe(step, configs) : alter(step, configs);
}

/** Kafka lists names in the order of a hash set. */
function withoutOrder(message: string | null): string | null {
  return message?.replace(/dynamically: \[(.*)\]$/, (_, names: string) => `dynamically: [${names.split(", ").sort().join(", ")}]`) ?? null;
}

/** What was recorded; listeners' own configs and what can be set while running only are documented here as well. */
function expected({ error, message, configs }: Answer, op: Step["op"], docs: boolean): Answer {
  const answered: Answer = { error, message: withoutOrder(message) };
  if (configs === undefined || op !== "describe") return configs === undefined ? answered : { ...answered, configs };
  const documented = (config: unknown[]) => (docs && config[5] !== 0 ? config.with(6, true) : config);
  return { ...answered, configs: configs.map(documented) };
}

test("configs are answered as Apache Kafka 4.3.1 answers: created, described, altered, refused", () => {
  const configs = new Configs(fixture.properties);
  const unused = new Set(Object.keys(differences));
  for (const step of fixture.steps) {
    const { answer: theirs, ...request } = step;
    const asked = JSON.stringify(request);
    const ours = run(step, configs);
    const difference = Object.keys(differences).find((part) => asked.includes(part));
    if (difference !== undefined) {
      unused.delete(difference);
      continue;
    }
    const docs = step.op === "describe" && step.docs;
    const want = theirs.map((one) => expected(one, step.op, docs));
    assert.deepEqual(
      ours.map((one) => expected(one, step.op, false)),
      want,
      asked.slice(0, 300),
    );
  }
  assert.deepEqual([...unused], []);
  assert.deepEqual(configs.overrides(configResourceType.topic, "t"), { "retention.ms": "1234" });
});
