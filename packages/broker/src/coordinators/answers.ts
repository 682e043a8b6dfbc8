import type { Reply, Ticket } from "@millrace/coordinators";
import { assert } from "@millrace/kit";

/** Where an answer goes: it may come before anyone waits for it. */
interface Place {
  response: unknown;
  answered: boolean;
  resolve: ((response: unknown) => void) | undefined;
  reject: ((reason: unknown) => void) | undefined;
}

/** Requests that a coordinator has not answered yet, by their tickets. */
export class Answers {
  readonly #places = new Map<number, Place>();
  #lastId = 0;

  /** Runs `work` with a new ticket. The answer itself if it has come by then, else a promise of it. */
  of<Response>(work: (ticket: Ticket<Response>) => void): Response | Promise<Response> {
    const ticket = { id: ++this.#lastId };
    const place: Place = { response: undefined, answered: false, resolve: undefined, reject: undefined };
    this.#places.set(ticket.id, place);
    work(ticket);
    // A ticket's answers are of its type: the coordinator can't give back another.
    if (place.answered) return place.response as Response;
    return new Promise((resolve, reject) => {
      place.resolve = resolve as (response: unknown) => void;
      place.reject = reject;
    });
  }

  deliver(replies: readonly Reply[]): void {
    for (const { ticket, response } of replies) {
      const place = this.#take(ticket);
      place.response = response;
      place.answered = true;
      place.resolve?.(response);
    }
  }

  /** There is no answer to give. */
  fail(replies: readonly Reply[], reason: unknown): void {
    for (const { ticket } of replies) this.#take(ticket).reject?.(reason);
  }

  #take({ id }: Ticket<unknown>): Place {
    const place = this.#places.get(id);
    assert(place !== undefined, `ticket ${id} is answered twice`);
    this.#places.delete(id);
    return place;
  }
}
