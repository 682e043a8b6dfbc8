import type { MetricFamily, Transport } from "@millrace/kube";

/** Counts what is asked of the API server, by client-go's name; a watch is one request, however long it goes on. */
export class RequestCounts {
  readonly transport: Transport;
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();

  constructor(transport: Transport) {
    this.transport = async (request) => {
      try {
        const response = await transport(request);
        this.#count(request.method, String(response.status));
        return response;
      } catch (thrown) {
        this.#count(request.method, "<error>");
        throw thrown;
      }
    };
  }

  metrics(): readonly MetricFamily[] {
    const samples = [...this.#counts.values()].map(({ labels, value }) => ({ suffix: "", labels, value }));
    return [{ name: "rest_client_requests_total", help: "Requests to the API server", type: "counter", samples }];
  }

  #count(method: string, code: string): void {
    const key = `${method} ${code}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { labels: { method, code }, value: 1 });
    else known.value++;
  }
}
