import { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  type HorizontalAnnotation,
  type IWidget,
  type Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';

/** One graph: metrics by what people call them, all of one unit. `marks`: values that mean something. */
export type Panel = {
  title: string;
  unit: string;
  metrics: Record<string, Metric>;
  marks?: readonly HorizontalAnnotation[];
};

/** What belongs together at one place of the flow, under a line that says what it is. */
export type Section = { heading: string; panels: readonly Panel[] };

/** CloudWatch lays a dashboard out in so many columns. */
export const COLUMNS = 24;
const HEIGHT = 6;
/** What one point of a graph stands for. */
const POINT = Duration.minutes(5);

/** The heading above, the panels below side by side over the whole width. */
export const widgetsOf = ({ heading, panels }: Section): IWidget[][] => [
  [new TextWidget({ markdown: `### ${heading}`, width: COLUMNS, height: 1 })],
  panels.map((panel, index) => graph(panel, widthOf(index, panels.length))),
];

/** Columns that do not divide evenly go to the first ones. */
const widthOf = (index: number, count: number) => Math.floor(COLUMNS / count) + (index < COLUMNS % count ? 1 : 0);

const graph = ({ title, unit, metrics, marks = [] }: Panel, width: number) =>
  new GraphWidget({
    title,
    width,
    height: HEIGHT,
    left: Object.entries(metrics).map(([label, metric]) => metric.with({ label, period: POINT })),
    leftYAxis: { label: unit, showUnits: false, min: 0 },
    leftAnnotations: [...marks],
  });
