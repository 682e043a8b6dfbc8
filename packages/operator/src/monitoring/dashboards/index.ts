import { canaryDashboard } from "./canary.ts";
import type { Dashboard } from "./dashboard.ts";
import { kafkaDashboard } from "./kafka.ts";
import { kafkaExporterDashboard } from "./kafka-exporter.ts";
import { operatorDashboard } from "./operator.ts";

export const dashboards: readonly Dashboard[] = [kafkaDashboard, kafkaExporterDashboard, operatorDashboard, canaryDashboard];
