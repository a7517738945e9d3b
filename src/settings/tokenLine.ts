import type { Configuration } from '../api/configuration';
import { t } from '../i18n/t';
import type { StatusLine } from './statusLines';

/** Says which admin token is saved, and what its role allows and what not. */
export function tokenLine({ role, tokenName }: Pick<Configuration, 'role' | 'tokenName'>): StatusLine {
  const token =
    tokenName === undefined
      ? t('settings.token.role', 'Role {{role}}', { role })
      : t('settings.token.named', '{{name}}, role {{role}}', { name: tokenName, role });
  return {
    state: role === 'viewer' ? 'warning' : 'good',
    what: t('settings.form.token', 'Admin token'),
    text: t('settings.token.line', '{{token}}: {{allows}}', { token, allows: allowance(role) }),
  };
}

function allowance(role: Configuration['role']): string {
  switch (role) {
    case 'viewer':
      return t(
        'settings.token.viewer',
        'this app may look, explain and check. The policy and the credentials are read-only; for more, save a token of the role editor or admin above.'
      );
    case 'editor':
      return t(
        'settings.token.editor',
        'this app may change the policy. For credentials, forgetting people and exporting the audit records it takes a token of the role admin.'
      );
    case 'admin':
      return t(
        'settings.token.admin',
        'this app may do everything: change the policy, make and revoke credentials, export the audit records.'
      );
  }
}
