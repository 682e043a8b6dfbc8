import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { secretKind, userKind } from "@millrace/controllers";
import { events } from "@millrace/kube";
import { eventually } from "../client/running-broker.ts";
import { deleteNamespace, kafkas } from "./topic-stage.ts";
import type { UserCluster, UserStage } from "./user-stage.ts";

interface Case {
  readonly name: string;
  /** In a namespace of its own, with a Kafka. */
  readonly run: (cluster: UserCluster, stage: UserStage) => Promise<void>;
}

const paused = { "strimzi.io/pause-reconciliation": "true" };
const scram = { type: "scram-sha-512" as const };
const tls = { type: "tls" as const };
const external = { type: "tls-external" as const };
const reading = (name: string) => ({
  type: "simple" as const,
  acls: [{ resource: { type: "topic" as const, name }, operations: ["Read" as const, "Describe" as const] }],
});
const mayRead = (name: string) => [`allow Describe ${name}`, `allow Read ${name}`];
const fromSecret = (name: string, key = "pw") => ({ ...scram, password: { valueFrom: { secretKeyRef: { name, key } } } });

/** What Strimzi's User Operator does, on any API server and any Kafka. */
export const userCases: readonly Case[] = [
  {
    name: "a user with a password: credentials, ACLs, quotas, and a Secret with Strimzi's keys",
    async run(cluster) {
      await cluster.create("alice", { authentication: scram, authorization: reading("orders"), quotas: { producerByteRate: 1024 } });
      const alice = cluster.nameOf("alice");
      const { status, metadata } = await cluster.comesTo("alice", /^Ready True/);
      assert.deepEqual([status?.username, status?.secret], [alice, alice]);
      assert.deepEqual(await cluster.inKafka(alice), ["SCRAM-SHA-512", ...mayRead("orders"), "producer_byte_rate 1024"]);
      const secret = await cluster.secret(alice);
      const { password, "sasl.jaas.config": login, ...others } = secret?.entries ?? {};
      assert.match(password ?? "", /^[A-Za-z][A-Za-z0-9]{31}$/);
      const module = "org.apache.kafka.common.security.scram.ScramLoginModule";
      assert.equal(login, `${module} required username="${alice}" password="${password}";`);
      assert.deepEqual(others, {});
      assert.equal(secret?.metadata.labels?.["strimzi.io/kind"], "KafkaUser");
      assert.equal(secret?.metadata.labels?.["strimzi.io/cluster"], "cluster");
      assert.deepEqual(
        secret?.metadata.ownerReferences?.map(({ kind, name, uid }) => [kind, name, uid]),
        [["KafkaUser", alice, metadata.uid]],
      );
      await eventually("it is told", async () => (await reasonsOf(cluster)).includes("UserCreated"));
    },
  },
  {
    name: "a user is changed: ACLs and quotas are as declared, the password stays",
    async run(cluster) {
      await cluster.create("alice", { authentication: scram, authorization: reading("a"), quotas: { consumerByteRate: 5 } });
      await cluster.comesTo("alice", /^Ready True/);
      const before = await cluster.secret(cluster.nameOf("alice"));
      const spec = { authorization: reading("b"), quotas: { consumerByteRate: null, requestPercentage: 50 } };
      await cluster.patch("alice", { spec });
      await cluster.comesTo("alice", /^Ready True/);
      assert.deepEqual(await cluster.inKafka(cluster.nameOf("alice")), ["SCRAM-SHA-512", ...mayRead("b"), "request_percentage 50"]);
      await cluster.patch("alice", { spec: { authorization: null, quotas: null } });
      await cluster.comesTo("alice", /^Ready True/);
      assert.deepEqual(await cluster.inKafka(cluster.nameOf("alice")), ["SCRAM-SHA-512"]);
      assert.deepEqual((await cluster.secret(cluster.nameOf("alice")))?.entries, before?.entries);
      await eventually("it is told", async () => (await reasonsOf(cluster)).includes("UserChanged"));
    },
  },
  {
    name: "drift is reverted on the next pass",
    async run(cluster, { admin }) {
      await cluster.create("alice", { authentication: scram, authorization: reading("a"), quotas: { consumerByteRate: 5 } });
      await cluster.comesTo("alice", /^Ready True/);
      const alice = cluster.nameOf("alice");
      const expected = await cluster.inKafka(alice);
      await admin.alterUserScramCredentials([{ user: alice, mechanism: "SCRAM-SHA-512", password: null }]);
      await admin.deleteAcls([{ principal: `User:${alice}` }]);
      await admin.alterClientQuotas([{ entity: { user: alice }, set: { producer_byte_rate: 7 }, remove: ["consumer_byte_rate"] }]);
      await eventually("it is reverted", async () => JSON.stringify(await cluster.inKafka(alice)) === JSON.stringify(expected));
    },
  },
  {
    name: "a password from a Secret, and its change",
    async run(cluster) {
      await cluster.create("alice", { authentication: fromSecret("given") });
      await cluster.comesTo("alice", /^NotReady True InvalidResourceException: Secret given in namespace .* not found$/);
      assert.equal(await cluster.secret(cluster.nameOf("alice")), undefined);
      await cluster.createSecret("given", { other: "x", empty: "" });
      const lacking = "Secret given does not contain the key pw with requested user password.";
      await cluster.comesTo("alice", new RegExp(`^NotReady True InvalidResourceException: ${lacking}$`));
      const change = (data: object) =>
        cluster.client.patch(secretKind, { namespace: cluster.namespace, name: "given" }, { data }, { type: "merge" });
      await change({ pw: Buffer.from("first").toString("base64") });
      await cluster.comesTo("alice", /^Ready True/);
      assert.equal((await cluster.secret(cluster.nameOf("alice")))?.entries.password, "first");
      assert.deepEqual(await cluster.inKafka(cluster.nameOf("alice")), ["SCRAM-SHA-512"]);
      await change({ pw: Buffer.from("second").toString("base64") });
      await eventually(
        "the Secret has the new one",
        async () => (await cluster.secret(cluster.nameOf("alice")))?.entries.password === "second",
      );
    },
  },
  {
    name: "a user with a certificate of the clients' authority",
    async run(cluster) {
      await cluster.create("alice", { authentication: tls, authorization: reading("a"), quotas: { consumerByteRate: 5 } });
      await cluster.comesTo(
        "alice",
        /^NotReady True InvalidConfigurationException: Secret cluster-clients-ca-cert in namespace .* not found$/,
      );
      const authority = new X509Certificate(await cluster.makeAuthority());
      const { status } = await cluster.comesTo("alice", /^Ready True/);
      const alice = cluster.nameOf("alice");
      assert.deepEqual([status?.username, status?.secret], [`CN=${alice}`, alice]);
      assert.deepEqual(await cluster.inKafka(`CN=${alice}`), [...mayRead("a"), "consumer_byte_rate 5"]);
      assert.deepEqual(await cluster.inKafka(alice), []);
      const { entries = {} } = (await cluster.secret(alice)) ?? {};
      assert.deepEqual(Object.keys(entries).sort(), ["ca.crt", "user.crt", "user.key", "user.p12", "user.password"]);
      const certificate = new X509Certificate(entries["user.crt"] ?? "");
      assert.equal(certificate.subject, `CN=${alice}`);
      assert(certificate.verify(authority.publicKey));
      assert.equal(entries["ca.crt"], authority.toString());
    },
  },
  {
    name: "a certificate is renewed when its authority has another key, and when somebody asks for it",
    async run(cluster) {
      await cluster.makeAuthority();
      await cluster.create("alice", { authentication: { ...tls, validityDays: 10, renewalDays: 5 } });
      await cluster.comesTo("alice", /^Ready True/);
      const alice = cluster.nameOf("alice");
      const certificateOf = async () => new X509Certificate((await cluster.secret(alice))?.entries["user.crt"] ?? "");
      const first = await certificateOf();
      const days = (first.validToDate.getTime() - first.validFromDate.getTime()) / 86_400_000;
      assert(days >= 10 && days < 11, `valid for ${days} days`);
      const { publicKey } = new X509Certificate(await cluster.makeAuthority());
      await eventually("it is the new authority's", async () => (await certificateOf()).verify(publicKey));
      const second = await certificateOf();
      const annotations = { "strimzi.io/force-renew": "true" };
      await cluster.client.patch(
        secretKind,
        { namespace: cluster.namespace, name: alice },
        { metadata: { annotations } },
        { type: "merge" },
      );
      await eventually("it is another", async () => (await certificateOf()).serialNumber !== second.serialNumber);
      assert.equal((await cluster.secret(alice))?.metadata.annotations?.["strimzi.io/force-renew"], undefined);
    },
  },
  {
    name: "a user with a certificate from elsewhere, and one with no credentials at all",
    async run(cluster) {
      await cluster.create("outside", { authentication: external, authorization: reading("a") });
      await cluster.create("nobody", { authorization: reading("b") });
      const outside = await cluster.comesTo("outside", /^Ready True/);
      const nobody = await cluster.comesTo("nobody", /^Ready True/);
      assert.deepEqual([outside.status?.username, outside.status?.secret], [`CN=${cluster.nameOf("outside")}`, undefined]);
      assert.deepEqual([nobody.status?.username, nobody.status?.secret], [cluster.nameOf("nobody"), undefined]);
      assert.deepEqual(await cluster.inKafka(`CN=${cluster.nameOf("outside")}`), mayRead("a"));
      assert.deepEqual(await cluster.inKafka(cluster.nameOf("nobody")), mayRead("b"));
      assert.equal(await cluster.secret(cluster.nameOf("outside")), undefined);
    },
  },
  {
    name: "a user that gets another sort of credentials loses those that it had",
    async run(cluster) {
      const alice = cluster.nameOf("alice");
      await cluster.makeAuthority();
      await cluster.create("alice", { authentication: scram, authorization: reading("a"), quotas: { consumerByteRate: 5 } });
      await cluster.comesTo("alice", /^Ready True/);
      await cluster.patch("alice", { spec: { authentication: tls } });
      await cluster.comesTo("alice", /^Ready True/);
      assert.deepEqual(await cluster.inKafka(alice), []);
      assert.deepEqual(await cluster.inKafka(`CN=${alice}`), [...mayRead("a"), "consumer_byte_rate 5"]);
      assert.equal((await cluster.secret(alice))?.entries.password, undefined);
      await cluster.patch("alice", { spec: { authentication: external } });
      assert.equal((await cluster.comesTo("alice", /^Ready True/)).status?.secret, undefined);
      assert.equal(await cluster.secret(alice), undefined);
      await cluster.patch("alice", { spec: { authentication: scram } });
      await cluster.comesTo("alice", /^Ready True/);
      assert.deepEqual(await cluster.inKafka(`CN=${alice}`), []);
      assert.deepEqual(await cluster.inKafka(alice), ["SCRAM-SHA-512", ...mayRead("a"), "consumer_byte_rate 5"]);
    },
  },
  {
    name: "a Secret of somebody else is not overwritten, nor deleted",
    async run(cluster) {
      const alice = cluster.nameOf("alice");
      await cluster.createSecret(alice, { password: "mine" });
      await cluster.create("alice", { authentication: scram });
      const message = "exists and does not belong to this KafkaUser: it is not overwritten";
      await cluster.comesTo("alice", new RegExp(`^NotReady True ResourceConflict: Secret ${alice} ${message}$`));
      assert.deepEqual(await cluster.inKafka(alice), []);
      await cluster.delete("alice");
      await cluster.create("bob", { authentication: scram });
      await cluster.comesTo("bob", /^Ready True/);
      assert.deepEqual((await cluster.secret(alice))?.entries, { password: "mine" });
      await cluster.create("alice", { authentication: scram });
      await cluster.comesTo("alice", /^NotReady True ResourceConflict/);
      await cluster.client.delete(secretKind, { namespace: cluster.namespace, name: alice });
      await cluster.comesTo("alice", /^Ready True/);
    },
  },
  {
    name: "a Secret that was made for the user gives the password, and comes back if it is deleted or changed",
    async run(cluster) {
      const alice = cluster.nameOf("alice");
      await cluster.createSecret(alice, { password: "brought" }, { labels: { "strimzi.io/kind": "KafkaUser" } });
      await cluster.create("alice", { authentication: scram });
      await cluster.comesTo("alice", /^Ready True/);
      const entries = async () => (await cluster.secret(alice))?.entries ?? {};
      assert.equal((await entries()).password, "brought");
      assert.match((await entries())["sasl.jaas.config"] ?? "", /password="brought";$/);
      const name = { namespace: cluster.namespace, name: alice };
      await cluster.client.patch(secretKind, name, { data: { "sasl.jaas.config": "eA==", extra: "eA==" } }, { type: "merge" });
      await eventually("it is right again", async () => {
        const { "sasl.jaas.config": login = "", extra } = await entries();
        return login.endsWith('password="brought";') && extra === undefined;
      });
      await cluster.client.delete(secretKind, name);
      await eventually("there is another password", async () => {
        const { password } = await entries();
        return password !== undefined && password !== "brought";
      });
    },
  },
  {
    name: "the Secret's template and prefix",
    async run(cluster) {
      await cluster.patchKafka({ spec: { entityOperator: { userOperator: { secretPrefix: "kafka-" } } } });
      const metadata = { labels: { team: "b", "strimzi.io/kind": "x" }, annotations: { note: "n" } };
      await cluster.create("alice", { authentication: scram, template: { secret: { metadata } } });
      const name = `kafka-${cluster.nameOf("alice")}`;
      await eventually("it has the prefix", async () => (await cluster.get("alice"))?.status?.secret === name);
      const first = await cluster.secret(name);
      assert.deepEqual([first?.metadata.labels?.team, first?.metadata.labels?.["strimzi.io/kind"]], ["b", "KafkaUser"]);
      assert.deepEqual(first?.metadata.annotations, { note: "n" });
      await cluster.patch("alice", {
        spec: { template: { secret: { metadata: { labels: { team: null }, annotations: { note: "m" } } } } },
      });
      await eventually("it is as the template has it", async () => {
        const { labels, annotations } = (await cluster.secret(name))?.metadata ?? {};
        return labels?.team === undefined && annotations?.note === "m";
      });
      await cluster.delete("alice");
      await eventually("it goes", async () => (await cluster.secret(name)) === undefined);
    },
  },
  {
    name: "a deleted user loses credentials, ACLs, quotas and Secret",
    async run(cluster) {
      await cluster.makeAuthority();
      await cluster.create("alice", { authentication: scram, authorization: reading("a"), quotas: { consumerByteRate: 5 } });
      await cluster.create("bob", { authentication: tls, authorization: reading("b") });
      await cluster.comesTo("alice", /^Ready True/);
      await cluster.comesTo("bob", /^Ready True/);
      await cluster.delete("alice");
      await cluster.delete("bob");
      const [alice, bob] = [cluster.nameOf("alice"), cluster.nameOf("bob")];
      await eventually("Kafka has nothing of them", async () => {
        const left = await Promise.all([alice, `CN=${alice}`, bob, `CN=${bob}`].map((name) => cluster.inKafka(name)));
        return left.flat().length === 0;
      });
      await eventually("their Secrets are gone", async () => {
        const left = await Promise.all([alice, bob].map((name) => cluster.secret(name)));
        return left.every((secret) => secret === undefined);
      });
    },
  },
  {
    name: "a paused user stays as it is until it is no longer paused",
    async run(cluster) {
      await cluster.create("alice", { authentication: scram, annotations: paused });
      const { status } = await cluster.comesTo("alice", /^ReconciliationPaused True$/);
      assert.deepEqual([status?.observedGeneration, status?.username, status?.secret], [0, undefined, undefined]);
      assert.deepEqual(await cluster.inKafka(cluster.nameOf("alice")), []);
      await cluster.patch("alice", { metadata: { annotations: { "strimzi.io/pause-reconciliation": null } } });
      await cluster.comesTo("alice", /^Ready True/);
    },
  },
  {
    name: "what can't be had is told in Strimzi's words, and nobody else waits for it",
    async run(cluster, stage) {
      await cluster.create("long".repeat(16), { authentication: tls });
      await cluster.create("nameless", { authentication: { ...scram, password: { valueFrom: {} } } });
      await cluster.create("odd", { authorization: { type: "simple", acls: [{ resource: { type: "group" }, operations: ["Write"] }] } });
      await cluster.create("good", { authentication: scram });
      await cluster.comesTo("good", /^Ready True/);
      await cluster.comesTo(
        "long".repeat(16),
        /^NotReady True InvalidResourceException: Users with TLS client authentication .* 64 characters/,
      );
      await cluster.comesTo("nameless", /^NotReady True InvalidResourceException: Resource requests custom SCRAM-SHA-512 password/);
      await cluster.comesTo("odd", /^NotReady True KafkaError: /);
      const open = await stage.cluster(`${cluster.namespace}-open`, { kafka: { listeners: plain } });
      await open.create("alice", { authentication: scram, authorization: reading("a") });
      await open.comesTo(
        "alice",
        /^NotReady True InvalidResourceException: Simple authorization ACL rules are configured but not supported/,
      );
      await open.patch("alice", { spec: { authorization: null } });
      await open.comesTo("alice", /^Ready True/);
    },
  },
  {
    name: "a user that nobody looks after says so, and is looked after as soon as somebody does",
    async run(cluster) {
      await cluster.create("alice", { authentication: scram, labels: {} });
      await cluster.create("lost", { authentication: scram, labels: { "strimzi.io/cluster": "elsewhere" } });
      await cluster.comesTo("alice", /^NotReady True NoCluster: The label strimzi.io\/cluster is missing/);
      await cluster.comesTo("lost", /^NotReady True NoCluster: There is no Kafka elsewhere/);
      assert.deepEqual(await cluster.inKafka(cluster.nameOf("alice")), []);
      await cluster.patch("alice", { metadata: { labels: { "strimzi.io/cluster": "cluster" } } });
      await cluster.comesTo("alice", /^Ready True/);
      await cluster.patchKafka({ spec: { entityOperator: null } });
      await cluster.comesTo("alice", /^NotReady True NoUserOperator: /);
      await cluster.patchKafka({ spec: { entityOperator: { userOperator: {} } } });
      await cluster.comesTo("alice", /^Ready True/);
      await cluster.patch("alice", { metadata: { labels: { "strimzi.io/cluster": "elsewhere" } } });
      await eventually("the Kafka that it left forgets it", async () => (await cluster.inKafka(cluster.nameOf("alice"))).length === 0);
    },
  },
  {
    name: "a namespace goes with all its users",
    async run(cluster) {
      for (const name of ["a", "b", "c"]) await cluster.create(name, { authentication: scram });
      for (const name of ["a", "b", "c"]) await cluster.comesTo(name, /^Ready True/);
      await deleteNamespace(cluster.client, cluster.namespace);
      await eventually("they are gone", async () => (await cluster.client.list(userKind, cluster)).items.length === 0);
    },
  },
  {
    name: "a pass that finds nothing to do writes nothing",
    async run(cluster, { controller }) {
      await cluster.makeAuthority();
      await cluster.create("alice", { authentication: scram, authorization: reading("a"), quotas: { controllerMutationRate: 1.5 } });
      await cluster.create("bob", { authentication: tls });
      await cluster.create("bad", { authentication: fromSecret("missing") });
      await cluster.comesTo("alice", /^Ready True/);
      await cluster.comesTo("bob", /^Ready True/);
      await cluster.comesTo("bad", /^NotReady True/);
      const versions = async () => {
        const lists = await Promise.all([cluster.client.list(userKind, cluster), cluster.client.list(secretKind, cluster)]);
        return lists.flatMap(({ items }) => items.map(({ metadata }) => metadata.resourceVersion));
      };
      const before = await versions();
      const passes = () =>
        controller.metrics().find(({ name }) => name === "strimzi_reconciliations_periodical_total")?.samples[0]?.value ?? 0;
      const from = passes();
      await eventually("there were more passes", () => passes() >= from + 3);
      assert.deepEqual(await versions(), before);
    },
  },
  {
    name: "users of a Kafka that is gone say so; when it comes again, whoever was deleted meanwhile loses what it had",
    async run(cluster) {
      const [alice, bob] = [cluster.nameOf("alice"), cluster.nameOf("bob")];
      for (const name of ["alice", "bob"]) {
        await cluster.create(name, { authentication: scram });
        await cluster.comesTo(name, /^Ready True$/);
      }
      await cluster.client.delete(kafkas, cluster.kafka.metadata);
      await cluster.comesTo("alice", /^NotReady True NoCluster: /);
      await cluster.delete("bob");
      assert.deepEqual(await cluster.inKafka(bob), ["SCRAM-SHA-512"]);
      const { apiVersion, kind, spec, metadata } = cluster.kafka;
      const { namespace } = cluster;
      await cluster.client.create(kafkas, { apiVersion, kind, spec, metadata: { namespace, name: metadata.name } });
      await cluster.comesTo("alice", /^Ready True$/);
      await eventually("bob has nothing any more", async () => (await cluster.inKafka(bob)).length === 0);
      assert.deepEqual(await cluster.inKafka(alice), ["SCRAM-SHA-512"]);
    },
  },
];

const plain = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];

async function reasonsOf(cluster: UserCluster): Promise<readonly string[]> {
  return (await cluster.client.list(events, cluster)).items.map(({ reason }) => reason);
}
