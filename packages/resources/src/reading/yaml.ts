import { type Document, LineCounter, parseAllDocuments, type YAMLError } from "yaml";
import { type Finding, type Path, type Problem, pathText } from "../problem.ts";
import { FromYaml } from "./from-yaml.ts";
import { type Located, offsetOf } from "./located.ts";
import { kubernetesScalars } from "./scalars.ts";

/** The largest file that is read, in characters. Kubernetes takes objects of 1.5 MB; a file can hold several. */
const charactersMax = 4_000_000;

/** One document of a file. */
export interface SourceDocument {
  readonly root: Located;
  /** Says where in the file a finding is. */
  readonly problem: (finding: Finding) => Problem;
}

/** What a text holds: the documents that could be read, and what is wrong with the others. Pure: the text is handed in. */
export interface SourceText {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
}

type Report = (offset: number, message: string, path?: Path) => void;

/** Reads YAML, of which JSON is a part. A document with an error does not keep the others from being read. */
export function readYaml(text: string, file: string): SourceText {
  const lines = linesOf(text);
  const problems: Problem[] = [];
  const problemAt = (offset: number, { path, message, expected, rule }: Finding): Problem => {
    const { line, col } = lines.linePos(offset);
    const what = {
      path: pathText(path),
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(rule === undefined ? {} : { rule }),
    };
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...what };
  };
  const report = (offset: number, message: string, path: Path = []) => void problems.push(problemAt(offset, { path, message }));
  const documents: SourceDocument[] = [];
  for (const document of parse(text, report)) {
    const root = readDocument(document, report);
    if (root === undefined || root.value === null) continue;
    documents.push({ root, problem: (finding) => problemAt(offsetOf(root, finding.path, finding.aboutKey), finding) });
  }
  return { documents, problems };
}

/** Counted here: the parser loses count where it gives up on something. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

function parse(text: string, report: Report): readonly Document.Parsed[] {
  if (text.length > charactersMax) {
    report(0, `the file is refused: it has more than ${charactersMax / 1e6} million characters`);
    return [];
  }
  const parsed = parseAllDocuments(text, {
    prettyErrors: false,
    logLevel: "silent",
    uniqueKeys: false, // found out later, with the place
    customTags: (tags) => [...kubernetesScalars, ...tags],
  });
  return Array.isArray(parsed) ? parsed : [];
}

function errorMessage({ code, message }: YAMLError): string {
  if (code === "TAB_AS_INDENT") return "indented by a tab; YAML wants spaces";
  return code === "RESOURCE_EXHAUSTION" ? "the document is refused: it is nested too deeply" : message;
}

function readDocument(document: Document.Parsed, report: Report): Located | undefined {
  const [first] = document.errors;
  if (first !== undefined) {
    // Whatever the parser says after its first error is as a rule only a consequence.
    report(first.pos[0], errorMessage(first));
    return undefined;
  }
  for (const warning of document.warnings) report(warning.pos[0], errorMessage(warning));
  return new FromYaml(document, report).read();
}
