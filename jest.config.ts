import type { Config } from 'jest';

// The plugin's part keeps Grafana's scaffolded configuration; the rest runs in Node. Everything is transformed by SWC,
// including the packages that ship ES modules only.
process.env.TZ = 'UTC';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const grafana = require('./.config/jest.config');
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

const swc = [
  '@swc/jest',
  {
    sourceMaps: 'inline',
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      target: 'es2022',
      transform: { react: { runtime: 'automatic' } },
    },
  },
];
const transform = { '^.+\\.m?[tj]sx?$': swc };
const esModules = [
  ...grafanaESModules,
  '@react-hookz',
  '@ver0',
  'react-data-grid',
  're2js',
  'jose',
  'fast-check',
  'pure-rand',
  'lru-cache',
  '@seriousme',
];

const node = {
  transform,
  transformIgnorePatterns: [nodeModulesToTransform(esModules)],
  testEnvironment: 'node',
};

const config: Config = {
  projects: [
    {
      ...grafana,
      displayName: 'plugin',
      transform,
      transformIgnorePatterns: [nodeModulesToTransform(esModules)],
      moduleNameMapper: { ...grafana.moduleNameMapper, '^@emotion/sheet$': '<rootDir>/src/test/emotionSheet.ts' },
    },
    { ...node, displayName: 'model', testMatch: ['<rootDir>/model/**/*.test.ts'] },
    { ...node, displayName: 'proxy', testMatch: ['<rootDir>/proxy/**/*.test.ts'] },
    {
      ...node,
      displayName: 'integration',
      testMatch: [
        '<rootDir>/tests/integration/**/*.test.ts',
        '<rootDir>/tests/compose/**/*.test.ts',
        '<rootDir>/tests/security/**/*.test.ts',
        '<rootDir>/dev/**/*.test.ts',
      ],
    },
  ],
};

export default config;
