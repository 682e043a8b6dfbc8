import type { Quantity } from "@millrace/resources";

const factors: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, "": 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** The number that a Kubernetes quantity stands for: `500m` is 0.5, `1Gi` 2³⁰. Undefined if it is none. */
export function amountOf(quantity: Quantity): number | undefined {
  const [, number = "", suffix = ""] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(quantity).trim()) ?? [];
  const factor = factors[suffix];
  return number === "" || factor === undefined ? undefined : Number(number) * factor;
}
