import { createPluginSettings } from './pluginSettings';

const MANIFEST = {
  id: 'some-app',
  name: 'Some app',
  type: 'app' as const,
  languages: ['en-US', 'de-DE'],
  info: { version: '1.0.0' },
  routes: [],
  includes: [],
};

describe('the settings of a plugin', () => {
  test('name where the texts of each language are', () => {
    expect(createPluginSettings(MANIFEST).read()).toMatchObject({
      translations: {
        'en-US': 'public/plugins/some-app/locales/en-US/some-app.json',
        'de-DE': 'public/plugins/some-app/locales/de-DE/some-app.json',
      },
    });
  });

  test('tell which secrets are set, and never what they are', () => {
    const settings = createPluginSettings(MANIFEST);
    settings.update({ jsonData: { proxyUrl: 'http://proxy' }, secureJsonData: { adminToken: 'secret', other: '' } });
    expect(settings.read()).toMatchObject({ secureJsonFields: { adminToken: true, other: false } });
    expect(JSON.stringify(settings.read())).not.toContain('secret"');
  });
});
