import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { alertGroups } from "../../src/monitoring/alerts.ts";
import { dashboardJson } from "../../src/monitoring/dashboards/dashboard.ts";
import { dashboards } from "../../src/monitoring/dashboards/index.ts";
import { publishedMonitoring } from "../../src/monitoring/published.ts";

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface PanelJson {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: Place;
  readonly targets?: ReadonlyArray<{ readonly expr: string; readonly refId: string }>;
}

const overlap = (one: Place, other: Place): boolean =>
  one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;

/** Variables that Grafana has itself. */
const builtIn = ["datasource", "__rate_interval"];

for (const dashboard of dashboards) {
  const json = dashboardJson(dashboard) as { readonly panels: readonly PanelJson[] };
  describe(dashboard.title, () => {
    test("has panels side by side, none over another, each with an id of its own", () => {
      assert.equal(new Set(json.panels.map(({ id }) => id)).size, json.panels.length);
      for (const [at, panel] of json.panels.entries()) {
        assert.ok(panel.gridPos.x + panel.gridPos.w <= 24, panel.title);
        for (const other of json.panels.slice(at + 1))
          assert.ok(!overlap(panel.gridPos, other.gridPos), `${panel.title} and ${other.title}`);
      }
    });

    test("asks for what it names, and knows the variables that it uses", () => {
      const known = new Set([...builtIn, ...dashboard.variables.map(({ name }) => name)]);
      const queries = [
        ...json.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
        ...dashboard.variables.map(({ query }) => query),
      ];
      for (const query of queries)
        for (const [, name = ""] of query.matchAll(/\$(\w+)/g)) assert.ok(known.has(name), `$${name} in ${query}`);
      for (const { title, type, targets = [] } of json.panels) assert.ok(type === "row" || targets.length > 0, title);
      for (const { targets = [] } of json.panels) assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length);
    });
  });
}

test("dashboards have uids of their own", () => {
  assert.equal(new Set(dashboards.map(({ uid }) => uid)).size, dashboards.length);
});

test("the documentation names every alert with how severe it is", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../../docs/monitoring.md"), "utf8");
  for (const { name, severity, summary } of alertGroups.flatMap(({ alerts }) => alerts))
    assert.ok(text.includes(`| \`${name}\` | ${severity} | ${summary} |`), name);
});

test("published files are what the sources give, and all there is in their folder", () => {
  const root = join(import.meta.dirname, "../../../..");
  const published = publishedMonitoring();
  for (const { path, text } of published)
    assert.ok(readFileSync(join(root, path), "utf8") === text, `${path} differs: run \`npm run generate\``);
  const there = readdirSync(join(root, "monitoring"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.equal(there.length, published.length);
});
