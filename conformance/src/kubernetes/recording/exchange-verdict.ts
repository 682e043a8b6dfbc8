import type { Verdict } from "../../verdicts.ts";
import type { Normaliser } from "../normalise.ts";
import type { Exchange } from "./recording-proxy.ts";

/** What a client sent and was answered, made comparable. `withReads`: what reading gave as well, unless it is in another encoding if it can. */
export function exchangeVerdict(
  { method, path, type, accept, sent, status, warnings, received }: Exchange,
  normaliser: Normaliser,
  withReads: boolean,
): Verdict {
  const isShown = withReads || method !== "GET" || status >= 400;
  return {
    request: normaliser.text([method, steady(path), ...(type === undefined ? [] : [type])].join(" ")),
    ...(sent !== "" && { sent: content(sent, normaliser) }),
    status,
    ...(warnings.length > 0 && { warnings }),
    ...(isShown && accept?.includes("protobuf") !== true && { received: content(received, normaliser) }),
  };
}

/** A path with its query, free of what depends on time or chance. */
function steady(path: string): string {
  return decodeURIComponent(path)
    .replace(/(?<=[?&]continue=)[^&]+/, "<continue>")
    .replace(/(?<=[?&]timeout(Seconds)?=)[^&]+/g, "<time>")
    .replace(/(?<=[?&]fieldSelector=)[^&]+/, (selector) => selector.split(",").sort().join(","));
}

/** JSON, the events of a watch, or whatever else it is. */
function content(text: string, normaliser: Normaliser): Verdict {
  try {
    return normaliser.value(JSON.parse(text) as Verdict);
  } catch {
    return text.startsWith('{"type":') ? eventsOf(text, normaliser) : normaliser.text(text);
  }
}

function eventsOf(text: string, normaliser: Normaliser): Verdict {
  const events = text.split("\n").filter((line) => line !== "");
  return events.map((line) => {
    const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: { readonly metadata?: object } };
    // Where a bookmark stands depends on all that happens.
    const shown = type === "BOOKMARK" ? { ...object, metadata: { ...object.metadata, resourceVersion: "" } } : object;
    return { type, object: normaliser.value(shown as Verdict) };
  });
}
