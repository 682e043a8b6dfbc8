/** A field of a message that holds a text or another message. */
function field(number: number, content: string | readonly Buffer[]): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content) : Buffer.concat(content);
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(bytes.length)]), bytes]);
}

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

const namespaces = 'group: ""\nkind: Namespace\nversion: v1\n';

/** `parameters` of an operation: one that stands in the query. */
const queryParameter = (name: string): Buffer => field(8, [field(1, [field(2, [field(3, [field(2, "query"), field(4, name)])])])]);

/** `vendor_extension` of an operation. */
const extension = (name: string, yaml: string): Buffer => field(13, [field(1, name), field(2, [field(2, yaml)])]);

const patch = field(8, [queryParameter("fieldValidation"), extension("x-kubernetes-group-version-kind", namespaces)]);

/**
 * An `openapi.v2.Document` of https://github.com/google/gnostic with nothing but what `kubectl` looks at: that fields are validated here,
 * which it takes from the patch of a namespace for all kinds that are not in it.
 */
export const swaggerDocument: Buffer = Buffer.concat([
  field(1, "2.0"),
  field(2, [field(1, "Kubernetes"), field(2, "v1")]),
  field(8, [field(2, [field(1, "/api/v1/namespaces/{name}"), field(2, [patch])])]),
]);
