import type { Allowed, Subject } from '@gatehouse/model';
import type { Parameters } from '../parameters';
import { type CountedLimit, type LimitPlan, planLimits } from './limitPlan';
import { usedUp } from './limitRefusals';
import type { LimitStore, Taken } from './limitStore';
import { Places } from './places';
import type { RangeKind } from './rangeKind';
import { refuseLongRange } from './refuseLongRange';

/** Gives back what was taken; called once. */
export type Leave = () => void;

const NOTHING: Leave = () => {};

/**
 * Holds requests to the limits of the policy, and every subject to a number of requests at a time, whatever its grants allow:
 * nobody takes all connections upstream.
 */
export class LimitKeeper {
  readonly #plans = new WeakMap<Allowed, LimitPlan>();
  readonly #here = new Places();

  /**
   * @param store counts the limits of the policy
   * @param concurrencyPerSubject requests of one subject at a time in this process
   */
  constructor(
    private readonly store: LimitStore,
    private readonly concurrencyPerSubject: number
  ) {}

  /**
   * Takes the subject's place in this process, before anything of its request is kept in memory.
   *
   * @throws Refusal 429 when the subject has as many requests here as it may
   */
  arrive({ issuer, id }: Subject): Leave {
    const leave = this.#here.take(`${issuer} ${id}`, this.concurrencyPerSubject);
    if (leave === undefined) {
      throw usedUp({ scope: 'subject', name: '', kind: 'concurrency', value: this.concurrencyPerSubject }, 1000);
    }
    return leave;
  }

  /**
   * Takes what one request needs of the policy's limits: first what only the subject has, then what it shares with others. What was taken is given
   * back when something else is used up.
   *
   * @param range how the endpoint's parameters say over which time it reads; undefined when they do not
   * @param now milliseconds since the epoch
   * @throws Refusal 429 with `Retry-After` in seconds, or 400 or 422 for a range that is unclear or too long; 429 and 422 name
   *   the limit in `X-Gatehouse-Limit`
   */
  async enter(
    subject: Subject,
    decision: Allowed,
    parameters: Parameters,
    now: number,
    range: RangeKind | undefined
  ): Promise<Leave> {
    const plan = this.#planOf(subject, decision);
    if (plan.range !== undefined && range !== undefined) {
      refuseLongRange(range, parameters, plan.range, now);
    }
    return plan.own.length === 0 && plan.shared.length === 0 ? NOTHING : this.#enterEach([plan.own, plan.shared]);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  #planOf(subject: Subject, decision: Allowed): LimitPlan {
    const known = this.#plans.get(decision);
    if (known?.subject === subject) {
      return known;
    }
    const plan = planLimits(subject, decision);
    this.#plans.set(decision, plan);
    return plan;
  }

  /** Stage by stage, because what others share is not to be touched by requests that the subject's own limit refuses. */
  async #enterEach(stages: ReadonlyArray<readonly CountedLimit[]>): Promise<Leave> {
    const places: Leave[] = [];
    const counts: Array<() => void> = [];
    try {
      for (const limits of stages) {
        const asked = await Promise.all(limits.map(async (one) => ({ ...one, outcome: await this.#take(one) })));
        for (const { limit, outcome } of asked) {
          if (outcome.taken) {
            (limit.kind === 'concurrency' ? places : counts).push(outcome.giveBack);
          }
        }
        for (const { limit, outcome } of asked) {
          if (!outcome.taken) {
            throw usedUp(limit, outcome.retryAfter);
          }
        }
      }
    } catch (error) {
      [...places, ...counts].forEach((giveBack) => giveBack());
      throw error;
    }
    return () => places.forEach((giveBack) => giveBack());
  }

  #take({ limit, key, most }: CountedLimit): Promise<Taken> {
    return limit.kind === 'concurrency' ? this.store.takePlace(key, most) : this.store.countRequest(key, most);
  }
}
