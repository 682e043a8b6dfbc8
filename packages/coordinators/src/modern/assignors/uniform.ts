import type { Assignor } from "./assignor.ts";
import { uniformHeterogeneous } from "./uniform-heterogeneous.ts";
import { uniformHomogeneous } from "./uniform-homogeneous.ts";

/** Everyone gets as many partitions as the others, within one, and keeps what it had as far as that allows. */
export const uniform: Assignor = (input) => {
  if (input.members.length === 0) return new Map();
  return input.homogeneous ? uniformHomogeneous(input) : uniformHeterogeneous(input);
};
