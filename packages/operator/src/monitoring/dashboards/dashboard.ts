/** A query of Prometheus; `legend` names what it gives, with labels in `{{}}`. */
export interface Query {
  readonly expression: string;
  readonly legend: string;
}

/** Units by Grafana's names. */
export type Unit = "short" | "bytes" | "Bps" | "ops" | "reqps" | "cps" | "percentunit" | "s" | "ms" | "dateTimeAsIso";

export interface Panel {
  readonly title: string;
  /** Values over time, or the last one. */
  readonly kind: "timeseries" | "stat";
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Of a stat: what is as it should be; anything else is red. */
  readonly good?: "zero" | "one" | "any";
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Something that is chosen at the top: a value of a label of a metric, or all of them. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** `label_values(metric{…}, label)` */
  readonly query: string;
  readonly all?: true;
}

export interface Dashboard {
  /** By which Grafana knows it again, and what its file is called. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

export const timeseries = (title: string, unit: Unit, ...queries: readonly Query[]): Panel => ({
  title,
  kind: "timeseries",
  unit,
  queries,
});

export const stat = (title: string, expression: string, good: Panel["good"] = "any", unit: Unit = "short"): Panel => ({
  ...{ title, kind: "stat", unit, good },
  queries: [{ expression, legend: "" }],
});

export const query = (expression: string, legend: string): Query => ({ expression, legend });

const columns = 24;
const sizes = { stat: { w: 4, h: 4 }, timeseries: { w: 8, h: 8 } } as const;
// Grafana puts the variable's value in.
const datasource = { type: "prometheus", uid: "$datasource" };
/** Of Grafana 10.4 and later. */
const schemaVersion = 39;

const greenRed = (good: Panel["good"]) => {
  const [green, red] = ["green", "red"];
  if (good === "zero") return [green, red].map((color, at) => ({ color, value: at === 0 ? null : 1 }));
  if (good === "one") return [red, green, red].map((color, at) => ({ color, value: at === 0 ? null : at }));
  return [{ color: green, value: null }];
};

function panelOf(panel: Panel, id: number, at: { readonly x: number; readonly y: number }): object {
  const { title, kind, unit, queries, good } = panel;
  const targets = queries.map(({ expression: expr, legend: legendFormat }, position) => ({
    ...{ datasource, expr, legendFormat, refId: String.fromCharCode("A".charCodeAt(0) + position) },
    ...(kind === "stat" ? { instant: true } : {}),
  }));
  const defaults = { unit, ...(kind === "stat" ? { thresholds: { mode: "absolute", steps: greenRed(good) } } : { min: 0 }) };
  const options =
    kind === "stat"
      ? { colorMode: "value", reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false } }
      : { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } };
  return {
    ...{ id, title, type: kind, datasource, targets, options },
    gridPos: { ...sizes[kind], ...at },
    fieldConfig: { defaults, overrides: [] },
  };
}

/** Panels from left to right, a new line where the next one does not fit. */
function laidOut(rows: readonly Row[]): object[] {
  const panels: object[] = [];
  let y = 0;
  for (const { title, panels: own } of rows) {
    panels.push({ id: panels.length + 1, type: "row", title, collapsed: false, panels: [], gridPos: { x: 0, y, w: columns, h: 1 } });
    y++;
    let x = 0;
    let lineHeight = 0;
    for (const panel of own) {
      const { w, h } = sizes[panel.kind];
      if (x + w > columns || (lineHeight > 0 && h !== lineHeight)) {
        y += lineHeight;
        x = 0;
      }
      panels.push(panelOf(panel, panels.length + 1, { x, y }));
      x += w;
      lineHeight = h;
    }
    y += lineHeight;
  }
  return panels;
}

/** What Grafana imports. */
export function dashboardJson({ uid, title, description, variables, rows }: Dashboard): object {
  const chosen = variables.map(({ name, label, query: definition, all }) => ({
    ...{ name, label, type: "query", datasource, definition, query: { query: definition, refId: name } },
    ...{ refresh: 2, sort: 1, multi: false, includeAll: all === true },
    ...(all === true ? { allValue: ".*", current: { text: "All", value: "$__all" } } : {}),
  }));
  const source = { name: "datasource", label: "Data source", type: "datasource", query: "prometheus" };
  return {
    ...{ uid, title, description, tags: ["millrace"], schemaVersion, editable: true, refresh: "30s", timezone: "browser" },
    time: { from: "now-1h", to: "now" },
    templating: { list: [source, ...chosen] },
    panels: laidOut(rows),
  };
}
