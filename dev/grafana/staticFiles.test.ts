import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { listen, type Listening } from '../processes/listen';
import { staticFiles } from './staticFiles';

describe('the files below /public', () => {
  let dist: string;
  let server: Listening;

  beforeAll(async () => {
    dist = await mkdtemp(path.join(tmpdir(), 'gatehouse-static-'));
    await writeFile(path.join(dist, 'module.js'), 'define([], () => ({}));');
    const app = express().use(staticFiles('some-app', dist, undefined));
    server = await listen(createServer(app));
  });
  afterAll(async () => {
    await server.close();
    await rm(dist, { recursive: true, force: true });
  });

  test.each([
    ['the plugin’s module, also with a version', '/public/plugins/some-app/module.js?_cache=1', 'javascript'],
    ['an icon of @grafana/ui', '/public/build/img/icons/unicons/plus.svg', 'svg'],
    ['a dot for an icon that @grafana/ui leaves out', '/public/build/img/icons/unicons/nowhere.svg', 'svg'],
    ['SystemJS', '/public/host/system.js', 'javascript'],
  ])('are %s', async (_what, url, type) => {
    const response = await fetch(server.url + url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
  });

  test('are not the repository’s', async () => {
    for (const url of ['/public/plugins/some-app/..%2f..%2fpackage.json', '/public/package.json']) {
      expect((await fetch(server.url + url)).ok).toBe(false);
    }
  });
});
