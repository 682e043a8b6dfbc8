import { type Admin, Consumer, type ConsumerOptions, openAdmin, Producer, type ProducerOptions } from "@millrace/client";
import { type Clock, type Random, seededRandom } from "@millrace/kit";
import { Caller } from "./caller.ts";
import type { SimulatedNetwork } from "./machine/simulated-network.ts";

const patience = {
  holdsProcess: false,
  bootstrapServers: "broker:9092",
  requestTimeoutMs: 500,
  operationTimeoutMs: 2_000,
  retryBackOff: { firstMs: 20, lastMs: 200 },
  reconnectBackOff: { firstMs: 10, lastMs: 100 },
};

/** Makes the clients of a world. */
export class Clients {
  readonly #network: SimulatedNetwork;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(network: SimulatedNetwork, clock: Clock, random: Random) {
    this.#network = network;
    this.#clock = clock;
    this.#random = random;
  }

  producer(options: Partial<ProducerOptions> = {}): Producer {
    const own = { lingerMs: this.#random.below(6), deliveryTimeoutMs: 1_000 + this.#random.below(1_500), acceptTimeoutMs: 1_000 };
    return new Producer({ ...this.#common(false), ...own, ...options });
  }

  /** What a consumer asks for never arrives after it has given up on it: an old commit could otherwise undo a newer one, as it can with Kafka. */
  consumer(options: Partial<ConsumerOptions>): Consumer {
    return new Consumer({ ...this.#common(true), offsetReset: "earliest", allowAutoTopicCreation: false, ...options });
  }

  admin(): Admin {
    return openAdmin(this.#common(true));
  }

  /** For what no client of Millrace does: members of the groups of KIP-848 and KIP-932. */
  caller(): Caller {
    return new Caller(this.#network.connector(true), this.#clock, patience.requestTimeoutMs);
  }

  #common(isPunctual: boolean) {
    const connect = this.#network.connector(isPunctual);
    return { ...patience, connect, clock: this.#clock, random: seededRandom(this.#random.below(1 << 30)) };
  }
}
