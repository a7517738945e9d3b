import type { BackendConfig } from '../config/schema';
import type { Hazard } from '../gateway/hazards';
import type { Remark } from './finding';
import type { Probe } from './probeOrigin';
import { remarkOnMimir } from './rulesOfMimir';
import { remarkOnProgram } from './rulesOfPrograms';
import { remarkOnFederation, remarkOnLabels } from './rulesOfReads';
import { remarkOnChanges, remarkOnStamps } from './rulesOfWrites';

export type Role = 'read' | 'write';

type Kind = BackendConfig['kind'];

const EXPECTED: Readonly<Record<Kind, Readonly<Record<Role, readonly string[]>>>> = {
  'victoriametrics-cluster': { read: ['vmselect'], write: ['vminsert', 'vmagent'] },
  victoriametrics: { read: ['victoria-metrics'], write: ['victoria-metrics', 'vmagent'] },
  mimir: { read: ['mimir'], write: ['mimir'] },
};

/** What cannot be ruled out as long as nothing is known. */
const UNRULED: Readonly<Record<Kind, Readonly<Record<Role, readonly Hazard[]>>>> = {
  'victoriametrics-cluster': { read: ['federation-leaks'], write: ['stamps-evadable'] },
  victoriametrics: { read: [], write: ['stamps-evadable'] },
  mimir: { read: [], write: [] },
};

/** Judges one URL of a backend by what was seen there. */
export function judgeUrl(kind: Kind, role: Role, probe: Probe): Remark[] {
  if ('failure' in probe) {
    return [unprobed(kind, role, `it ${probe.failure}`)];
  }
  const { program } = probe.description;
  if (program === undefined || program === 'vmauth') {
    const what =
      program === undefined ? 'what answers there does not say what it is' : 'vmauth hides what is behind it';
    return [unprobed(kind, role, what)];
  }
  const expected = EXPECTED[kind][role];
  if (!expected.includes(program)) {
    const message = `${program} answers there, ${expected[0]} was expected: correct the URL or the kind; until then nothing is asked of this backend`;
    return [{ code: 'backend-kind-wrong', message, hazards: ['wrong-kind'] }];
  }
  return kind === 'mimir' ? remarkOnMimir(probe) : remarkOnVictoriaMetrics(kind, role, probe);
}

function remarkOnVictoriaMetrics(
  kind: Kind,
  role: Role,
  { description }: Extract<Probe, { description: unknown }>
): Remark[] {
  const ofRole =
    role === 'write'
      ? [...remarkOnStamps(description), ...remarkOnChanges(description)]
      : [
          ...remarkOnLabels(description),
          ...(kind === 'victoriametrics-cluster' ? remarkOnFederation(description) : []),
        ];
  return [...remarkOnProgram(description), ...ofRole];
}

/** @param why ends a sentence about the URL */
export function unprobed(kind: Kind, role: Role, why: string): Remark {
  const hazards = UNRULED[kind][role];
  const refused = hazards.includes('stamps-evadable')
    ? '; until then nothing is written on which labels would be stamped'
    : hazards.includes('federation-leaks')
      ? '; until then several tenants cannot be asked at once'
      : '';
  const wayOut =
    kind === 'mimir'
      ? 'let Gatehouse read /api/v1/status/buildinfo'
      : 'let Gatehouse read /metrics, or vouch for the backend (safety: vouched)';
  return {
    code: 'backend-unprobed',
    message: `Gatehouse cannot see what runs there: ${why}; ${wayOut}${refused}`,
    hazards,
    uncertain: true,
  };
}
