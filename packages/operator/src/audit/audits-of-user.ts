import type { Stage } from '../stage/stage.ts';
import { type Recorded, readAudits } from './read-audits.ts';

/** What operators did that names this very user: a replay of many names nobody, a repair whom it was for. */
export async function auditsOfUser(stage: Stage, sub: string): Promise<Recorded[]> {
  const isAbout = ({ filter = {} }: Recorded) => JSON.stringify(filter).includes(JSON.stringify(sub));
  return (await readAudits(stage)).filter(isAbout);
}
