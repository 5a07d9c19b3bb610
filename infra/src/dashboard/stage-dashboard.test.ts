import { WORKERS } from '@postconfirm/contract';
import { expect, it } from 'vitest';
import type { Properties } from '../assembly.builder.ts';
import { shown, whatIsShown, widgetsOn } from '../shown.builder.ts';
import { COLUMNS } from './panel.ts';

const template = whatIsShown();
const widgets = widgetsOn(template);
const graphs = widgets.filter(({ type }) => type === 'metric');
const headings = (all: Properties[]) =>
  all.flatMap(({ type, properties }) => (type === 'text' ? (/^### (.+)/.exec(properties.markdown)?.[1] ?? []) : []));

type Place = { x: number; y: number; width: number; height: number };

const meet = (one: Place, other: Place) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

it('lays nothing over another, nor beside the page', () => {
  for (const [index, one] of (widgets as Place[]).entries()) {
    expect(one.x + one.width).toBeLessThanOrEqual(COLUMNS);
    expect((widgets as Place[]).slice(index + 1).filter((other) => meet(one, other))).toEqual([]);
  }
});

it('notices what would lie over another', () => {
  const place = { x: 6, y: 2, width: 6, height: 6 };
  expect(meet(place, { ...place, x: 11 }) && meet(place, { ...place, y: 7 })).toBe(true);
  expect(meet(place, { ...place, x: 12 }) || meet(place, { ...place, y: 8 })).toBe(false);
});

it('sets the graphs of a section side by side, over the whole width', () => {
  const lines = Map.groupBy(graphs, ({ y }) => y);
  expect(lines.size).toBe(headings(widgets).length);
  for (const line of lines.values()) expect(line.reduce((sum, { width }) => sum + width, 0)).toBe(COLUMNS);
});

it('follows the flow from above: the trigger, each queue with its worker, SES before its events, the ledger', () => {
  const downwards = [...widgets].sort((one, other) => one['y'] - other['y'] || one['x'] - other['x']);
  const further = WORKERS.slice(4).map(({ name, queue }) => `Queue ${queue}, and ${name}`);
  expect(headings(downwards).filter((heading) => !further.includes(heading))).toEqual([
    'A person confirms: Cognito calls the trigger, and waits',
    'Queue confirmations, and fan-out',
    'Queue email, and email-worker',
    'Queue enrichment, and enrichment-worker',
    'SES, as it sees the whole account',
    'Queue email-events, and email-events',
    'The ledger: one item per delivery and per user',
    'The reconciler: who waits for a person',
  ]);
});

it('has a section for a worker that is added', () => {
  const [first] = WORKERS;
  const added = widgetsOn(whatIsShown([...WORKERS, { ...first, name: 'badge-worker', queue: 'badge' }]));
  expect(headings(added)).toContain('Queue badge, and badge-worker');
});

it('shows every alarm above all graphs: first those that wake somebody', () => {
  const [now, tomorrow, ...others] = widgets.filter(({ type }) => type === 'alarm');
  expect(others).toEqual([]);
  expect(now?.['y']).toBeLessThan(tomorrow?.['y']);
  expect(Math.min(...graphs.map(({ y }) => y))).toBeGreaterThan(tomorrow?.['y']);
  const ids = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  const of = (urgency: string) =>
    ids.filter(([, { Properties: one }]) => one.AlarmDescription.startsWith(urgency)).map(([id]) => id);
  expect(now?.['properties'].alarms.sort()).toEqual(of('Now:').sort());
  expect(tomorrow?.['properties'].alarms.sort()).toEqual(of('Tomorrow:').sort());
  expect(ids).toHaveLength(now?.['properties'].alarms.length + tomorrow?.['properties'].alarms.length);
});

it('names what each graph shows, and in what unit, and no two of them the same', () => {
  const titles = graphs.map(({ properties }) => properties.title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const { properties } of graphs) {
    expect(properties.yAxis.left.label, properties.title).toMatch(/^[a-z]/);
    expect(properties.metrics.length, properties.title).toBeGreaterThan(0);
  }
});

it('is one, called like the stage', () => {
  expect(shown(template, 'AWS::CloudWatch::Dashboard')).toMatchObject([{ DashboardName: 'postconfirm-prod' }]);
});
