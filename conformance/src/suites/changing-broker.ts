import { apis } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";

/** A broker whose settings are changed; it counts the client that changes them. */
export class Changing {
  readonly #talk: Talk;
  readonly #changed = new Set<string>();

  constructor(bootstrapServers: string) {
    this.#talk = new Talk(bootstrapServers);
  }

  async connect(): Promise<void> {
    await this.#talk.call(apis.apiVersions, 0, {});
  }

  async set(name: string, value: string | null): Promise<void> {
    this.#changed.add(name);
    const configs = [{ name, configOperation: value === null ? 1 : 0, value }];
    const resources = [{ resourceType: 4, resourceName: "0", configs }];
    const { responses } = await this.#talk.call(apis.incrementalAlterConfigs, 1, { resources });
    if (responses[0]?.errorCode !== 0) throw new Error(`${name} was refused: ${responses[0]?.errorMessage}`);
  }

  /** What the only listener's own settings begin with. */
  async listenerPrefix(): Promise<string> {
    const resources = [{ resourceType: 4, resourceName: "0", configurationKeys: ["listeners"] }];
    const { results } = await this.#talk.call(apis.describeConfigs, 4, { resources });
    const listeners = results[0]?.configs[0]?.value ?? "";
    return `listener.name.${listeners.split("://")[0]?.toLowerCase()}.`;
  }

  /** Takes back what was changed. */
  async close(): Promise<void> {
    for (const name of this.#changed) await this.set(name, null);
    this.#talk.close();
  }
}
