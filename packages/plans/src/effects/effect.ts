/** What a change of a resource does. */
export interface Effect {
  readonly type: /** Something comes into being. */
    | "created"
    /** Something is changed while it is in use. */
    | "altered"
    /** Brokers have to start again for it. */
    | "restarted"
    /** It can't be had: nothing changes but what is declared. */
    | "refused"
    /** Nothing happens. */
    | "none";
  /** What happens, or why it does not. */
  readonly text: string;
}

export const effect = (type: Effect["type"], text: string): Effect => ({ type, text });
