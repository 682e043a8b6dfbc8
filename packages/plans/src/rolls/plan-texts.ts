import type { RollNode } from "./cluster-state.ts";
import { restartReasons } from "./restart-reason.ts";
import type { PlannedStep, RollPlan } from "./roll-plan.ts";

/** How many steps a summary names. */
const namedSteps = 3;

/** A plan in one sentence: `4 of 6 pods are as declared; next my-0 with my-1 is restarted (ManualRollingUpdate), then my-2 (…)`. */
export function planSummary({ steps, blocked, asDeclared, nodes }: RollPlan): string {
  const texts = steps.slice(0, namedSteps).map(shortText);
  const more = steps.length - texts.length;
  const then = [...texts, ...(more === 0 ? [] : [`${more} more ${counted(more, "step", "steps")}`])].join(", then ");
  return [
    `${asDeclared} of ${nodes} pods are as declared`,
    ...(then === "" ? [] : [`next: ${then}`]),
    ...(blocked === undefined ? [] : [`no further than that: ${blocked}`]),
  ].join("; ");
}

/** A plan line by line, for a person who has to judge it. */
export function planLines({ steps, blocked, asDeclared, nodes }: RollPlan): readonly string[] {
  if (steps.length === 0 && blocked === undefined) return [`no pod is restarted: all ${nodes} are as declared`];
  const restarts = steps.filter((step) => step.type === "restart");
  const pods = restarts.flatMap((step) => step.nodes).length;
  const [are, inSteps, stay] = [
    counted(pods, "is", "are"),
    counted(restarts.length, "step", "steps"),
    counted(asDeclared, "stays", "stay"),
  ];
  return [
    `${pods} of ${nodes} pods ${are} restarted, in ${restarts.length} ${inSteps}; ${asDeclared} ${stay} as ${counted(asDeclared, "it is", "they are")}`,
    ...steps.flatMap((step, at) => longText(step).map((line, of) => (of === 0 ? `${at + 1}. ${line}` : `   ${line}`))),
    ...(blocked === undefined ? [] : [`no further than that: ${blocked}`]),
  ];
}

const counted = (count: number, one: string, more: string): string => (count === 1 ? one : more);

const shortText = (step: PlannedStep): string =>
  step.type === "wait" ? `wait: ${step.why}` : `restart ${podNames(step.nodes)} (${reasonsOf(step.nodes).join(", ")})`;

function longText(step: PlannedStep): readonly string[] {
  if (step.type === "wait") return [`wait: ${step.why}`];
  const racks = [...new Set(step.nodes.map(({ rack }) => rack))].filter((rack) => rack !== undefined);
  const where = racks.length === 0 ? "" : `, of rack ${racks.join(", ")}`;
  return [
    `restart ${podNames(step.nodes)}${where}`,
    ...reasonsOf(step.nodes).map((reason) => `${reason}: ${restartReasons[reason]}`),
    ...step.warnings.map((warning) => `warning: ${warning}`),
  ];
}

const podNames = (nodes: readonly RollNode[]): string => nodes.map(({ podName }) => podName).join(" with ");
const reasonsOf = (nodes: readonly RollNode[]): RollNode["reasons"] => [...new Set(nodes.flatMap(({ reasons }) => reasons))];
