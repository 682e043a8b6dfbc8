import { errors, type KafkaError } from "@millrace/protocol";
import { entityTypes } from "./quota-entity.ts";
import type { EntityQuotas, QuotaStore } from "./quota-store.ts";

/** One part of an entity that DescribeClientQuotas asks for. */
export interface FilterComponent {
  readonly entityType: string;
  /** One of `matchTypes`, if the client keeps to the protocol. */
  readonly matchType: number;
  readonly match: string | null;
}

/** How a part is to be: of the given name, the default of its kind, or either. */
const matchTypes = { exact: 0, default: 1, specified: 2 } as const;

interface FilterProblem {
  readonly error: KafkaError;
  readonly message: string;
}

const knownTypes: ReadonlySet<string> = new Set(Object.values(entityTypes));

/** The quotas of the entities that fit all components; `strict` leaves out those with further parts. Or why the components make no sense. */
export function describeQuotas(
  store: QuotaStore,
  components: readonly FilterComponent[],
  strict: boolean,
): readonly EntityQuotas[] | FilterProblem {
  const problem = filterProblem(components);
  if (problem !== undefined) return problem;
  return [...store.entries()].filter(
    ({ entity }) =>
      (!strict || entity.size === components.length) &&
      components.every(({ entityType, matchType, match }) =>
        matchType === matchTypes.specified ? entity.has(entityType) : entity.get(entityType) === match,
      ),
  );
}

function filterProblem(components: readonly FilterComponent[]): FilterProblem | undefined {
  const seen = new Set<string>();
  for (const component of components) {
    const { entityType } = component;
    if (entityType === "") return invalid("Invalid empty entity type.");
    if (seen.has(entityType)) return invalid(`Entity type ${entityType} cannot appear more than once in the filter.`);
    if (!knownTypes.has(entityType)) return { error: errors.UNSUPPORTED_VERSION, message: `Unsupported entity type ${entityType}` };
    const problem = matchProblem(component);
    if (problem !== undefined) return invalid(problem);
    seen.add(entityType);
  }
  if (!seen.has(entityTypes.ip) || seen.size === 1) return undefined;
  return invalid(
    "Invalid entity filter component combination. IP filter component should not be used with user or clientId filter component.",
  );
}

function matchProblem({ matchType, match }: FilterComponent): string | undefined {
  const asked = "Request specified MATCH_TYPE_";
  switch (matchType) {
    case matchTypes.exact:
      return match === null ? `${asked}EXACT, but set match string to null.` : undefined;
    case matchTypes.default:
      return match === null ? undefined : `${asked}DEFAULT, but also specified a match string.`;
    case matchTypes.specified:
      return match === null ? undefined : `${asked}SPECIFIED, but also specified a match string.`;
    default:
      return `Unknown match type ${matchType}`;
  }
}

function invalid(message: string): FilterProblem {
  return { error: errors.INVALID_REQUEST, message };
}
