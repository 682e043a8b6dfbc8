import { KubeRequestError, type ObjectName, type Selection } from "@millrace/kube";
import { type AnyObject, type ServedKind, singularText, type Table } from "@millrace/kube/browse";
import { UsageError } from "../command.ts";
import { onInterrupt } from "../interrupt.ts";
import { type Api, printRefusal, withApi } from "../kubernetes/access.ts";
import type { AccessOptions } from "../kubernetes/find-platform.ts";
import { type Found, type GetOutput, getOutput } from "../kubernetes/get-output.ts";
import { KubeTable } from "../kubernetes/kube-table.ts";
import { type LabelColumnOptions, withLabels } from "../kubernetes/label-columns.ts";
import { sortedBy } from "../kubernetes/sorted-by.ts";
import { objectName, type Target, targetsOf } from "../kubernetes/targets.ts";
import { printNotFound } from "../kubernetes/words.ts";
import { output } from "../output.ts";

interface Options extends AccessOptions, LabelColumnOptions {
  readonly allNamespaces: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly output: string;
  readonly headers: boolean;
  readonly sortBy?: string;
  readonly showManagedFields: boolean;
  readonly ignoreNotFound: boolean;
  readonly watch: boolean;
  readonly watchOnly: boolean;
}

/** Shows objects. */
export function get(args: readonly string[], options: Options): Promise<number> {
  return withApi(options, async (api) => {
    const targets = targetsOf(args, await api.browser.kinds());
    if (targets.some(({ name }) => name !== undefined) && (options.allNamespaces || options.selector !== undefined))
      throw new UsageError("a name can't be given together with --all-namespaces or --selector");
    const getting = new Getting(api, options, targets);
    if (options.watch || options.watchOnly) return getting.watch();
    return getting.all();
  });
}

class Getting {
  readonly #api: Api;
  readonly #options: Options;
  readonly #targets: readonly Target[];
  readonly #output: GetOutput;
  #exitCode = 0;

  constructor(api: Api, options: Options, targets: readonly Target[]) {
    this.#api = api;
    this.#options = options;
    this.#targets = targets;
    this.#output = getOutput(options.output, options);
  }

  all(): Promise<number> {
    return this.#output.as === "table" ? this.#tables() : this.#objects(this.#output);
  }

