import type { StatsDocument } from '@gatehouse/model/api';
import type { Status } from '../api/status';
import { plural, t } from '../i18n/t';
import { backendReach } from '../settings/backendReach';
import { groupFindings } from '../settings/groupFindings';
import { type StatusLine, statusLines } from '../settings/statusLines';

/** One thing that is looked at, how it is, and what else is to be said about it. */
export interface HealthCheck extends StatusLine {
  /** Sentences of the proxy and of this app, each on its own. */
  remarks: string[];
}

/** Everything that has to be well: proxy, policy, store, issuers, backends and their safety check, replicas. */
export function healthChecks(status: Status, stats: StatsDocument | undefined): HealthCheck[] {
  return [
    ...statusLines(status).map((line) => ({ ...line, remarks: [] })),
    ...status.backends.map(backendCheck),
    ...(stats === undefined ? [] : replicaCheck(stats)),
  ];
}

function backendCheck(backend: Status['backends'][number]): HealthCheck {
  const { state, text } = backendReach(backend);
  const findings = backend.findings ?? [];
  const unsafe = groupFindings(findings.filter(({ severity }) => severity === 'unsafe'));
  const warnings = groupFindings(findings.filter(({ severity }) => severity === 'warning'));
  return {
    state: unsafe.length > 0 ? 'bad' : state,
    what: t('overview.health.backend', 'Backend {{name}}', { name: backend.name }),
    text,
    remarks: [
      ...(backend.findings === undefined
        ? []
        : unsafe.length > 0
          ? [
              t('overview.health.unsafe', 'Not safe: Gatehouse refuses what this would let through.'),
              ...unsafe.map(({ message }) => message),
            ]
          : backend.findings.length === 0
            ? [t('overview.health.safe', 'Safety check passed')]
            : []),
      ...(warnings.length === 0
        ? []
        : [
            plural('overview.health.remarks', warnings.length, {
              one: 'Safety check passed with {{number}} remark',
              other: 'Safety check passed with {{number}} remarks',
            }),
          ].slice(unsafe.length)),
    ],
  };
}

function replicaCheck({ replicas }: StatsDocument): HealthCheck[] {
  const names = replicas.map(({ replica }) => replica);
  return names.length === 0
    ? []
    : [
        {
          state: 'good',
          what: t('overview.health.replicas', 'Replicas'),
          text: plural('overview.health.answered', names.length, {
            one: '{{number}} process answered requests in this time',
            other: '{{number}} processes answered requests in this time',
          }),
          remarks: names.length > 1 ? names : [],
        },
      ];
}
