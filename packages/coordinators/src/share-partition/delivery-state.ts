/** What has become of a record in a share group (KIP-932), by the numbers in which it is stored. */
export const deliveryStates = { AVAILABLE: 0, ACQUIRED: 1, ACKNOWLEDGED: 2, ARCHIVED: 4 } as const;

export type DeliveryState = (typeof deliveryStates)[keyof typeof deliveryStates];

const known: ReadonlySet<number> = new Set(Object.values(deliveryStates));

export function isDeliveryState(state: number): state is DeliveryState {
  return known.has(state);
}

/** What a member says of records that it has acquired: RENEW asks for more time (KIP-1222), a GAP is an offset without a record for members. */
export const acknowledgeTypes = { GAP: 0, ACCEPT: 1, RELEASE: 2, REJECT: 3, RENEW: 4 } as const;

const statesByType: ReadonlyMap<number, DeliveryState> = new Map([
  [acknowledgeTypes.GAP, deliveryStates.ARCHIVED],
  [acknowledgeTypes.ACCEPT, deliveryStates.ACKNOWLEDGED],
  [acknowledgeTypes.RELEASE, deliveryStates.AVAILABLE],
  [acknowledgeTypes.REJECT, deliveryStates.ARCHIVED],
]);

/** The state that an acknowledgement leads to; undefined for one that leads to none. */
export function stateByAcknowledgement(type: number): DeliveryState | undefined {
  return statesByType.get(type);
}

/** Nothing follows these. */
export function isTerminal(state: DeliveryState): boolean {
  return state === deliveryStates.ACKNOWLEDGED || state === deliveryStates.ARCHIVED;
}
