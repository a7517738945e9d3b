import { defineConfig } from 'eslint/config';
import grafanaI18n from '@grafana/i18n/eslint-plugin';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import baseConfig from './.config/eslint.config.mjs';

const noImports = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
});

const boundary = (group, message) => ({ group, message });

// Of our own Trans the text is a property, which is translated.
const untranslatedStrings = grafanaI18n.rules['no-untranslated-strings'];
const isTextOfTrans = ({ type, name, parent }) =>
  type === 'JSXAttribute' && name.name === 'text' && parent.name.name === 'Trans';
const i18n = {
  rules: {
    'no-untranslated-strings': {
      ...untranslatedStrings,
      create: (context) => {
        const report = (found) => (isTextOfTrans(found.node) ? undefined : context.report(found));
        return untranslatedStrings.create(Object.create(context, { report: { value: report } }));
      },
    },
  },
};

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/coverage/',
      '.config/',
      'artifacts/',
      'test-results/',
      'playwright-report/',
      '.gatehouse-demo/',
    ],
  },
  ...baseConfig,
  {
    files: ['{src,model,proxy,dev,tests}/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, project: null } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-cycle': 'error',
      'import-x/no-duplicates': 'error',
      'no-console': ['error', {}],
      eqeqeq: 'error',
    },
    settings: {
      'import-x/extensions': ['.ts', '.tsx', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx', '.mjs'] },
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          noWarnOnMultipleProjects: true,
          project: ['.', 'model', 'proxy', 'dev', 'tests'].map((part) => `${part}/tsconfig.json`),
        }),
      ],
    },
  },
  {
    files: ['model/**/*.ts'],
    rules: noImports(
      boundary(
        ['**/src/**', '**/proxy/**', '@gatehouse/proxy*'],
        'The model imports neither the plugin nor the proxy.'
      ),
      boundary(['node:*', 'express', 'undici', 'react', '@grafana/*'], 'The model is pure: no I/O, no framework.')
    ),
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: noImports(
      boundary(['**/proxy/**', '@gatehouse/proxy*'], 'The plugin and the proxy never import each other.'),
      boundary(['**/model/**', '@gatehouse/model/*', '!@gatehouse/model/api'], 'Import the model by its package name.'),
      boundary(['node:*'], 'The plugin runs in a browser.'),
      boundary(['@grafana/i18n'], 'Texts are shown by src/i18n, which extraction knows.')
    ),
  },
  { files: ['src/i18n/*'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/**/*.tsx'],
    ignores: ['src/test/**', 'src/**/*.test.tsx'],
    plugins: { '@grafana/i18n': i18n },
    rules: { '@grafana/i18n/no-untranslated-strings': ['error', { calleesToIgnore: ['^css$'] }] },
  },
  {
    files: ['proxy/**/*.ts'],
    rules: noImports(
      boundary(['**/src/**', '@grafana/*', 'react'], 'The plugin and the proxy never import each other.'),
      boundary(['**/model/**', '@gatehouse/model/*', '!@gatehouse/model/api'], 'Import the model by its package name.'),
      {
        group: ['@gatehouse/model'],
        importNames: ['publishedPolicySchema'],
        message: 'The proxy judges every policy that it reads.',
      }
    ),
  },
  { files: ['dev/**/*.{ts,tsx,mjs}'], rules: { 'no-console': 'off' } },
]);
