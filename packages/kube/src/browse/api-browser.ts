import { collectionOf, pathOf, type Selection, type WatchOptions } from "../client/client.ts";
import { isRecord } from "../client/errors.ts";
import type { KubeKind, KubeObject, ObjectName } from "../client/kube-object.ts";
import { type RequestOptions, Requests } from "../client/requests.ts";
import { lines, watchEvent } from "../client/watch-events.ts";
import { kindsOf, type ServedKind } from "./served-kind.ts";
import { type Table, tableOf } from "./table.ts";

const discovery = ["v2", "v2beta1"].map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`);
const tables = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const pageRows = 500;

/** What people look for in an API server: which kinds it has, and tables of objects. Throws what KubeClient throws. */
export class ApiBrowser {
  readonly #requests: Requests;

  constructor(options: RequestOptions) {
    this.#requests = new Requests(options);
  }

  /** All kinds that the API server has, its core first. */
  async kinds(): Promise<readonly ServedKind[]> {
    const accept = discovery.join(",");
    const lists = await Promise.all(["/api", "/apis"].map((path) => this.#requests.ask({ method: "GET", path, accept })));
    return lists.flatMap(kindsOf);
  }

  /** What the server calls its version: `v1.34.4`. */
  async version(): Promise<string> {
    const answer = await this.#requests.ask({ method: "GET", path: "/version" });
    return isRecord(answer) ? String(answer.gitVersion) : "";
  }

  /** One object. Throws KubeRequestError 404 if there is none. */
  async row(kind: KubeKind<KubeObject>, name: ObjectName): Promise<Table> {
    return tableOf(await this.#requests.ask({ method: "GET", path: pathOf(kind, name), accept: tables }));
  }

  /** All of them, read in pages; `includeObject`: rows have the whole objects. */
  async table(kind: KubeKind<KubeObject>, selection: Selection, includeObject?: "Object"): Promise<Table> {
    const { labelSelector, fieldSelector, namespace } = selection;
    const path = collectionOf(kind, namespace);
    const page = async (at: string | undefined): Promise<Table> => {
      const query = { labelSelector, fieldSelector, limit: pageRows, continue: at, includeObject };
      return tableOf(await this.#requests.ask({ method: "GET", path, accept: tables, query }));
    };
    let table = await page(undefined);
    while (table.continue !== undefined) {
      const { rows, ...rest } = await page(table.continue);
      table = { ...rest, columns: table.columns, rows: [...table.rows, ...rows] };
    }
    return table;
  }

  /** Each change as a table of one row. */
  async *watchTable(kind: KubeKind<KubeObject>, options: WatchOptions & { readonly resourceVersion: string }): AsyncGenerator<Table> {
    const { labelSelector, fieldSelector, namespace, resourceVersion, timeoutSeconds, silenceMs, signal } = options;
    const query = { labelSelector, fieldSelector, watch: true, resourceVersion, timeoutSeconds };
    const asked = { method: "GET", path: collectionOf(kind, namespace), accept: tables, query, signal };
    for await (const line of lines(this.#requests.stream(asked, silenceMs))) {
      const event = watchEvent(line);
      if (event.type !== "BOOKMARK") yield tableOf(event.object);
    }
  }
}
