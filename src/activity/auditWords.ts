import { AUDIT_EVENTS, type AuditEvent, type AuditRecordDocument } from '@gatehouse/model/api';
import { PATHS } from '../constants';
import { t } from '../i18n/t';
import { places } from './places';

/** A kind of change, for people; one that this app does not know as it is. */
export function eventInWords(event: string): string {
  const known = AUDIT_EVENTS.find((one) => one === event);
  return known === undefined ? event : knownEvent(known);
}

function knownEvent(event: AuditEvent): string {
  switch (event) {
    case 'policy-published':
      return t('activity.event.policyPublished', 'Policy published');
    case 'policy-restored':
      return t('activity.event.policyRestored', 'Older policy restored');
    case 'policy-proposed':
      return t('activity.event.policyProposed', 'Change proposed');
    case 'proposal-approved':
      return t('activity.event.proposalApproved', 'Proposal approved');
    case 'proposal-rejected':
      return t('activity.event.proposalRejected', 'Proposal rejected');
    case 'proposal-withdrawn':
      return t('activity.event.proposalWithdrawn', 'Proposal withdrawn');
    case 'credential-created':
      return t('activity.event.credentialCreated', 'Credential created');
    case 'credential-changed':
      return t('activity.event.credentialChanged', 'Credential changed');
    case 'credential-rotated':
      return t('activity.event.credentialRotated', 'Credential rotated');
    case 'credential-revoked':
      return t('activity.event.credentialRevoked', 'Credential revoked');
    case 'subject-forgotten':
      return t('activity.event.subjectForgotten', 'Person forgotten');
  }
}

/** What was changed, for people, and where one sees it. */
export function targetInWords({ target, details }: Pick<AuditRecordDocument, 'target' | 'details'>): {
  name: string;
  href: string | undefined;
} {
  const [kind, id] = [target.slice(0, target.indexOf(':')), target.slice(target.indexOf(':') + 1)];
  switch (kind) {
    case 'revision':
      return { name: t('activity.target.revision', 'Revision {{number}}', { number: id }), href: places.revision(id) };
    case 'proposal':
      return { name: t('activity.target.proposal', 'Proposal {{number}}', { number: id }), href: undefined };
    case 'credential':
      return {
        name:
          typeof details.service === 'string'
            ? t('activity.target.credentialOf', 'Credential of {{service}}', { service: details.service })
            : t('activity.target.credential', 'Credential {{id}}', { id }),
        href: PATHS.credentials,
      };
    default:
      return { name: target, href: undefined };
  }
}

/** How the name of whoever made a change is known, for people. */
export function knownBy({ by, token }: AuditRecordDocument['actor']): string {
  switch (by) {
    case 'grafana-id':
      return t('activity.actor.grafanaId', 'signed by Grafana');
    case 'grafana-context':
      return t('activity.actor.grafanaContext', 'as Grafana says');
    case 'admin-token':
      return t('activity.actor.adminToken', 'admin token {{token}}', { token: token ?? '' });
    case 'file':
      return t('activity.actor.file', 'the policy’s file');
  }
}

/** Why a change was made, where somebody said so. */
export function commentOf({ details }: Pick<AuditRecordDocument, 'details'>): string {
  return typeof details.comment === 'string' ? details.comment : '';
}
