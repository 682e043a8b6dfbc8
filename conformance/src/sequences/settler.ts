import { systemRandom } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";
import { unexercised } from "../exercised.ts";

/**
 * Apache Kafka's broker learns of changes after its controller, one after the other: a config of a topic that is changed twice and seen
 * both times tells that everything before is known and done.
 */
export class Settler {
  readonly #talk: Talk;
  readonly #topic = `settled-${systemRandom.uuid()}`;
  #created = false;
  #count = 0;

  constructor(bootstrapServers: string) {
    this.#talk = new Talk(bootstrapServers);
  }

  settle(): Promise<void> {
    return unexercised(() => this.#settle());
  }

  async #settle(): Promise<void> {
    if (!this.#created) await this.#talk.createTopic(this.#topic);
    this.#created = true;
    for (let round = 0; round < 2; round++) await this.#changeAndSee();
  }

  close(): void {
    this.#talk.close();
  }

  async #changeAndSee(): Promise<void> {
    const value = String(++this.#count + 1_000_000);
    const resource = { resourceType: 2, resourceName: this.#topic };
    const configs = [{ name: "retention.ms", configOperation: 0, value }];
    await this.#talk.call(apis.incrementalAlterConfigs, 1, { resources: [{ ...resource, configs }] });
    for (;;) {
      const { results } = await this.#talk.call(apis.describeConfigs, 4, {
        resources: [{ ...resource, configurationKeys: ["retention.ms"] }],
      });
      if (results[0]?.configs[0]?.value === value) return;
    }
  }
}
