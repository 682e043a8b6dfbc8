import { isJsonObject, type KubeObject, sameJson } from "../../objects.ts";
import type { FieldError } from "../../status/field-error.ts";
import type { ResourceKind, Strategy } from "../kind.ts";
import { builtin, bytesMap, flag, listBy, listOf, members, objectReference, resource, text, textMap } from "./parts.ts";

/** ConfigMaps, Secrets and ServiceAccounts: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/ */

const totalBytesMax = 1 << 20;
const keyPattern = /^[-._a-zA-Z0-9]+$/;
const keyBreach =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

const invalid = (field: string, value: string, detail: string): FieldError => ({ type: "FieldValueInvalid", field, value, detail });
const entries = (value: unknown): Array<[string, string]> =>
  isJsonObject(value) ? (Object.entries(value) as Array<[string, string]>) : [];

function keyErrors(field: string, key: string): FieldError[] {
  const at = `${field}[${key}]`;
  if (key.length > 253) return [invalid(at, key, "must be no more than 253 characters")];
  if (key === "." || key === "..") return [invalid(at, key, `must not be '${key}'`)];
  if (key.startsWith("..")) return [invalid(at, key, "must not start with '..'")];
  return keyPattern.test(key) ? [] : [invalid(at, key, keyBreach)];
}

/** What is immutable stays so, and so does what it holds. */
function immutableErrors(object: KubeObject, old: KubeObject | undefined, fields: readonly string[]): FieldError[] {
  if (old?.immutable !== true) return [];
  const detail = "field is immutable when `immutable` is set";
  const changed = fields.filter((field) => !sameJson(object[field] ?? {}, old[field] ?? {}));
  const given = object.immutable === true ? [] : ["immutable"];
  return [...given, ...changed].map((field) => ({ type: "FieldValueForbidden", field, detail }));
}

const tooLong = (field: string): FieldError => ({
  type: "FieldValueTooLong",
  field,
  detail: `may not be more than ${totalBytesMax} bytes`,
});

const configMapStrategy: Strategy = {
  validate(object, old) {
    const texts = entries(object.data);
    const binaries = entries(object.binaryData);
    const both = binaries.filter(([key]) => texts.some(([other]) => other === key));
    const bytes = [
      ...texts.map(([, value]) => Buffer.byteLength(value)),
      ...binaries.map(([, value]) => Buffer.byteLength(value, "base64")),
    ];
    return [
      ...texts.flatMap(([key]) => keyErrors("data", key)),
      ...both.map(([key]) => invalid(`data[${key}]`, key, "duplicate of key present in binaryData")),
      ...binaries.flatMap(([key]) => keyErrors("binaryData", key)),
      ...(bytes.reduce((sum, each) => sum + each, 0) > totalBytesMax ? [tooLong("[]")] : []),
      ...immutableErrors(object, old, ["data", "binaryData"]),
    ];
  },
};

/** What a Secret of a type has to have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

const secretStrategy: Strategy = {
  /** `stringData` is a way to write `data`; it is never read. */
  decode(object) {
    const { stringData, ...rest } = object;
    const written = entries(stringData).map(([key, value]) => [key, Buffer.from(value).toString("base64")] as const);
    const type = typeof object.type === "string" && object.type !== "" ? object.type : "Opaque";
    const data = { ...(isJsonObject(rest.data) ? rest.data : {}), ...Object.fromEntries(written) };
    return { ...rest, ...(Object.keys(data).length === 0 ? {} : { data }), type };
  },
  validate(object, old) {
    const data = entries(object.data);
    const type = String(object.type);
    const bytes = data.reduce((sum, [, value]) => sum + Buffer.byteLength(value, "base64"), 0);
    const missing = (requiredKeys[type] ?? []).filter((key) => !data.some(([held]) => held === key));
    return [
      ...data.flatMap(([key]) => keyErrors("data", key)),
      ...(bytes > totalBytesMax ? [tooLong("data")] : []),
      ...missing.map((key): FieldError => ({ type: "FieldValueRequired", field: `data[${key}]`, detail: "" })),
      ...(old !== undefined && old.type !== type ? [invalid("type", type, "field is immutable")] : []),
      ...immutableErrors(object, old, ["data"]),
    ];
  },
};

const serviceAccountStrategy: Strategy = {
  /** Of its Secrets only the names count. */
  prepare(object) {
    const { secrets } = object;
    if (!Array.isArray(secrets)) return object;
    return { ...object, secrets: secrets.map((secret) => (isJsonObject(secret) ? { name: secret.name } : secret)) };
  },
};

export const configurationKinds: readonly ResourceKind[] = [
  builtin({
    kind: "ConfigMap",
    plural: "configmaps",
    shortNames: ["cm"],
    schema: () => resource({ data: textMap, binaryData: bytesMap, immutable: flag }),
    strategy: configMapStrategy,
  }),
  builtin({
    kind: "Secret",
    plural: "secrets",
    selectable: { type: "type" },
    schema: () => resource({ data: bytesMap, stringData: textMap, type: text, immutable: flag }),
    strategy: secretStrategy,
  }),
  builtin({
    kind: "ServiceAccount",
    plural: "serviceaccounts",
    shortNames: ["sa"],
    strategy: serviceAccountStrategy,
    schema: () =>
      resource({
        secrets: listBy("name", objectReference),
        imagePullSecrets: listOf({ ...members({ name: text }), "x-kubernetes-map-type": "atomic" }),
        automountServiceAccountToken: flag,
      }),
  }),
];
