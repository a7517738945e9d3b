import { plural } from '../i18n/t';
import type { BulkChange } from './bulkEdits';

/** Says what a change of many mappings did, for the message that offers to undo it. */
export function bulkText(change: BulkChange, number: number): string {
  switch (change.kind) {
    case 'enable':
      return plural('mappings.bulk.enabled', number, {
        one: '{{number}} mapping enabled in the draft',
        other: '{{number}} mappings enabled in the draft',
      });
    case 'disable':
      return plural('mappings.bulk.disabled', number, {
        one: '{{number}} mapping disabled in the draft',
        other: '{{number}} mappings disabled in the draft',
      });
    case 'remove':
      return plural('mappings.bulk.removed', number, {
        one: '{{number}} mapping removed from the draft',
        other: '{{number}} mappings removed from the draft',
      });
    case 'add-principal':
      return plural(
        'mappings.bulk.principalAdded',
        number,
        {
          one: '{{principal}} added to {{number}} mapping in the draft',
          other: '{{principal}} added to {{number}} mappings in the draft',
        },
        { principal: change.principal }
      );
    case 'remove-principal':
      return plural(
        'mappings.bulk.principalRemoved',
        number,
        {
          one: '{{principal}} taken out of {{number}} mapping in the draft',
          other: '{{principal}} taken out of {{number}} mappings in the draft',
        },
        { principal: change.principal }
      );
    case 'add-tenant':
      return plural(
        'mappings.bulk.tenantAdded',
        number,
        {
          one: 'Tenant {{tenant}} added to {{number}} mapping in the draft',
          other: 'Tenant {{tenant}} added to {{number}} mappings in the draft',
        },
        { tenant: change.tenant }
      );
    case 'remove-tenant':
      return plural(
        'mappings.bulk.tenantRemoved',
        number,
        {
          one: 'Tenant {{tenant}} taken out of {{number}} mapping in the draft',
          other: 'Tenant {{tenant}} taken out of {{number}} mappings in the draft',
        },
        { tenant: change.tenant }
      );
  }
}
