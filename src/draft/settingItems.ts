import { type Policy, publishedPolicySchema, type Settings } from '@gatehouse/model';

/** A setting of the policy as an item of its own, so that drafts change and rebase settings as they do tenants and mappings. */
export type SettingItem = { [Name in keyof Settings]: { name: Name; value: Settings[Name] } }[keyof Settings];

export function settingItems({ severalTenants, approvals }: Settings): SettingItem[] {
  return [
    { name: 'severalTenants', value: severalTenants },
    { name: 'approvals', value: approvals },
  ];
}

/** A setting by name and value, as diffs tell it; undefined when this version knows no such value. */
export function settingItem(name: keyof Settings, value: unknown): SettingItem | undefined {
  const settings = publishedPolicySchema.safeParse({ settings: { [name]: value } }).data?.settings;
  return settings === undefined ? undefined : settingItems(settings).find((item) => item.name === name);
}

/** The settings with these in place of what they were. */
export function withSettingItems(settings: Policy['settings'], items: readonly SettingItem[]): Policy['settings'] {
  return items.reduce<Policy['settings']>((all, item) => ({ ...all, [item.name]: item.value }), settings);
}
