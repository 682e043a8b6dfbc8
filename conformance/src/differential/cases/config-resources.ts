import { apis } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";

const topic = 2;
const broker = 4;
const brokerLogger = 8;
const clientMetrics = 16;
const group = 32;
const set = 0;
const remove = 1;
const append = 2;
const subtract = 3;

interface Change {
  readonly name: string;
  readonly configOperation: number;
  readonly value: string | null;
}

async function alter({ talk }: Notes, resourceType: number, resourceName: string, configs: readonly Change[], validateOnly = false) {
  const asked = { resourceType, resourceName, configs: configs.map((config) => ({ ...config })) };
  const { responses } = await talk.call(apis.incrementalAlterConfigs, 1, { resources: [asked], validateOnly });
  return responses;
}

/** Waits until the broker has taken in what the controller wrote. */
async function settled({ talk, prefix }: Notes, what: string): Promise<void> {
  await talk.createTopic(`${prefix}settled-${what.replaceAll(" ", "-")}`);
}

async function described({ talk }: Notes, resourceType: number, resourceName: string, keys: string[] | null = null, version = 4) {
  const resource = { resourceType, resourceName, configurationKeys: keys };
  const draft = { resources: [resource], includeSynonyms: true, includeDocumentation: false };
  const { results } = await talk.call(apis.describeConfigs, version, draft);
  // Kafka's order comes from hash tables.
  return results.map((result) => ({ ...result, configs: result.configs.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }));
}

