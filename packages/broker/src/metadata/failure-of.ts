import { MillraceError } from "@millrace/kit";

/** Waits for a change to be durable. The reason if the disk has refused it; whoever asked for it is told. */
export async function failureOf(committed: Promise<void>): Promise<string | undefined> {
  try {
    await committed;
    return undefined;
  } catch (error) {
    if (error instanceof MillraceError) return error.message;
    throw error;
  }
}
