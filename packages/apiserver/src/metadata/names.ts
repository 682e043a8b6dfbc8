/** Rules for names, with what Kubernetes says of a breach: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
const qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const labelValue = `(${qualified})?`;

const labelPattern = new RegExp(`^${label}$`);
const subdomainPattern = new RegExp(`^${subdomain}$`);
const qualifiedPattern = new RegExp(`^${qualified}$`);
const labelValuePattern = new RegExp(`^${labelValue}$`);

const alphanumeric = "must start and end with an alphanumeric character";
const tooLong = (limit: number): string => `must be no more than ${limit} characters`;

function breach(rule: string, pattern: string, ...examples: readonly string[]): string {
  const [first, ...others] = examples.map((example) => `'${example}'`);
  const shown = [`e.g. ${first}`, ...others].join(",  or ");
  return `${rule} (${shown}, regex used for validation is '${pattern}')`;
}

const labelBreach = breach(
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and ${alphanumeric}`,
  label,
  "my-name",
  "123-abc",
);
const subdomainBreach = breach(
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and ${alphanumeric}`,
  subdomain,
  "example.com",
);
const qualifiedBreach = breach(
  `must consist of alphanumeric characters, '-', '_' or '.', and ${alphanumeric}`,
  qualified,
  "MyName",
  "my.name",
  "123-abc",
);
const labelValueBreach = breach(
  `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and ${alphanumeric}`,
  labelValue,
  "MyValue",
  "my_value",
  "12345",
);

/** What most objects may be called. */
export function subdomainProblems(name: string): string[] {
  return [...(name.length > 253 ? [tooLong(253)] : []), ...(subdomainPattern.test(name) ? [] : [subdomainBreach])];
}

/** What namespaces may be called. */
export function labelProblems(name: string): string[] {
  const problems = name.length > 63 ? [tooLong(63)] : [];
  if (labelPattern.test(name)) return problems;
  return [...problems, subdomainPattern.test(name) ? "must not contain dots" : labelBreach];
}

/** Keys of labels and annotations, finalizers: a name, perhaps with a domain and a slash before it. */
export function qualifiedNameProblems(text: string): string[] {
  const parts = text.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.length > 2) {
    return [`a qualified name ${qualifiedBreach} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const problems: string[] = [];
  if (parts.length === 2) {
    const [prefix = ""] = parts;
    if (prefix === "") problems.push("prefix part must be non-empty");
    else problems.push(...subdomainProblems(prefix).map((problem) => `prefix part ${problem}`));
  }
  if (name === "") problems.push("name part must be non-empty");
  else if (name.length > 63) problems.push(`name part ${tooLong(63)}`);
  if (!qualifiedPattern.test(name)) problems.push(`name part ${qualifiedBreach}`);
  return problems;
}

export function labelValueProblems(value: string): string[] {
  return [...(value.length > 63 ? [tooLong(63)] : []), ...(labelValuePattern.test(value) ? [] : [labelValueBreach])];
}
