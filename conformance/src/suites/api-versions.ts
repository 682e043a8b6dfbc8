import { MillraceError } from "@millrace/kit";
import { noteAnswer } from "../exercised.ts";
import type { Suite } from "../suite.ts";
import { RawConnection } from "../wire/connection.ts";
import { apiVersionsFrame, readApiVersions } from "../wire/requests.ts";

/** Versions that are served, and two that are not: those are answered in version 0. */
const versions = [0, 1, 2, 3, 4, 5, 99];
const latest = 4;

async function ask(bootstrapServers: string, version: number) {
  const connection = await RawConnection.open(bootstrapServers);
  try {
    connection.send(apiVersionsFrame(version));
    const answer = await connection.next();
    if (typeof answer === "string") throw new MillraceError("PROTOCOL_VIOLATION", `ApiVersions ${version} had no answer: ${answer}`);
    const { apis, ...rest } = readApiVersions(answer.frame, version > latest ? 0 : version);
    noteAnswer({ key: 18 }, version, rest);
    return { ...rest, apis: Object.fromEntries(apis.map(({ key, min, max }) => [key, `${min}–${max}`])) };
  } finally {
    connection.close();
  }
}

/** What a fresh broker says that it can do. */
export const apiVersions: Suite = {
  name: "api-versions",
  async prepare() {
    const cases = versions.map((version) => ({
      name: `version ${version}`,
      run: async ({ bootstrapServers }: { bootstrapServers: string }) => ({ ...(await ask(bootstrapServers, version)) }),
    }));
    return { cases, async close() {} };
  },
};
