// Compiles the MJML layouts into modules; with --check it compares instead and exits 1 on drift.
import path from 'node:path';
import { generated } from '@postconfirm/toolchain';
import { compileLayout } from './compile-layout.ts';

generated([
  {
    file: path.join(import.meta.dirname, 'welcome-html.generated.ts'),
    content: await compileLayout(path.join(import.meta.dirname, '../templates/welcome.mjml'), 'welcomeHtml'),
  },
]);
