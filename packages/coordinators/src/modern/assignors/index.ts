import type { Assignor } from "./assignor.ts";
import { range } from "./range.ts";
import { uniform } from "./uniform.ts";

/** The assignors of consumer groups, by the names that clients ask for. */
export const assignors = { uniform, range } as const satisfies Readonly<Record<string, Assignor>>;

export type AssignorName = keyof typeof assignors;
