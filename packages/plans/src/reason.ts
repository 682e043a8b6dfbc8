/** Why something is not as declared, as a condition says it. */
export interface Reason {
  /** One word in CamelCase. */
  readonly reason: string;
  readonly message: string;
}
