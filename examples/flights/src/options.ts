import { parseArgs } from "node:util";

export const topic = "flights";
export const group = "departure-boards";

/** What each of the example's programs takes. */
export function options(): { bootstrapServers: string; count: number } {
  const { values } = parseArgs({
    options: {
      "bootstrap-server": { type: "string", default: "127.0.0.1:9092" },
      count: { type: "string", default: "200000" },
    },
  });
  return { bootstrapServers: values["bootstrap-server"], count: Number(values.count) };
}
