import React from 'react';
import type { Finding, Policy } from '@gatehouse/model';
import { Alert } from '@grafana/ui';
import { sentence } from '../ui/sentence';
import { findingPlace } from './findingPlace';

const SHOWN = 20;

interface Props {
  severity: 'error' | 'warning';
  title: string;
  findings: readonly Finding[];
  policy: Policy;
}

/** Problems or warnings of a policy, each with the place it is about. */
export function FindingList({ severity, title, findings, policy }: Props) {
  if (findings.length === 0) {
    return null;
  }
  const more = findings.length - SHOWN;
  return (
    <Alert severity={severity} title={title}>
      <ul>
        {findings.slice(0, SHOWN).map((finding, position) => (
          <li key={position}>
            <strong>{capital(findingPlace(finding, policy))}</strong>: {sentence(finding.message)}
          </li>
        ))}
        {more > 0 && <li>{`and ${more} more`}</li>}
      </ul>
    </Alert>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
