import { type QueryDuration, readDuration } from './durationText';
import type { RangeBound } from './limitPlan';
import { tooLong } from './limitRefusals';
import { type Token, tokensOf } from './queryTokens';
import { unclear } from './rangeRefusals';

/** How far an expression reaches beside the range that it is asked for, in milliseconds. */
interface Reach {
  /** True when there is a window in it. */
  windows: boolean;
  /** All windows around the innermost one: the range over which subqueries evaluate what they hold. */
  subqueries: number;
  /** Offsets of offsets. */
  offset: number;
}

/** What stands between two brackets, up to the token that is read. */
interface Group {
  /** What was read before the last comma or operator. */
  before: Reach;
  /** What a window or an offset that comes next would apply to. */
  operand: Reach;
  /** True for the definitions of `WITH (…)`. */
  templates: boolean;
}

/** What VictoriaMetrics takes where the request gives no step, in milliseconds. */
export const DEFAULT_STEP = 5 * 60_000;

const NOTHING: Reach = { windows: false, subqueries: 0, offset: 0 };
const OPERATORS = new Set(['and', 'or', 'unless', 'if', 'ifnot', 'default', 'atan2']);

/**
 * Refuses a query of MetricsQL or PromQL whose text reaches too far. The longest window and the longest offset are each
 * compared with the limit; the windows of subqueries in each other count together, and so do offsets. Calls in each other
 * reach back by a step each, also where they have no window, so these count together, too.
 *
 * @param step of the request in milliseconds; undefined when it does not say
 * @throws Refusal 422 when it reaches too far, 400 when that cannot be told with certainty
 */
export function refuseLongWindows(query: string, bound: RangeBound, step: number | undefined): void {
  new Reader(tokensOf(query), bound, step).read();
}

