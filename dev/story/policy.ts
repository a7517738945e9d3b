import type { z } from 'zod';
import type { policySchema } from '@gatehouse/model';

/** The policy that the demo publishes, as an administrator would write it. */
export const STORY_POLICY: z.input<typeof policySchema> = {
  tenants: [
    { name: 'acme', title: 'Acme Corp', backend: 'cluster', account: 1 },
    { name: 'globex', title: 'Globex', backend: 'cluster', account: 2 },
    { name: 'acme-single', title: 'Acme on the single node', backend: 'single', labels: { tenant: 'acme' } },
    { name: 'globex-single', title: 'Globex on the single node', backend: 'single', labels: { tenant: 'globex' } },
  ],
  mappings: [
    {
      name: 'acme-developers',
      principals: ['group:acme-dev'],
      grants: [
        { tenant: 'acme', access: 'read', filters: ['{team="dev"}'] },
        { tenant: 'acme-single', access: 'read', filters: ['{team="dev"}'] },
      ],
    },
    {
      name: 'globex',
      principals: ['user:bob@globex.example'],
      grants: [
        { tenant: 'globex', access: 'read' },
        { tenant: 'globex-single', access: 'read' },
      ],
    },
    {
      name: 'platform-team',
      principals: ['group:platform'],
      grants: ['acme', 'globex', 'acme-single', 'globex-single'].map((tenant) => ({ tenant, access: 'read' })),
    },
  ],
};
