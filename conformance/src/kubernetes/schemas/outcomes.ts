import { type Difference, differences, type Verdict } from "../../verdicts.ts";

/** What was answered, by place and by what stood there. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Places of which the same is to be said. */
interface Group {
  readonly places: readonly string[];
  readonly answers: readonly { readonly to: readonly string[]; readonly answer: string }[];
}

/** Outcomes as a verdict, in which each answer stands once for everything that got it. */
export function verdictOf(outcomes: Outcomes): Verdict {
  const same = Map.groupBy(Object.entries(outcomes), ([, answers]) => JSON.stringify(answers));
  return [...same.values()].map((group) => {
    const byAnswer = Map.groupBy(Object.entries(group[0]?.[1] ?? {}), ([, answer]) => answer);
    return {
      places: group.map(([place]) => place),
      answers: [...byAnswer].map(([answer, tried]) => ({ to: tried.map(([what]) => what), answer })),
    };
  });
}

function outcomesIn(verdict: Verdict): Outcomes {
  const answersOf = ({ answers }: Group) => Object.fromEntries(answers.flatMap(({ to, answer }) => to.map((what) => [what, answer])));
  const groups = verdict as unknown as readonly Group[];
  return Object.fromEntries(groups.flatMap((group) => group.places.map((place) => [place, answersOf(group)])));
}

/** Which trials came to something else, such as `/spec/partitions/mistyped as true`. */
export function outcomeDifferences(expected: Verdict, actual: Verdict): Difference[] {
  const found = differences(outcomesIn(expected), outcomesIn(actual));
  return found.map(({ path, ...seen }) => ({ path: path.slice(1), ...seen })); // places begin with a slash by themselves
}
