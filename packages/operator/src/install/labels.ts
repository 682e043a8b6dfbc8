import type { Labels } from "../model/desired-object.ts";
import { operatorPods } from "../model/labels.ts";
import { installNames } from "./install.ts";

/** Labels by which the operator's Deployment knows its pods. */
export const podSelector: Labels = { "app.kubernetes.io/name": installNames.operator };

/** Labels of all that is installed. */
export const labels: Labels = { ...podSelector, "app.kubernetes.io/part-of": "millrace" };

/** Labels of the operator's pods: network policies let them in by these. */
export const podLabels: Labels = { ...labels, ...operatorPods };