class Reader {
  #at = 0;
  readonly #groups: Group[] = [{ before: NOTHING, operand: NOTHING, templates: false }];
  #openTemplates = 0;
  #deepest = 0;
  /** The unit `i` was used, which a step within the query changes. */
  #usesStep = false;
  #longestOwnStep = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly bound: RangeBound,
    private readonly step: number | undefined
  ) {}

  read(): void {
    for (let token = this.#next(); token !== undefined; token = this.#next()) {
      if (token.kind === 'name') {
        this.#readName(token.text);
      } else if (token.kind === 'sign') {
        this.#readSign(token.text);
      }
    }
    if (this.#usesStep && this.#longestOwnStep > 0) {
      throw unclear('the unit "i" beside a subquery with a step has several readings; write the time out');
    }
    const longestStep = Math.max(this.step ?? DEFAULT_STEP, this.#longestOwnStep);
    this.#refuseAbove(this.#deepest * longestStep, 'the steps of calls in each other are longer together');
  }

  #openGroup(templates: boolean): void {
    this.#groups.push({ before: NOTHING, operand: NOTHING, templates });
    this.#openTemplates += templates ? 1 : 0;
    this.#deepest = Math.max(this.#deepest, this.#groups.length - 1);
  }

  #next(): Token | undefined {
    return this.tokens[this.#at++];
  }

  #peek(): Token | undefined {
    return this.tokens[this.#at];
  }

  get #group(): Group {
    const group = this.#groups.at(-1);
    if (group === undefined) {
      throw unclear('the brackets of the query do not match');
    }
    return group;
  }

  #readName(text: string): void {
    // Go's lower case of "İ" and "K" is ASCII.
    const name = text.replaceAll('\u0130', 'i').replaceAll('\u212a', 'k').toLowerCase();
    if (name === 'offset') {
      this.#readOffset();
    } else if (name === 'with' && this.#peek()?.text === '(') {
      this.#next();
      this.#openGroup(true);
    } else if (OPERATORS.has(name)) {
      this.#endOperand();
    }
  }

  #readSign(text: string): void {
    switch (text) {
      case '(':
        this.#openGroup(false);
        break;
      case ')':
        this.#endGroup();
        break;
      case '{':
        this.#skipFilters();
        break;
      case '[':
        this.#readWindow();
        break;
      case ']':
      case '}':
        throw unclear('the brackets of the query do not match');
      case '@':
        break;
      default:
        this.#endOperand();
    }
  }

  #endOperand(): void {
    const group = this.#group;
    group.before = widest(group.before, group.operand);
    group.operand = NOTHING;
  }

  #endGroup(): void {
    const ended = this.#group;
    this.#groups.pop();
    this.#openTemplates -= ended.templates ? 1 : 0;
    const around = this.#group;
    around.operand = widest(around.operand, widest(ended.before, ended.operand));
  }

  #skipFilters(): void {
    for (let token = this.#next(); token?.text !== '}' || token.kind !== 'sign'; token = this.#next()) {
      if (token === undefined || (token.kind === 'sign' && '([{)]@'.includes(token.text))) {
        throw unclear('the filters in braces cannot be read with certainty');
      }
    }
  }

  /** `[window]`, `[window:]`, `[window:step]`, `[:step]`; the colon and what touches it are one token. */
  #readWindow(): void {
    this.#refuseInTemplate();
    const first = this.#next();
    const window = first?.text.startsWith(':') ? undefined : first;
    const colon = window === undefined ? first : this.#peek()?.text.startsWith(':') ? this.#next() : undefined;
    const attached = colon?.text.slice(1);
    const step = attached === '' && this.#peek()?.text !== ']' ? this.#next()?.text : attached;
    const length = window === undefined ? 0 : this.#measure(window.text, '[…]');
    const stepLength = step === undefined || step === '' ? 0 : this.#measureStep(step);
    if (this.#next()?.text !== ']') {
      throw unclear('a window in brackets is not a plain time');
    }
    this.#refuseAbove(length, `the window [${window?.text}] is longer`);
    this.#refuseAbove(stepLength, 'the step of a subquery is longer');
    const { windows, subqueries, offset } = this.#group.operand;
    const around = windows ? subqueries + length : 0;
    this.#refuseAbove(around, 'the subqueries in each other are longer');
    this.#group.operand = { windows: true, subqueries: around, offset };
  }

  #readOffset(): void {
    const signed = ['-', '+'].includes(this.#peek()?.text ?? '');
    const duration = this.tokens[this.#at + (signed ? 1 : 0)];
    if (duration?.kind === 'name' || duration?.text === '(') {
      throw unclear('an offset is not a plain time');
    }
    if (duration?.kind !== 'duration' && duration?.kind !== 'number') {
      // A metric or a label of this name.
      return;
    }
    this.#refuseInTemplate();
    this.#at += signed ? 2 : 1;
    const { operand } = this.#group;
    const offset = operand.offset + this.#measure(duration.text, 'offset');
    this.#refuseAbove(offset, `the offset ${duration.text} is longer`);
    this.#group.operand = { ...operand, offset };
  }

  #measureStep(text: string): number {
    const duration = this.#durationOf(text, 'the step of a subquery');
    if (duration.steps > 0) {
      throw unclear('the step of a subquery has the unit "i"; write the time out');
    }
    this.#longestOwnStep = Math.max(this.#longestOwnStep, duration.milliseconds);
    return duration.milliseconds;
  }

  #measure(text: string, what: string): number {
    const duration = this.#durationOf(text, what);
    if (duration.steps === 0) {
      return duration.milliseconds;
    }
    if (this.step === undefined) {
      throw unclear(`${what} has the unit "i" and the request no step`);
    }
    this.#usesStep = true;
    return duration.milliseconds + duration.steps * this.step;
  }

  #durationOf(text: string, what: string): QueryDuration {
    const duration = text.startsWith('$') ? { milliseconds: 0, steps: 1 } : readDuration(text);
    if (duration === undefined) {
      throw unclear(`${what} is not a plain time; write it as 5m or 1h30m`);
    }
    return duration;
  }

  #refuseInTemplate(): void {
    if (this.#openTemplates > 0) {
      throw unclear('a WITH template holds a window or an offset; write the query without the template');
    }
  }

  #refuseAbove(milliseconds: number, what: string): void {
    if (milliseconds > this.bound.milliseconds) {
      throw tooLong(this.bound.limit, what);
    }
  }
}

function widest(a: Reach, b: Reach): Reach {
  return {
    windows: a.windows || b.windows,
    subqueries: Math.max(a.subqueries, b.subqueries),
    offset: Math.max(a.offset, b.offset),
  };
}
