export { type Admin, openAdmin } from "./admin/admin.ts";
export { Producer, type ProducerOptions } from "./producer/producer.ts";
export type { Delivery, ProducerRecord } from "./producer/record.ts";
