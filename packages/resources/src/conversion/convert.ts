import { type Document, isMap, isSeq, LineCounter, parseAllDocuments } from "yaml";
import { type Path, type Problem, pathText } from "../problem.ts";
import { Edit } from "./edit.ts";
import { conversions } from "./kinds.ts";
import { offsetOfNode } from "./place.ts";

/** A change of one resource. */
export interface ConvertedChange {
  /** `Kafka my-cluster` */
  readonly resource: string;
  readonly text: string;
}

export interface Converted {
  /** The file as it is in `v1`, comments and all; as it was where nothing had to be changed. */
  readonly text: string;
  readonly changes: readonly ConvertedChange[];
  /** What has to be changed by hand first. */
  readonly problems: readonly Problem[];
}

/** Versions of Strimzi's API before `v1`. */
const former = /^((?:kafka|core)\.strimzi\.io)\/v1(?:alpha1|beta1|beta2)$/;
const ours = /^(?:kafka|core)\.strimzi\.io\//;

/** Makes Strimzi's `v1` of older resources in a file. Everything else stays as it is. */
export function convertToV1(text: string, file: string): Converted {
  const lineCounter = new LineCounter();
  // Words stay as they are written: nothing is understood that need not be.
  const parsed = parseAllDocuments(text, { schema: "failsafe", lineCounter, uniqueKeys: false, logLevel: "silent", prettyErrors: false });
  const documents: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const changes: ConvertedChange[] = [];
  const problems: Problem[] = [];
  const report = (offset: number, path: Path, message: string): void => {
    const { line, col } = lineCounter.linePos(offset);
    problems.push({ file, line: Math.max(line, 1), column: Math.max(col, 1), path: pathText(path), message });
  };
  const changed = new Set<Document.Parsed>();
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) report(error.pos[0], [], error.message);
    else {
      for (const prefix of resourcesOf(document)) {
        const places = (path: Path) => offsetOfNode(document, [...prefix, ...path]);
        const edit = convertOne(document, prefix);
        const resource = `${edit.text(["kind"])} ${edit.text(["metadata", "name"]) ?? "(without a name)"}`;
        if (edit.changes.length > 0) changed.add(document);
        changes.push(...edit.changes.map((change) => ({ resource, text: change })));
        for (const { path, message } of edit.refusals) report(places(path), path, `${resource}: ${message}`);
      }
    }
  }
  return { text: textOf(documents, text, changed), changes, problems };
}

/** Where resources stand in a document: it is one, or a list of them. */
function resourcesOf(document: Document.Parsed): readonly Path[] {
  if (!isMap(document.contents)) return [];
  const items = document.getIn(["items"], true);
  return document.getIn(["kind"]) === "List" && isSeq(items) ? items.items.map((_, at) => ["items", at]) : [[]];
}

function convertOne(document: Document.Parsed, prefix: Path): Edit {
  const edit = new Edit(document, prefix);
  const [version, kind] = [edit.text(["apiVersion"]) ?? "", edit.text(["kind"]) ?? ""];
  const rules = ours.test(version) && Object.hasOwn(conversions, kind) ? conversions[kind] : undefined;
  if (rules === undefined) return edit;
  for (const convert of rules) convert(edit);
  const [, group] = former.exec(version) ?? [];
  if (group !== undefined) edit.set(["apiVersion"], `${group}/v1`, `it was ${version}`);
  return edit;
}

/** Documents that have not changed stay as they are, to the last space. */
function textOf(documents: readonly Document.Parsed[], text: string, changed: ReadonlySet<Document.Parsed>): string {
  // Items of lists stay as far to the left as they were.
  const indentSeq = !/^( *)[^\s#-][^\n]*:[ \t]*\n\1- /m.test(text);
  let at = 0;
  const parts = documents.map((document) => {
    const part = text.slice(at, document.range[2]);
    at = document.range[2];
    return changed.has(document) ? document.toString({ lineWidth: 0, indentSeq, flowCollectionPadding: false }) : part;
  });
  return `${parts.join("")}${text.slice(at)}`;
}
