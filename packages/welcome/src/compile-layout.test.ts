import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compileLayout } from './compile-layout.ts';

test('the committed layout is what its MJML source compiles to', async () => {
  const compiled = await compileLayout(path.join(import.meta.dirname, '../templates/welcome.mjml'), 'welcomeHtml');
  expect(compiled).toBe(await readFile(path.join(import.meta.dirname, 'welcome-html.generated.ts'), 'utf8'));
});

test('an attribute that MJML does not know stops the compilation', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'layout-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'bad.mjml');
  await writeFile(file, '<mjml><mj-body><mj-section colour="red"></mj-section></mj-body></mjml>');
  await expect(compileLayout(file, 'bad')).rejects.toThrow(/colour/);
});
