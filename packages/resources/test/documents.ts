/** Documents for tests: small, valid, and easy to break. */
export const kafka = (kafkaFields = "", specFields = "") => `apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata:
  name: c
spec:
  kafka:
    listeners:
      - {name: plain, port: 9092, type: internal, tls: false}
${indented(4, kafkaFields)}${indented(2, specFields)}`;

export const pool = (name = "p", spec = "replicas: 1\nroles: [broker, controller]\nstorage: {type: ephemeral}", cluster = "c") =>
  `apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: {name: ${name}, labels: {strimzi.io/cluster: ${cluster}}}
spec:
${indented(2, spec)}`;

export const topic = (name = "t", spec = "partitions: 1", cluster = "c") => `apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: {name: ${name}, labels: {strimzi.io/cluster: ${cluster}}}
spec:
${indented(2, spec)}`;

export const user = (name = "u", spec = "authentication: {type: scram-sha-512}", cluster = "c") => `apiVersion: kafka.strimzi.io/v1
kind: KafkaUser
metadata: {name: ${name}, labels: {strimzi.io/cluster: ${cluster}}}
spec:
${indented(2, spec)}`;

export const secret = (name = "s", fields = "stringData: {password: pw}") => `apiVersion: v1
kind: Secret
metadata: {name: ${name}}
${indented(0, fields)}`;

export const file = (...documents: string[]) => ({ file: "f.yaml", text: documents.join("---\n") });

const indented = (columns: number, text: string): string =>
  text === ""
    ? ""
    : `${text
        .split("\n")
        .map((line) => " ".repeat(columns) + line)
        .join("\n")}\n`;