export const configResourceScenarios: readonly Scenario[] = [
  {
    name: "ListConfigResources",
    alone: true,
    async run(notes) {
      const { talk, prefix } = notes;
      const { name } = await notes.topic("one");
      const mine = `${prefix}mine`;
      await alter(notes, clientMetrics, mine, [{ name: "interval.ms", configOperation: set, value: "1000" }]);
      await alter(notes, group, mine, [{ name: "consumer.session.timeout.ms", configOperation: set, value: "50000" }]);
      await settled(notes, "set");
      /** Only what is this scenario's own, and brokers. */
      const list = async (what: string, version: number, resourceTypes: number[]) => {
        const { configResources, ...rest } = await talk.call(apis.listConfigResources, version, { resourceTypes });
        const own = configResources.filter(
          ({ resourceType, resourceName }) =>
            resourceType === broker || resourceType === brokerLogger || resourceName === mine || resourceName === name,
        );
        notes.note(what, { ...rest, own });
      };
      await list("version 0", 0, []);
      await list("all", 1, []);
      for (const each of [topic, broker, brokerLogger, clientMetrics, group]) await list(`type ${each}`, 1, [each]);
      await list("two types", 1, [topic, group]);
      await list("the same twice", 1, [group, group]);
      for (const each of [0, 1, 3, 64, -1]) await list(`unknown ${each}`, 1, [each]);
      await list("known and unknown", 1, [topic, 99]);
      await alter(notes, clientMetrics, mine, [{ name: "interval.ms", configOperation: remove, value: null }]);
      await alter(notes, group, mine, [{ name: "consumer.session.timeout.ms", configOperation: remove, value: null }]);
      await settled(notes, "removed");
      await list("when removed", 1, [clientMetrics, group]);
    },
  },
  {
    name: "Configs of client metrics",
    async run(notes) {
      const { prefix } = notes;
      const change = async (what: string, configs: readonly Change[], name = `${prefix}${what}`, validateOnly = false) => {
        notes.note(`${what}: answer`, await alter(notes, clientMetrics, name, configs, validateOnly));
        await settled(notes, what);
        notes.note(`${what}: then`, await described(notes, clientMetrics, name));
      };
      const one = (name: string, value: string | null, configOperation = set): Change[] => [{ name, configOperation, value }];
      await change("interval", one("interval.ms", "1000"));
      await change("metrics", one("metrics", "org.apache.kafka.consumer.,org.apache.kafka.producer."));
      await change("all metrics", one("metrics", "*"));
      await change("match", one("match", "client_software_name=apache-kafka-java,client_software_version=11.1.*"));
      await change("together", [...one("interval.ms", "500"), ...one("metrics", ""), ...one("match", "client_id=a")]);
      await change("validate only", one("interval.ms", "1000"), `${prefix}validate`, true);
      const bad: ReadonlyArray<[string, Change[]]> = [
        ["interval low", one("interval.ms", "99")],
        ["interval high", one("interval.ms", "3600001")],
        ["interval word", one("interval.ms", "soon")],
        ["interval list", one("interval.ms", "1", append)],
        ["match word", one("match", "nonsense")],
        ["match key", one("match", "colour=red")],
        ["match pattern", one("match", "client_id=[")],
        ["match two equals", one("match", "client_id=a=b")],
        ["unknown", one("no.such", "1")],
        ["null", one("interval.ms", null)],
        ["unknown operation", one("interval.ms", "1000", 9)],
        ["duplicate", [...one("metrics", "a"), ...one("metrics", "b")]],
        ["delete what is not there", one("metrics", null, remove)],
      ];
      for (const [what, configs] of bad) await change(what, configs);
      await change("appended", one("metrics", "a,b", append), `${prefix}list`);
      await change("appended again", one("metrics", "b,c", append), `${prefix}list`);
      await change("subtracted", one("metrics", "a", subtract), `${prefix}list`);
      await change("removed", one("metrics", null, remove), `${prefix}list`);
      notes.note("without a name", await alter(notes, clientMetrics, "", one("interval.ms", "1000")));
      notes.note("describe without a name", await described(notes, clientMetrics, ""));
      for (const name of [".", "a/b", "x".repeat(300)])
        notes.note(`named ${name.slice(0, 5)}`, await alter(notes, clientMetrics, name, one("interval.ms", "1000"), true));
      for (const version of [1, 2, 3]) {
        notes.note(
          `described in ${version}`,
          await described(notes, clientMetrics, `${prefix}interval`, ["interval.ms", "no.such"], version),
        );
      }
      const resources = [
        { resourceType: clientMetrics, resourceName: `${prefix}interval`, configs: [{ name: "match", value: "client_id=b" }] },
        { resourceType: clientMetrics, resourceName: `${prefix}replaced badly`, configs: [{ name: "interval.ms", value: "1" }] },
      ];
      await notes.each("replaced", apis.alterConfigs, [0, 2], { resources });
      await settled(notes, "replaced");
      notes.note("when replaced", await described(notes, clientMetrics, `${prefix}interval`));
    },
  },
  {
    name: "Configs altered by unknown operations",
    async run(notes) {
      const { talk } = notes;
      const { name } = await notes.topic("one");
      const node = String((await talk.call(apis.metadata, 12, { topics: [] })).brokers[0]?.nodeId ?? 0);
      const tries: ReadonlyArray<[number, string, string]> = [
        [topic, name, "retention.ms"],
        [broker, node, "log.cleaner.backoff.ms"],
        [broker, "", "log.cleaner.backoff.ms"],
        [group, name, "consumer.session.timeout.ms"],
        [clientMetrics, name, "metrics"],
      ];
      for (const [type, resource, config] of tries) {
        for (const configOperation of [4, -1]) {
          const what = `${type} ${resource === "" ? "all" : "one"}, ${configOperation}`;
          notes.note(what, await alter(notes, type, resource, [{ name: config, configOperation, value: "20000" }]));
          notes.note(`${what}, null`, await alter(notes, type, resource, [{ name: config, configOperation, value: null }]));
        }
      }
    },
  },
  {
    name: "Connections of one listener",
    alone: true,
    async run(notes) {
      const node = String((await notes.talk.call(apis.metadata, 12, { topics: [] })).brokers[0]?.nodeId ?? 0);
      const [{ configs: [listeners] = [] } = {}] = await described(notes, broker, node, ["listeners"]);
      const listener = (listeners?.value ?? "").split("://")[0]?.toLowerCase() ?? "";
      notes.words["the listener"] = listener;
      const ask = async (what: string, name: string, value: string | null, resource = node) => {
        const configOperation = value === null ? remove : set;
        notes.note(`${what}: answer`, await alter(notes, broker, resource, [{ name, configOperation, value }]));
        await settled(notes, what);
        notes.note(`${what}: then`, await described(notes, broker, node, [name]));
      };
      const own = `listener.name.${listener}.max.connections`;
      await ask("some", own, "1000");
      for (const value of ["0", "-1", "many", ""]) await ask(`as ${value || "nothing"}`, own, value);
      await ask("some for all brokers", own, "2000", "");
      await ask("none for all brokers", own, "0", "");
      await ask("taken back", own, null);
      await ask("taken back for all brokers", own, null, "");
      await ask("none for a listener that is not there", "listener.name.elsewhere.max.connections", "0");
      await ask("taken back there", "listener.name.elsewhere.max.connections", null);
    },
  },
  {
    name: "Configs of groups",
    async run(notes) {
      const { prefix } = notes;
      const change = async (what: string, configs: readonly Change[], name = `${prefix}${what}`) => {
        notes.note(`${what}: answer`, await alter(notes, group, name, configs));
        await settled(notes, what);
        notes.note(`${what}: then`, await described(notes, group, name, ["consumer.session.timeout.ms", "consumer.heartbeat.interval.ms"]));
      };
      const one = (name: string, value: string | null, configOperation = set): Change[] => [{ name, configOperation, value }];
      await change("session", one("consumer.session.timeout.ms", "50000"));
      await change("heartbeat", one("consumer.heartbeat.interval.ms", "6000"));
      await change("session low", one("consumer.session.timeout.ms", "44999"));
      await change("session high", one("consumer.session.timeout.ms", "60001"));
      await change("session word", one("consumer.session.timeout.ms", "x"));
      await change("heartbeat low", one("consumer.heartbeat.interval.ms", "4999"));
      await change("heartbeat high", one("consumer.heartbeat.interval.ms", "15001"));
      await change("interval negative", one("consumer.assignment.interval.ms", "-1"));
      await change("interval high", one("consumer.assignment.interval.ms", "99999999"));
      await change("append", one("consumer.session.timeout.ms", "1", append));
      await change("unknown", one("no.such", "1"));
      notes.note("without a name", await alter(notes, group, "", one("consumer.session.timeout.ms", "50000")));
      await change("removed", one("consumer.session.timeout.ms", null, remove), `${prefix}session`);
    },
  },
  {
    name: "Levels of loggers",
    alone: true,
    async run(notes) {
      const { talk } = notes;
      const node = String((await talk.call(apis.metadata, 12, { topics: [] })).brokers[0]?.nodeId ?? 0);
      const root = "root";
      const levelOf = async (what: string) => notes.note(what, await described(notes, brokerLogger, node, [root]));
      const change = async (what: string, configs: readonly Change[], name = node, validateOnly = false) => {
        notes.note(`${what}: answer`, await alter(notes, brokerLogger, name, configs, validateOnly));
        await levelOf(`${what}: then`);
      };
      const one = (value: string | null, configOperation = set, name = root): Change[] => [{ name, configOperation, value }];
      await change("at first", one("INFO"));
      for (const level of ["ERROR", "WARN", "DEBUG", "TRACE", "FATAL", "INFO"]) await change(`to ${level}`, one(level));
      await change("validate only", one("DEBUG"), node, true);
      await change("lower case", one("debug"));
      await change("unknown level", one("LOUD"));
      await change("off", one("OFF"));
      await change("empty", one(""));
      await change("null", one(null));
      await change("root deleted", one(null, remove));
      await change("appended", one("DEBUG", append));
      await change("subtracted", one("DEBUG", subtract));
      await change("unknown operation", one("DEBUG", 7));
      await change("unknown logger", one("DEBUG", set, "no.such.logger"));
      await change("unknown logger deleted", one(null, remove, "no.such.logger"));
      await change("unnamed logger", one("DEBUG", set, ""));
      await change("twice", [...one("DEBUG"), ...one("WARN")]);
      await change("good and bad", [...one("DEBUG"), ...one("INFO", set, "no.such.logger")]);
      await change("nothing", []);
      for (const name of ["", "7", "x", "-1"]) {
        notes.note(`broker ${name}`, await alter(notes, brokerLogger, name, one("INFO")));
        notes.note(`broker ${name}, described`, await described(notes, brokerLogger, name, [root]));
      }
      const resources = [{ resourceType: brokerLogger, resourceName: node, configs: [{ name: root, value: "INFO" }] }];
      await notes.each("replaced", apis.alterConfigs, [0, 2], { resources });
      for (const version of [1, 2, 3]) notes.note(`described in ${version}`, await described(notes, brokerLogger, node, [root], version));
    },
  },
];
