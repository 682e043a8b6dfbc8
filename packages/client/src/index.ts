export { type Admin, openAdmin } from "./admin/admin.ts";
export type { Outcome } from "./admin/outcome.ts";
export { type ConsumedBatch, Consumer, type ConsumerOptions, type RebalanceListener } from "./consumer/consumer.ts";
export { Producer, type ProducerOptions } from "./producer/producer.ts";
export type { Delivery, ProducerRecord } from "./producer/record.ts";