  async #tables(): Promise<number> {
    const byKind = [...Map.groupBy(this.#targets, ({ kind }) => kind)];
    let printed = 0;
    for (const [kind, targets] of byKind) {
      const table = new KubeTable(this.#tableOptions(kind, byKind.length > 1));
      const parts: Table[] = [];
      for (const { name } of targets) parts.push(...(await this.#found(kind, name)));
      const [first] = parts;
      const rows = this.#inOrder(
        parts.flatMap((part) => part.rows),
        ({ object }) => object,
      );
      if (first === undefined || rows.length === 0) continue;
      await output.write(`${printed++ > 0 ? "\n" : ""}${table.text(withLabels({ ...first, rows }, this.#options))}`);
    }
    if (printed === 0 && this.#exitCode === 0 && !this.#options.ignoreNotFound) this.#printNothing();
    return this.#exitCode;
  }

  async #objects({ text }: Extract<GetOutput, { readonly as: "objects" }>): Promise<number> {
    const objects: Found[] = [];
    for (const { kind, name } of this.#targets) {
      if (name === undefined) {
        const { items } = await this.#api.client.list(kind, this.#selection(kind));
        objects.push(...items.map((object) => ({ kind, object })));
        continue;
      }
      const object = await this.#api.client.get(kind, objectName(kind, this.#api.namespace, name));
      if (object !== undefined) objects.push({ kind, object });
      else this.#notFound(kind, name);
    }
    const isList = this.#targets.length !== 1 || this.#targets[0]?.name === undefined;
    const sorted = this.#inOrder(objects, ({ object }) => object);
    if (isList || objects.length > 0) await output.write(text(sorted, isList));
    return this.#exitCode;
  }

  #inOrder<T>(items: readonly T[], objectOf: (item: T) => unknown): readonly T[] {
    const { sortBy } = this.#options;
    return sortBy === undefined ? items : sortedBy(items, sortBy, objectOf);
  }

  /** Shows what there is, and then whatever changes, until it is interrupted. */
  async watch(): Promise<number> {
    const [target, ...others] = this.#targets;
    if (target === undefined || others.length > 0) throw new UsageError("you may only specify a single resource type");
    const { kind, name } = target;
    const over = new AbortController();
    const end = onInterrupt(() => over.abort());
    output.onGone(() => over.abort());
    const own: ObjectName | Selection = name === undefined ? this.#selection(kind) : objectName(kind, this.#api.namespace, name);
    const selection = name === undefined ? own : { ...own, fieldSelector: `metadata.name=${name}` };
    try {
      if (this.#output.as === "table") await this.#watchTable(kind, selection, over.signal);
      else await this.#watchObjects(kind, selection, over.signal, this.#output);
    } catch (thrown) {
      if (!over.signal.aborted) throw thrown;
    } finally {
      end();
    }
    return 0;
  }

  async #watchTable(kind: ServedKind, selection: Selection, signal: AbortSignal): Promise<void> {
    const table = new KubeTable(this.#tableOptions(kind, false));
    const first = await this.#api.browser.table(kind, selection);
    const print = (part: Table) => output.write(table.text(withLabels(part, this.#options)));
    await print(this.#options.watchOnly ? { ...first, rows: [] } : first);
    let { resourceVersion } = first;
    for (;;) {
      for await (const change of this.#api.browser.watchTable(kind, { ...selection, ...watchTimes, resourceVersion, signal })) {
        resourceVersion = change.resourceVersion || resourceVersion;
        await print(change);
      }
    }
  }

  async #watchObjects(
    kind: ServedKind,
    selection: Selection,
    signal: AbortSignal,
    { text }: Extract<GetOutput, { readonly as: "objects" }>,
  ): Promise<void> {
    const { client } = this.#api;
    const isYaml = /^=?yaml$/.test(this.#options.output);
    const print = (object: AnyObject) => output.write(`${isYaml ? "---\n" : ""}${text([{ kind, object }], false)}`);
    const first = await client.list(kind, selection, signal);
    if (!this.#options.watchOnly) for (const object of first.items) await print(object);
    let { resourceVersion } = first;
    for (;;) {
      for await (const event of client.watch(kind, { ...selection, ...watchTimes, resourceVersion, signal })) {
        resourceVersion = event.type === "BOOKMARK" ? event.resourceVersion : event.object.metadata.resourceVersion;
        if (event.type !== "BOOKMARK") await print(event.object);
      }
    }
  }

  async #found(kind: ServedKind, name: string | undefined): Promise<readonly Table[]> {
    const { browser, namespace } = this.#api;
    if (name === undefined)
      return [await browser.table(kind, this.#selection(kind), this.#options.sortBy === undefined ? undefined : "Object")];
    try {
      return [await browser.row(kind, objectName(kind, namespace, name))];
    } catch (thrown) {
      if (!(thrown instanceof KubeRequestError)) throw thrown;
      if (thrown.status.code !== 404) this.#exitCode = printRefusal(thrown);
      else this.#notFound(kind, name);
      return [];
    }
  }

  #notFound(kind: ServedKind, name: string): void {
    if (this.#options.ignoreNotFound) return;
    printNotFound(kind, name);
    this.#exitCode = 1;
  }

  #printNothing(): void {
    const everywhere = this.#options.allNamespaces || this.#targets.every(({ kind }) => !kind.namespaced);
    process.stderr.write(everywhere ? "No resources found\n" : `No resources found in ${this.#api.namespace} namespace.\n`);
  }

  #selection({ namespaced }: ServedKind): Selection {
    const { allNamespaces, selector: labelSelector, fieldSelector } = this.#options;
    return { ...(namespaced && !allNamespaces ? { namespace: this.#api.namespace } : {}), labelSelector, fieldSelector };
  }

  #tableOptions(kind: ServedKind, several: boolean) {
    const { headers, allNamespaces } = this.#options;
    const prefix = several ? `${singularText(kind)}/` : "";
    return { wide: this.#output.as === "table" && this.#output.wide, withNamespace: allNamespaces && kind.namespaced, prefix, headers };
  }
}

const watchTimes = { timeoutSeconds: 300, silenceMs: 330_000 };
